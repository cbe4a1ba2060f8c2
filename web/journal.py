"""What a web process writes down: one line for each event, what happened and then its facts."""

import logging
from typing import Any


def note(part: str, event: str, **facts: Any) -> None:
    """Write what is worth knowing."""
    _write(part, logging.INFO, event, facts)


def warn(part: str, event: str, **facts: Any) -> None:
    """Write what somebody should look at."""
    _write(part, logging.WARNING, event, facts)


def failure(part: str, event: str, error: Exception) -> None:
    """Write what was not foreseen, and how it came about."""
    logging.getLogger(part).error("event=%r", event, exc_info=error)


def _write(part: str, level: int, event: str, facts: dict[str, Any]) -> None:
    log = logging.getLogger(part)
    if log.isEnabledFor(level):
        log.log(level, "%s", " ".join(f"{name}={fact!r}" for name, fact in {"event": event, **facts}.items()))
