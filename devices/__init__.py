"""The wire. Reads what real devices send and hands it on as signals."""
