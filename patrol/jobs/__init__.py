"""What time does. One verb phrase a file; each run is one transaction."""
