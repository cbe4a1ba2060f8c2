"""The market and what it decides. Knows no HTTP, MQTT or socket."""
