"""Periods of market days: one day, a week from Monday, a month; the one before, and the one a year before."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)
YEAR_OF_WEEKS = 52 * WEEK
"""A day and a week are set beside the same weekdays a year before, for trade goes by the week."""


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Market days from `first` to `last`, both included."""

    span: Span
    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every market day of it."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def before(self) -> "Period":
        """The period before it."""
        return around(self.span, self.first - timedelta(days=1))

    @property
    def after(self) -> "Period":
        """The period after it."""
        return around(self.span, self.last + timedelta(days=1))

    @property
    def a_year_before(self) -> "Period":
        """The same month of the year before, or the day or week 52 weeks before."""
        if self.span is Span.MONTH:
            return around(Span.MONTH, self.first.replace(year=self.first.year - 1))
        return around(self.span, self.first - YEAR_OF_WEEKS)


def around(span: Span, day: date) -> Period:
    """Give the period of this length that a market day lies in."""
    match span:
        case Span.DAY:
            return Period(span, day, day)
        case Span.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(span, monday, monday + WEEK - timedelta(days=1))
        case Span.MONTH:
            first = day.replace(day=1)
            following = (first + timedelta(days=32)).replace(day=1)
            return Period(span, first, following - timedelta(days=1))
