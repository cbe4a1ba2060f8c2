"""The market and what it decides; knows no HTTP, MQTT or socket. Read rules, then model, then actions."""
