"""What a screen is told of a thing: one card for snapshot, stream and API. Reads, never writes."""
