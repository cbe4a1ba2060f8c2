"""Which job runs how often."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from patrol.jobs import (
    clear_due_alerts,
    end_silences,
    find_silent_devices,
    forget_old_records,
    raise_due_alerts,
    sweep_presence,
    unshelve,
)
from patrol.rules.entries import Register


class Job(Protocol):
    """What time does, in a transaction that somebody else opens and commits."""

    def __call__(self, session: Session, register: Register, /, *, now: datetime) -> None:
        """Do what is due at `now`; nothing when it was done already."""


TIMETABLE: Mapping[str, tuple[Job, float]] = {
    "raise_due_alerts": (raise_due_alerts.run, 0.5),
    "clear_due_alerts": (clear_due_alerts.run, 1.0),
    "unshelve": (unshelve.run, 1.0),
    "end_silences": (end_silences.run, 1.0),
    "find_silent_devices": (find_silent_devices.run, 5.0),
    "sweep_presence": (sweep_presence.run, 10.0),
    "forget_old_records": (forget_old_records.run, 60.0),
}
"""Seconds between two looks. What is due stands in rows, so a look that comes late fires once."""
