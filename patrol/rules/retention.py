"""How long each kind of record is kept."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from patrol.rules.words import Kind

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
RECEIPTS = timedelta(days=180)
"""For as long somebody without a name may ask how their report stands."""
LOOKS = timedelta(days=730)
"""Who looked at personal data, and why."""
NOTICES = timedelta(days=365)
"""Who was told what, and how it was carried."""
COMMANDS = timedelta(days=30)
"""For as long a repeated command gets its first answer again."""


class Keep(StrEnum):
    """What a signal is kept for; it is known when the signal is stored and never changes."""

    POSITION = "position"
    SIGNAL = "signal"
    EVIDENCE = "evidence"


KEPT: Mapping[Keep, timedelta] = {
    Keep.POSITION: POSITIONS,
    Keep.SIGNAL: SIGNALS,
    Keep.EVIDENCE: EVIDENCE,
}

KEYS: Mapping[Keep, timedelta] = {**KEPT, Keep.EVIDENCE: SIGNALS}
"""For as long the same message, sent again, is known: no device holds one back for longer."""


def keep_of(kind: str, *, alert_id: int | None) -> Keep:
    """Say for what a signal is kept."""
    if alert_id is not None:
        return Keep.EVIDENCE
    return Keep.POSITION if kind == Kind.POSITION else Keep.SIGNAL
