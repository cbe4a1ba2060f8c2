"""How history is cut by time, so that what has outlived its retention goes in one piece."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from patrol.rules import retention
from patrol.rules.retention import Keep

AHEAD = timedelta(days=3)
"""So long may nobody make new slices before rows fall into the rest."""

_DAY = "%Y%m%d"
_NAME = re.compile(r"(signal|stream_event)_(?:([a-z]+)_)?(\d{8})_(\d{8})")


class Grain(StrEnum):
    """How long a slice is; what is kept outlives its retention by less than one of them."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Family:
    """Records of one table that are kept equally long."""

    table: str
    keep: Keep | None
    kept: timedelta
    grain: Grain

    def slice_at(self, at: datetime) -> "Slice":
        """Give the slice in which an instant lies: whole days, weeks from Monday, or months, in UTC."""
        day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        match self.grain:
            case Grain.DAY:
                return Slice(self, day, day + timedelta(days=1))
            case Grain.WEEK:
                monday = day - timedelta(days=day.weekday())
                return Slice(self, monday, monday + timedelta(days=7))
            case Grain.MONTH:
                first = day.replace(day=1)
                return Slice(self, first, (first + timedelta(days=32)).replace(day=1))

    def wanted(self, now: datetime) -> Iterator["Slice"]:
        """Give the slices from now on until `AHEAD`."""
        one = self.slice_at(now)
        while one.begins <= now + AHEAD:
            yield one
            one = self.slice_at(one.ends)


@dataclass(frozen=True, slots=True)
class Slice:
    """One family's records of a span of time, its end excluded."""

    family: Family
    begins: datetime
    ends: datetime

    @property
    def name(self) -> str:
        """Name of its table, from which everything else can be read again."""
        words = (self.family.table, self.family.keep, f"{self.begins:{_DAY}}", f"{self.ends:{_DAY}}")
        return "_".join(word for word in words if word)

    def is_over(self, now: datetime) -> bool:
        """Say whether the youngest record in it has outlived its retention."""
        return self.ends <= now - self.family.kept


FAMILIES = (
    Family("stream_event", None, retention.STREAM, Grain.DAY),
    Family("signal", Keep.POSITION, retention.KEPT[Keep.POSITION], Grain.DAY),
    Family("signal", Keep.SIGNAL, retention.KEPT[Keep.SIGNAL], Grain.WEEK),
    Family("signal", Keep.EVIDENCE, retention.KEPT[Keep.EVIDENCE], Grain.MONTH),
)


def read_name(name: str) -> Slice | None:
    """Read a slice from the name of its table; None for a table that is none."""
    if not (found := _NAME.fullmatch(name)):
        return None
    table, keep, begins, ends = found.groups()
    family = next((each for each in FAMILIES if (each.table, each.keep) == (table, keep)), None)
    if family is None:
        return None
    return Slice(family, _instant(begins), _instant(ends))


def _instant(day: str) -> datetime:
    return datetime.strptime(day, _DAY).replace(tzinfo=UTC)
