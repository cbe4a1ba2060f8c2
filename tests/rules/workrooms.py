"""Workrooms for the tests of rosters: ten guards, three shifts a day, whoever is away."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_members import Span
from patrol.rules.shifts import Guard, Shift, Tally, Terms, Wish, Workroom

MONDAY = date(2026, 11, 2)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SHANGHAI = Calendar("Asia/Shanghai")
THREE = (("early", 6 * 60), ("late", 14 * 60), ("night", 22 * 60))


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def away(first: int, days: int, calendar: Calendar = SHANGHAI) -> Span:
    return Span(calendar.instant(day(first), 0), calendar.instant(day(first + days), 0))


def shifts(
    days: int,
    heads: Sequence[int] = (2, 2, 2),
    *,
    drivers: int = 0,
    calendar: Calendar = SHANGHAI,
    first: int = 0,
) -> tuple[Shift, ...]:
    """Early, late and night, eight hours each, from a Monday on."""
    return tuple(
        Shift(
            day(n),
            kind,
            calendar.instant(day(n), start),
            calendar.instant(day(n), start + 480),
            count,
            night=kind == "night",
            rest_day=day(n).weekday() >= 5,
            drivers=min(drivers, count),
        )
        for n in range(first, first + days)
        for (kind, start), count in zip(THREE, heads, strict=True)
    )


def guards(
    count: int = 10, *, away: Iterable[tuple[int, Span]] = (), drivers: Iterable[int] = ()
) -> tuple[Guard, ...]:
    gone, driving = list(away), set(drivers)
    return tuple(
        Guard(
            number,
            (Span(LONG_AGO),),
            tuple(span for who, span in gone if who == number),
            drives=number in driving,
            done=Tally(),
        )
        for number in range(1, count + 1)
    )


def workroom(
    days: int = 14,
    heads: Sequence[int] = (2, 2, 2),
    count: int = 10,
    *,
    away: Iterable[tuple[int, Span]] = (),
    wishes: Iterable[Wish] = (),
    drivers: Iterable[int] = (),
    terms: Terms | None = None,
) -> Workroom:
    driving = tuple(drivers)
    return Workroom(
        shifts(days, heads, drivers=1 if driving else 0),
        guards(count, away=away, drivers=driving),
        terms or Terms(),
        tuple(wishes),
    )
