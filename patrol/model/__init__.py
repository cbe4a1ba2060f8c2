"""What exists: mapped classes with pure methods; relationships never load by themselves."""

from patrol.model import (
    alerts,
    devices,
    duty,
    duty_life,
    duty_service,
    incidents,
    notices,
    people,
    places,
    quiet,
    readiness,
    roll_calls,
    rounds,
    shifts,
    signals,
    stream,
    tasks,
)
from patrol.model.base import Base

__all__ = [
    "Base",
    "alerts",
    "devices",
    "duty",
    "duty_life",
    "duty_service",
    "incidents",
    "notices",
    "people",
    "places",
    "quiet",
    "readiness",
    "roll_calls",
    "rounds",
    "shifts",
    "signals",
    "stream",
    "tasks",
]
