"""The programs a market runs, and how they start, stop and watch each other."""
