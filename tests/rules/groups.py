"""Groups, patterns and absences for the tests of duty; and the rotations that others use, to compare with."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_members import Away, Member, Roster, Span, Term
from patrol.rules.duty_slots import Pattern, SlotKind, Turn, turns
from patrol.rules.duty_words import DayClass, DayMark
from patrol.rules.fairness import UNIT, Books, Holder
from patrol.rules.rotation import Known, plan

FIRST = date(2026, 1, 1)
LAST = date(2026, 12, 31)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SHANGHAI = "Asia/Shanghai"
EVENING, NIGHT = 100, 150


def weights(weight: int) -> dict[DayClass, int]:
    """Holidays and festivals count twice; every other day, closed ones too, counts once."""
    return {day: weight * (2 if day in (DayClass.HOLIDAY, DayClass.FESTIVAL) else 1) for day in DayClass}


def two_turns(*, standby: int = 1, headcount: int = 1, rest: int = 2) -> Pattern:
    """An evening and a night, every day."""
    evening = SlotKind("evening", 18 * 60, 4 * 60, weights(EVENING), headcount, standby)
    night = SlotKind("night", 22 * 60, 8 * 60, weights(NIGHT), headcount, standby)
    return Pattern(1, FIRST, (evening, night), rest)


def ten_shops(away: Iterable[tuple[int, Away]] = (), *, shops: int = 10, lead: int | None = 1) -> Roster:
    """Shops 1 to n, members since long ago; the first one leads, the second is the deputy."""
    absences = list(away)
    members = tuple(
        Member(number, (Span(LONG_AGO),), tuple(one for shop, one in absences if shop == number))
        for number in range(1, shops + 1)
    )
    return Roster("yunda/g1-01", members, (Term(Span(LONG_AGO), lead, 2),) if lead else ())


@dataclass(frozen=True, slots=True)
class Year:
    """A year of one group: its turns and its people."""

    roster: Roster
    turns: tuple[Turn, ...]


def a_year(
    seed: int,
    *,
    absences: int = 2,
    shops: int = 10,
    standby: int = 0,
    away_in_may: Callable[[int], bool] | None = None,
) -> Year:
    """28 random holidays; each shop is away so many times, for 5 to 21 days.

    `away_in_may`: the first shop is away all May; says whether that is excused.
    """
    dice = Random(seed)
    holidays = dice.sample(range(365), 28)
    marks = dict.fromkeys((FIRST + timedelta(days=number) for number in holidays), DayMark.HOLIDAY)
    weekdays = {FIRST + timedelta(days=n): DayMark.WORKDAY for n in range(365)}
    calendar = Calendar(SHANGHAI, weekdays | marks)
    away = [(shop, Away(_weeks(dice, calendar))) for shop in range(1, shops + 1) for _ in range(absences)]
    if away_in_may is not None:
        may = Span(calendar.instant(date(2026, 5, 1), 0), calendar.instant(date(2026, 6, 1), 0))
        away.append((1, Away(may, excused=away_in_may(1))))
    made = turns("yunda/g1-01", [two_turns(standby=standby)], calendar, first=FIRST, last=LAST)
    return Year(ten_shops(away, shops=shops), tuple(made))


def _weeks(dice: Random, calendar: Calendar) -> Span:
    first = FIRST + timedelta(days=dice.randrange(345))
    return Span(calendar.instant(first, 0), calendar.instant(first + timedelta(days=dice.randint(5, 21)), 0))


Rotation = Callable[[Year], Books]


def stepped(year: Year) -> Books:
    """Ours."""
    return plan(year.roster, year.turns, Known(), since=LONG_AGO)[1]


def by_calendar(year: Year) -> Books:
    """Turn n belongs to shop n modulo ten; when it is away, the next one covers."""

    def choose(number: int, free: Sequence[int], _last: dict[int, int]) -> int:
        wanted = number % len(year.roster.members) + 1
        return min(free, key=lambda shop: (shop - wanted) % len(year.roster.members))

    return _rotate(year, choose)


def by_pointer(year: Year) -> Books:
    """The next one after whoever was last; those away are passed over and not made to catch up."""
    pointer = 0

    def choose(_number: int, free: Sequence[int], _last: dict[int, int]) -> int:
        nonlocal pointer
        size = len(year.roster.members)
        pointer = min(free, key=lambda shop: (shop - pointer - 1) % size)
        return pointer

    return _rotate(year, choose)


def by_idleness(year: Year) -> Books:
    """Whoever has been idle longest."""
    return _rotate(year, lambda _number, free, last: min(free, key=lambda shop: (last.get(shop, -1), shop)))


def _rotate(year: Year, choose: Callable[[int, Sequence[int], dict[int, int]], int]) -> Books:
    books, last = Books(), dict[int, int]()
    for number, turn in enumerate(year.turns):
        free = year.roster.available(turn)
        taken = choose(number, free, last)
        last[taken] = number
        books.enter(turn, [(taken, UNIT)], year.roster.owing(turn, free))
    return books


def deviation(books: Books, holders: Iterable[Holder]) -> float:
    """The largest distance of a load from its share, in evenings."""
    return max(abs(books.ahead(one)) for one in holders) / UNIT / EVENING


def sort_deviation(books: Books, holders: Iterable[Holder]) -> float:
    """The largest distance from the share in any one sort of turns, in turns."""
    shops = list(holders)
    return max(abs(books.behind[sort][one]) for sort in books.behind for one in shops) / UNIT
