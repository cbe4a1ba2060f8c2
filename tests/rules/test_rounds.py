"""Windows on market days, proofs of having been there, and what a walk looks like afterwards."""

from datetime import UTC, date, datetime, timedelta
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.checkpoint_code import against_code, code_of
from patrol.rules.hours import MarketClock
from patrol.rules.register import Point
from patrol.rules.round_words import RoundState, StopState
from patrol.rules.rounds import (
    Position,
    Stop,
    Window,
    against_clock,
    against_position,
    end_of,
    marks,
    span_of,
    state_at,
)

T0 = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
CUTS = st.sampled_from([0, 6 * 60, 14 * 60])
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
WINDOWS = st.builds(
    Window, opens=st.integers(0, 1439), minutes=st.integers(5, 720), grace=st.integers(0, 240)
)


@given(window=WINDOWS, day=DAYS, zone=ZONES, cut=CUTS)
def test_a_window_belongs_to_the_market_day_it_opens_in(
    window: Window, day: date, zone: str, cut: int
) -> None:
    span = span_of(window, day, timezone=zone, cut=cut)
    assert span.opens_at <= span.closes_at <= span.settles_at
    assert MarketClock(zone, cut).day(span.opens_at) == day


@given(day=DAYS, zone=ZONES, cut=CUTS, opens=st.integers(0, 1439), minutes=st.integers(5, 300))
def test_windows_that_touch_on_the_wall_touch_in_time(
    day: date, zone: str, cut: int, opens: int, minutes: int
) -> None:
    first = span_of(Window(opens, minutes), day, timezone=zone, cut=cut)
    after = (opens + minutes) % 1440
    wraps = opens < cut <= opens + minutes or (opens + minutes >= 1440 and cut == 0)
    passed_midnight = opens >= cut and after < cut
    next_day = day if passed_midnight or not (opens + minutes >= 1440 or wraps) else day + timedelta(days=1)
    if opens < cut and opens + minutes >= 1440:
        return  # longer than the day has minutes left before its cut: another day's business
    second = span_of(Window(after, minutes), next_day, timezone=zone, cut=cut)
    assert second.opens_at == first.closes_at


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 28), 2), (date(2026, 10, 24), 4), (date(2026, 6, 1), 3)]
)
def test_a_night_with_a_change_of_the_clocks_has_an_hour_less_or_more(day: date, hours: int) -> None:
    span = span_of(Window(60, 180), day, timezone="Europe/Berlin", cut=14 * 60)
    assert span.closes_at - span.opens_at == timedelta(hours=hours)


def test_a_window_at_one_in_the_night_belongs_to_the_day_before() -> None:
    span = span_of(Window(60, 30, 15), date(2026, 9, 1), timezone="Asia/Shanghai", cut=14 * 60)
    assert span.opens_at == datetime(2026, 9, 1, 17, 0, tzinfo=UTC)
    assert span.settles_at - span.closes_at == timedelta(minutes=15)


def test_a_window_of_some_weekdays_follows_the_market_day() -> None:
    tuesdays = Window(60, 30, weekdays=(1,))
    assert tuesdays.is_on(date(2026, 9, 1))
    assert not tuesdays.is_on(date(2026, 9, 2))


def test_coming_in_the_window_counts_in_the_grace_it_is_late_and_then_it_is_over() -> None:
    span = span_of(Window(600, 60, 15), date(2026, 9, 1), timezone="Asia/Shanghai", cut=0)
    assert state_at(span.opens_at, span) is StopState.DONE
    assert state_at(span.opens_at - timedelta(minutes=10), span) is StopState.DONE
    assert state_at(span.opens_at - timedelta(minutes=11), span) is None
    assert state_at(span.closes_at, span) is StopState.LATE
    assert state_at(span.settles_at, span) is None


@given(x=st.floats(-200, 200), acc=st.floats(0, 200), age=st.floats(-300, 300), radius=st.floats(8, 80))
def test_only_a_fresh_fix_as_exact_as_the_circle_and_inside_it_proves_anything(
    x: float, acc: float, age: float, radius: float
) -> None:
    told = against_position(Position((x, 0.0), acc, T0 - timedelta(seconds=age)), T0, (0.0, 0.0), radius)
    believed = abs(timedelta(seconds=age)) <= timedelta(seconds=60) and 0 < acc <= radius and abs(x) <= radius
    assert (told is None) == believed


def test_a_position_says_why_it_proves_nothing() -> None:
    here, now = (0.0, 0.0), T0
    assert against_position(Position(here, 5, T0 - timedelta(seconds=61)), now, here, 25) == "stale"
    assert against_position(Position(here, 26, T0), now, here, 25) == "coarse"
    assert against_position(Position((26, 0), 5, T0), now, here, 25) == "far"


def test_a_phone_whose_clock_is_ahead_or_days_behind_is_not_believed() -> None:
    assert against_clock(T0 + timedelta(seconds=61), now=T0) == "ahead"
    assert against_clock(T0 - timedelta(hours=25), now=T0) == "too-old"
    assert against_clock(T0 - timedelta(hours=23), now=T0) is None


def straight(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def reached(seq: int, x: float, after_s: float) -> Stop:
    return Stop(seq, (x, 0.0), StopState.DONE, T0 + timedelta(seconds=after_s))


def test_a_stop_before_its_forerunner_is_out_of_order_and_a_leap_is_too_fast() -> None:
    walk = [reached(1, 0, 0), reached(3, 200, 100), reached(2, 100, 110)]
    found = marks(walk, metres=straight, at_most_m_s=2.5)
    assert [found[n].out_of_order for n in (1, 2, 3)] == [False, False, True]
    assert [found[n].too_fast for n in (1, 2, 3)] == [False, True, False]


def test_whoever_skips_a_stop_with_a_reason_is_in_order() -> None:
    walk = [Stop(1, (0.0, 0.0), StopState.SKIPPED), reached(2, 10, 60)]
    assert not marks(walk, metres=straight, at_most_m_s=2.5)[2].out_of_order
    open_first = [Stop(1, (0.0, 0.0), StopState.OPEN), reached(2, 10, 60)]
    assert marks(open_first, metres=straight, at_most_m_s=2.5)[2].out_of_order


@given(st.permutations(range(1, 6)), st.lists(st.integers(0, 600), min_size=5, max_size=5), st.randoms())
def test_marks_do_not_depend_on_the_order_in_which_stops_were_told(
    order: list[int], seconds: list[int], dice: object
) -> None:
    del dice
    walk = [reached(seq, 40.0 * seq, at) for seq, at in zip(range(1, 6), seconds, strict=True)]
    shuffled = [walk[seq - 1] for seq in order]
    assert marks(walk, metres=straight, at_most_m_s=2.5) == marks(shuffled, metres=straight, at_most_m_s=2.5)


@given(st.lists(st.sampled_from(StopState), min_size=1, max_size=8))
def test_a_round_is_walked_only_when_nothing_is_missing(states: list[StopState]) -> None:
    missing = StopState.OPEN in states or StopState.MISSED in states
    came = StopState.DONE in states or StopState.LATE in states
    expected = RoundState.WALKED if not missing else RoundState.PARTLY if came else RoundState.MISSED
    assert end_of(states) is expected


def test_an_old_print_and_a_forged_code_are_told_apart() -> None:
    code = code_of("k" * 64, "yunda", "c1", 1)
    known = {"key": "k" * 64, "market": "yunda", "checkpoint": "c1"}
    assert against_code(code, **known, epoch=1) is None
    assert against_code(code.lower(), **known, epoch=1) is None
    assert against_code(code, **known, epoch=2) == "old-print"
    assert against_code(code.replace("1-", "2-"), **known, epoch=2) == "wrong-code"
    assert against_code(code, **(known | {"checkpoint": "c2"}), epoch=1) == "wrong-code"
    assert against_code("", **known, epoch=1) == "wrong-code"
    assert against_code("²-AAAA", **known, epoch=1) == "wrong-code"
