"""When somebody is told, at once or after their quiet hours, one by one or many together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import NEVER_HIDDEN, Severity

N = NoticeKind
DAY_MIN = 24 * 60

CALLS = frozenset(
    {N.TASK_SENT, N.TASK_URGED, N.ROLL_CALL, N.ROLL_CALL_AGAIN, N.ROLL_CALL_WATCH, N.CHECK_IN_OVERDUE}
    | {N.CONSIDER_110, N.WATCH_PROMPT, N.DUTY_MISSED, N.TRIAL}
)
"""Somebody waits for this very person now: quiet hours keep nobody from hearing it."""

STORM_WITHIN = timedelta(seconds=60)
STORM_FROM = 3
"""After so many of one sort within that time the rest are told together."""

APP_FIRST = timedelta(seconds=20)
"""How long a notice that is not urgent waits for somebody to read it on the screen they look at."""

BACK_OFF = tuple(timedelta(seconds=s) for s in (10, 30, 120, 600, 1800))
"""How long to wait after each try that failed; after the last one the way is given up."""

INTERRUPTED = timedelta(seconds=30)
"""A carriage that was begun this long ago, and of which nobody wrote down how it ended, was interrupted."""

UNREAD_FOR = timedelta(days=7)
"""What nobody has read for a week leaves the inbox; it stays on record."""


class Fold(StrEnum):
    """Whether a notice stands alone, begins a collection, or joins the one that stands."""

    ALONE = "alone"
    BEGIN = "begin"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice of the same sort that this person has been told already. `gathers`: it is a collection."""

    id: int
    told_at: datetime
    last_at: datetime
    gathers: bool
    read: bool


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one minute of the day to another, maybe past midnight, by the clock of a zone."""

    begins: int
    ends: int
    zone: str

    def __post_init__(self) -> None:
        """Refuse minutes no day has, and a zone nobody knows."""
        if not (0 <= self.begins < DAY_MIN and 0 <= self.ends < DAY_MIN):
            raise ValueError("quiet hours are minutes of the day, 0 to 1439")
        ZoneInfo(self.zone)

    def until(self, now: datetime) -> datetime | None:
        """Give when they end, if they hold at `now`; equal ends: there are none."""
        if self.begins == self.ends:
            return None
        local = now.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        crosses = self.begins > self.ends
        late, early = minute >= self.begins, minute < self.ends
        if not (late or early if crosses else late and early):
            return None
        day = local.date() + timedelta(days=1 if crosses and late else 0)
        hour, rest = divmod(self.ends, 60)
        return datetime(day.year, day.month, day.day, hour, rest, tzinfo=ZoneInfo(self.zone)).astimezone(
            now.tzinfo
        )


def is_urgent(kind: NoticeKind, severity: Severity, about: str) -> bool:
    """Say whether it waits for nothing and folds into nothing: SOS, fire, level I, or a call to somebody."""
    return about in NEVER_HIDDEN or severity is Severity.CRITICAL or kind in CALLS


def leaves_at(*, urgent: bool, fold: Fold, quiet: QuietHours | None, now: datetime) -> datetime:
    """Give when a notice may leave the house."""
    if urgent:
        return now
    earliest = now + (STORM_WITHIN if fold is Fold.BEGIN else APP_FIRST)
    return (quiet.until(earliest) if quiet else None) or earliest


def folding(recent: Sequence[Standing], now: datetime) -> tuple[Fold, int | None]:
    """Decide over one more of a sort; `recent` are those told on their own, the newest first."""
    newest = recent[0] if recent else None
    if newest is not None and newest.gathers and not newest.read:
        if newest.told_at > now - STORM_WITHIN:
            return Fold.JOIN, newest.id
        if newest.last_at > now - STORM_WITHIN:
            return Fold.BEGIN, None
    lately = sum(1 for one in recent if one.told_at > now - STORM_WITHIN)
    return (Fold.BEGIN, None) if lately >= STORM_FROM else (Fold.ALONE, None)


def try_again_at(attempts: int, now: datetime) -> datetime | None:
    """Give when to try once more after `attempts` that failed; None: give this way up."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None
