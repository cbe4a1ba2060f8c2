"""How long each kind of record is kept."""

from datetime import timedelta

STREAM = timedelta(hours=72)
"""A board that was away longer starts with a fresh picture."""

POSITIONS = timedelta(days=7)
"""Where somebody was is nobody's business after a week, unless an alert grew from it."""

SIGNALS = timedelta(days=90)
"""Signals that no alert grew from."""

EVIDENCE = timedelta(days=730)
"""Signals behind an alert."""

RESOLVED_QUARANTINE = timedelta(days=30)
QUARANTINE = timedelta(days=180)
COMMANDS = timedelta(days=30)
"""For as long a repeated command gets its first answer again."""
