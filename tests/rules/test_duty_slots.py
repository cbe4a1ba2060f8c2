"""Turns cover time without a gap, on the wall clocks of every zone, and keep their names."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_slots import Pattern, SlotKind, Turn, faults, slot_id, turns
from patrol.rules.duty_words import DayClass, DayMark
from tests.rules.groups import two_turns, weights

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/St_Johns")
DAYS = st.dates(date(1985, 1, 1), date(2030, 12, 31))
"""Shanghai itself had summer time from 1986 to 1991."""


@st.composite
def round_the_clock(draw: st.DrawFn) -> Pattern:
    """A pattern whose turns follow each other for the whole day."""
    starts = sorted(draw(st.sets(st.integers(0, 1439), min_size=1, max_size=5)))
    ends = [*starts[1:], starts[0] + 1440]
    kinds = (
        SlotKind(f"k{start}", start, end - start, weights(100), headcount=draw(st.integers(1, 2)))
        for start, end in zip(starts, ends, strict=True)
    )
    return Pattern(1, date(1980, 1, 1), tuple(kinds))


@given(st.sampled_from(ZONES), DAYS, round_the_clock())
def test_every_seat_is_kept_without_gap_or_overlap(zone: str, first: date, pattern: Pattern) -> None:
    made = turns("r", [pattern], Calendar(zone), first=first, last=first + timedelta(days=9))
    seat_one = [turn for turn in made if turn.seat == 1 and not turn.standby]
    assert all(before.end == after.start for before, after in pairs(seat_one))
    assert all(turn.start < turn.end for turn in made)
    assert len({turn.id for turn in made}) == len(made)


@given(st.sampled_from(ZONES), st.data())
def test_whatever_runs_now_is_what_a_scan_of_all_turns_finds(zone: str, data: st.DataObject) -> None:
    calendar = Calendar(zone)
    first = data.draw(
        st.sampled_from([date(2028, 2, 26), date(2026, 3, 27), date(2026, 10, 23), date(1986, 5, 2)])
    )
    made = turns("r", [data.draw(round_the_clock())], calendar, first=first, last=first + timedelta(days=5))
    edges = st.sampled_from([turn.start for turn in made])
    moment = data.draw(edges) + data.draw(
        st.sampled_from([timedelta(0), timedelta(seconds=1), timedelta(hours=3)])
    )
    running = [
        turn for turn in made if turn.start <= moment < turn.end and turn.seat == 1 and not turn.standby
    ]
    assert len(running) == (1 if moment < max(turn.end for turn in made) else 0)


@given(st.sampled_from(ZONES), DAYS, st.lists(st.integers(0, 2880), min_size=2, max_size=8))
def test_later_on_the_wall_is_never_earlier_in_time(zone: str, day: date, minutes: Sequence[int]) -> None:
    found = [Calendar(zone).instant(day, minute) for minute in sorted(minutes)]
    assert found == sorted(found)


def test_a_leap_of_the_clocks_shortens_a_night_and_a_fall_lengthens_it() -> None:
    berlin = Calendar("Europe/Berlin")
    spring, autumn = (nights(berlin, day)[0] for day in (date(2026, 3, 28), date(2026, 10, 24)))
    assert (spring.end - spring.start, autumn.end - autumn.start) == (timedelta(hours=7), timedelta(hours=9))


def test_a_wall_time_that_does_not_exist_is_the_moment_of_the_leap() -> None:
    leap = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert Calendar("Europe/Berlin").instant(date(2026, 3, 29), 150) == leap


def test_a_night_belongs_to_the_date_it_begins_on() -> None:
    (night,) = nights(Calendar("Asia/Shanghai"), date(2026, 11, 11))
    local = night.end.astimezone(ZoneInfo("Asia/Shanghai"))
    assert (night.day, local.date(), local.hour) == (date(2026, 11, 11), date(2026, 11, 12), 6)


def test_a_name_depends_on_nothing_but_group_date_kind_and_seat() -> None:
    first = slot_id("yunda/g1-01", date(2026, 11, 11), "night", 1, standby=False)
    assert first == "8d0889262f48c86b7fb9"
    assert first != slot_id("yunda/g1-01", date(2026, 11, 11), "night", 1, standby=True)


def test_a_marked_day_overrules_the_weekday() -> None:
    saturday, monday = date(2026, 10, 10), date(2026, 10, 5)
    calendar = Calendar("Asia/Shanghai", {saturday: DayMark.WORKDAY, monday: DayMark.HOLIDAY})
    assert calendar.class_of(saturday) is DayClass.ORDINARY
    assert calendar.class_of(monday) is DayClass.HOLIDAY
    assert calendar.class_of(date(2026, 10, 11)) is DayClass.WEEKEND


def test_a_closed_day_has_no_turn_of_a_kind_that_has_no_weight_for_it() -> None:
    open_days = {DayClass.ORDINARY: 100, DayClass.WEEKEND: 100}
    pattern = Pattern(1, date(2026, 1, 1), (SlotKind("door", 480, 60, open_days),))
    calendar = Calendar("Asia/Shanghai", {date(2026, 2, 17): DayMark.CLOSED})
    made = turns("r", [pattern], calendar, first=date(2026, 2, 16), last=date(2026, 2, 18))
    assert {turn.day.day for turn in made} == {16, 18}


def test_a_new_version_of_a_pattern_begins_on_its_date() -> None:
    old, new = two_turns(), Pattern(2, date(2026, 6, 1), (SlotKind("all_day", 0, 1440, weights(100)),))
    made = turns("r", [new, old], Calendar("Asia/Shanghai"), first=date(2026, 5, 31), last=date(2026, 6, 1))
    assert [(turn.day.day, turn.kind) for turn in made if not turn.standby] == [
        (31, "evening"),
        (31, "night"),
        (1, "all_day"),
    ]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (SlotKind("", 0, 60, weights(100)), "'': a code is one word"),
        (SlotKind("a", 1440, 60, weights(100)), "a: start: want a minute of the day, 0 to 1439"),
        (SlotKind("a", 0, 1441, weights(100)), "a: minutes: want 1 to 1440"),
        (SlotKind("a", 0, 60, weights(100), headcount=0), "a: headcount: want 1 to 9, standby 0 to 9"),
        (SlotKind("a", 0, 60, {}), "a: weights: want whole numbers above 0"),
    ],
)
def test_a_faulty_kind_says_what_is_wrong(kind: SlotKind, fault: str) -> None:
    assert faults([kind]) == [fault]


def test_two_kinds_of_one_name_are_refused() -> None:
    kind = SlotKind("a", 0, 60, weights(100))
    assert faults([kind, kind]) == ["a: appears twice"]


def nights(calendar: Calendar, day: date) -> list[Turn]:
    made = turns("r", [two_turns()], calendar, first=day, last=day)
    return [turn for turn in made if turn.kind == "night" and not turn.standby]


def pairs(made: list[Turn]) -> list[tuple[Turn, Turn]]:
    return list(pairwise(made))
