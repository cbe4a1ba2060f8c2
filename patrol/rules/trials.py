"""Tests of alarm buttons: which press is one, and when the next is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=3)
"""How long after the announcement the press must come."""
ANSWER = timedelta(seconds=60)
"""How long a press is held back for whoever announced it; then it rings, for it may be a call for help."""
EVERY_DAYS = 30


class TrialState(StrEnum):
    """How a test stands: the first two are open, the others its ends."""

    OPEN = "open"
    PRESSED = "pressed"
    PASSED = "passed"
    FAILED = "failed"
    RANG = "rang"


class TrialKind(StrEnum):
    """What the market's rules are asked about buttons; they answer with device alerts."""

    FAILED = "button_failed"
    OVERDUE = "button_overdue"


class DrillState(StrEnum):
    """How a drill stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Window:
    """The announcement of one test of one button, by somebody who stands at it."""

    opened_at: datetime
    closes_at: datetime
    pressed: bool = False


def is_the_test(window: Window, pressed_at: datetime, *, live: bool) -> bool:
    """Say whether a press is the one that was announced.

    Only the first press of that very button, heard live within its own three minutes. A second press,
    another button, a message that was held up: each rings at once.
    """
    return live and not window.pressed and window.opened_at <= pressed_at < window.closes_at


def due_at(last_passed: datetime | None, since: datetime, every_days: int) -> datetime:
    """Give when a button is due: counted from its last good test, or from when the ledger began."""
    return (last_passed or since) + timedelta(days=every_days)
