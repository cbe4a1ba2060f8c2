"""What people and devices do. The session comes in open and goes out open."""
