"""Pretend devices and people. They speak MQTT and HTTP and know nothing else."""
