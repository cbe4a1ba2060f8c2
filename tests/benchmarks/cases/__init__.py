"""The measurements, one question a file."""
