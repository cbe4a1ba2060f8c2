"""An alert before it stands: everything a signal and its rule say, ready to fold, wait or be raised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from patrol.rules.triage import ACCEPT_WITHIN_S, Fold, Outcome
from patrol.rules.words import Severity


@dataclass(frozen=True, slots=True)
class Draft:
    """A would-be alert. Ids are those of the register; `x`, `y` plan metres."""

    market_id: int
    fingerprint: str
    kind: str
    rule: str
    outcome: Outcome
    severity: Severity
    happened_at: datetime
    device_id: int | None = None
    place_id: int | None = None
    grid_id: int | None = None
    group_id: int | None = None
    x: float | None = None
    y: float | None = None
    correlation: str | None = None
    late: bool = False
    at_startup: bool = False
    update: bool = False
    subject: Mapping[str, object] = field(default_factory=dict)
    media: tuple[Mapping[str, object], ...] = ()

    def due_at(self, now: datetime) -> datetime:
        """When somebody should have accepted it (S1)."""
        return now + timedelta(seconds=ACCEPT_WITHIN_S[self.severity])

    def clear_at(self, now: datetime) -> datetime | None:
        """When it clears by itself, if it may."""
        seconds = self.outcome.auto_clear_s
        return now + timedelta(seconds=seconds) if seconds is not None else None


def fingerprint(kind: str, fold: Fold, key: int | str) -> str:
    """What all signals of one open alert share."""
    return f"{kind}:{fold}:{key}"[:200]


def ready(times: list[float], outcome: Outcome, *, now: float) -> bool:
    """Say whether enough signals came, and the first of them long enough ago; epoch seconds."""
    if outcome.repeats and len(recent(times, outcome, now=now)) < outcome.repeats.count:
        return False
    return now - times[0] >= outcome.delay_s


def recent(times: list[float], outcome: Outcome, *, now: float) -> list[float]:
    """Drop what lies outside the window of repeats."""
    if outcome.repeats is None:
        return times
    return [at for at in times if now - at <= outcome.repeats.within_s]
