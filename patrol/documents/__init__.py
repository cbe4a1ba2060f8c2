"""Cards in, bytes out: what is printed, and what leaves as a file."""
