"""`python -m patrol`."""

from patrol.cli import front_door

if __name__ == "__main__":
    front_door()
