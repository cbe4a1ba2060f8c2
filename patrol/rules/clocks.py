"""When did it happen: a device's clock against ours, and how far to believe it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from patrol.rules.words import TimeQuality

AHEAD = timedelta(minutes=2)
"""A clock further ahead than this is wrong: nothing is reported before it happens."""
LATE = timedelta(minutes=10)
"""Older than this was held up on its way; it counts, and is labelled late."""
UNSET = timedelta(days=400)
"""Older than this is a clock never set (1970, 1980); no device keeps a backlog that long."""
ROLLOVER = timedelta(days=7168)
"""1,024 weeks, where the week number of GPS (IS-GPS-200, 10 bits) starts again at 0."""
ROLLOVER_SLACK = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)
ZONE_SLACK = timedelta(seconds=90)
ZONE_HOURS = 14
"""No zone is further from UTC than this."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What to show and trust. `skew_s` is device minus ours, as received, before any offset.

    `zone_hours` is set when the skew is a whole number of hours, as when a zone was forgotten:
    an offset to offer for the device, never one to apply unasked.
    """

    shown_at: datetime
    quality: TimeQuality
    late: bool
    skew_s: float | None
    zone_hours: int | None = None
    warnings: tuple[str, ...] = ()


def judge(
    happened_at: datetime | None,
    *,
    received_at: datetime,
    quality: TimeQuality,
    offset_s: int = 0,
) -> Reading:
    """Judge a device's moment. `offset_s` is what the device's clock is known to be ahead by."""
    if happened_at is None:
        return Reading(received_at, TimeQuality.RECEIVED, late=False, skew_s=None)
    skew = happened_at - received_at
    age = timedelta(seconds=offset_s) - skew
    hours = _whole_hours(skew) if not offset_s else None
    wrong = _wrong(age)
    if wrong or quality is TimeQuality.SUSPECT:
        warnings = (wrong,) if wrong else ()
        late = not wrong and age > LATE
        return Reading(received_at, TimeQuality.SUSPECT, late, skew.total_seconds(), hours, warnings)
    shown = min(received_at - age, received_at)
    return Reading(shown, quality, age > LATE, skew.total_seconds(), hours)


def _wrong(age: timedelta) -> str | None:
    """Say in which way an age is impossible."""
    if -AHEAD <= age <= UNSET:  # a rollover is far beyond both
        return None
    turns = round(age / ROLLOVER)
    if turns and abs(age - turns * ROLLOVER) <= ROLLOVER_SLACK:
        return "gps-rollover"
    if age < -AHEAD:
        return "clock-ahead"
    return "clock-unset"


def _whole_hours(skew: timedelta) -> int | None:
    if abs(skew) <= HALF_HOUR:  # nearest to no hour at all, as almost every message is
        return None
    hours = round(skew / timedelta(hours=1))
    near = abs(skew - timedelta(hours=hours)) <= ZONE_SLACK
    return hours if near and 0 < abs(hours) <= ZONE_HOURS else None
