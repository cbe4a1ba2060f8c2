"""The only reader of the system clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant, aware UTC."""


def system_clock() -> datetime:
    """Give the instant the machine believes in."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never steps back, for spans within one process."""
    return time.monotonic()
