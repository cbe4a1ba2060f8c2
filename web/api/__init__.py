"""What programs call. The same actions as the screens, in JSON."""
