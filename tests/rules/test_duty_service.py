"""Credit follows whoever came; who is asked next, when nobody does."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_ladder import Asked, Candidates, Patience, begin, climb
from patrol.rules.duty_service import Presence, Relief, agreed, holder_at, served
from patrol.rules.duty_slots import Turn, turns
from patrol.rules.duty_words import Rung
from patrol.rules.fairness import UNIT, WORKROOM
from tests.rules.groups import two_turns

TURN: Turn = turns(
    "r", [two_turns()], Calendar("Asia/Shanghai"), first=date(2026, 11, 11), last=date(2026, 11, 11)
)[0]
SHOPS = st.sampled_from([1, 2, 3])
MOMENTS = st.integers(-60, 300).map(lambda minutes: TURN.start + timedelta(minutes=minutes))
PRESENCES = st.lists(
    st.builds(Presence, SHOPS, MOMENTS, st.one_of(st.none(), MOMENTS)).filter(
        lambda one: one.left is None or one.left >= one.came
    ),
    max_size=4,
)


def after(minutes: int) -> datetime:
    return TURN.start + timedelta(minutes=minutes)


@given(PRESENCES, st.lists(st.builds(Relief, MOMENTS, SHOPS), max_size=3))
def test_the_parts_of_a_turn_add_up_to_it(presences: list[Presence], reliefs: list[Relief]) -> None:
    for shares in (served(TURN, presences), agreed(TURN, 1, reliefs)):
        assert sum(part for _, part in shares) == UNIT
        assert all(part > 0 for _, part in shares)


@given(st.lists(st.builds(Relief, MOMENTS, SHOPS), max_size=3), MOMENTS)
def test_the_holder_at_an_instant_is_the_last_relief_that_has_begun(
    reliefs: list[Relief], now: datetime
) -> None:
    found = holder_at(TURN, 9, reliefs, now)
    begun = [one for one in reliefs if one.start <= now]
    inside = TURN.start <= now < TURN.end
    latest = (
        {one.holder for one in begun if one.start == max(other.start for other in begun)} if begun else {9}
    )
    assert found in latest if inside else found == 9


def test_whoever_came_instead_has_the_credit() -> None:
    assert served(TURN, [Presence(2, after(3))]) == ((2, UNIT),)


def test_a_turn_nobody_came_to_is_the_workrooms() -> None:
    assert served(TURN, []) == ((WORKROOM, UNIT),)


def test_who_takes_over_half_way_has_the_other_half() -> None:
    assert served(TURN, [Presence(1, after(0)), Presence(2, after(120))]) == ((1, UNIT // 2), (2, UNIT // 2))


def test_who_leaves_long_before_the_end_leaves_the_rest_to_the_workroom() -> None:
    assert served(TURN, [Presence(1, after(0), after(180))]) == ((1, UNIT * 3 // 4), (WORKROOM, UNIT // 4))
    assert served(TURN, [Presence(1, after(0), after(230))]) == ((1, UNIT),)


def test_an_agreed_relief_splits_a_turn_to_come() -> None:
    assert agreed(TURN, 1, [Relief(after(180), 4)]) == ((1, UNIT * 3 // 4), (4, UNIT // 4))


@given(
    st.builds(Candidates, *[st.sampled_from([None, 1, 2, 3])] * 3),
    st.builds(Patience, *[st.integers(1, 30)] * 4),
    st.lists(st.integers(0, 40), min_size=60, max_size=60),
)
def test_the_ladder_goes_up_and_ends_at_the_car(who: Candidates, wait: Patience, steps: list[int]) -> None:
    now, asked, path = TURN.start, begin(TURN.start, who, wait), []
    for minutes in steps:
        path.append(asked)
        now += timedelta(minutes=minutes)
        asked = climb(asked, who, wait, now=now)
    rungs = [list(Rung).index(one.rung) for one in path]
    assert rungs == sorted(rungs)
    assert [one.since for one in path] == sorted(one.since for one in path)
    assert now < TURN.start + timedelta(minutes=160) or asked.rung is Rung.CAR
    shops = [one.holder for one in dict.fromkeys(path) if one.holder is not WORKROOM]
    assert len(shops) == len(set(shops))


def test_the_ladder_waits_for_each_as_long_as_it_should() -> None:
    who, wait = Candidates(1, 2, 3), Patience()
    asked, seen = begin(TURN.start, who, wait), []
    for minute in range(40):
        asked = climb(asked, who, wait, now=after(minute))
        seen.append((minute, asked.rung))
    first = {rung: minute for minute, rung in reversed(seen)}
    assert first == {Rung.HOLDER: 0, Rung.STANDBY: 10, Rung.LEAD: 15, Rung.WORKROOM: 20, Rung.CAR: 25}


def test_a_ladder_passes_over_a_lead_who_did_not_come_as_holder() -> None:
    asked = begin(TURN.start, Candidates(1, WORKROOM, 1), Patience())
    assert climb(asked, Candidates(1, WORKROOM, 1), Patience(), now=after(10)).rung is Rung.WORKROOM


def test_nobody_comes_after_the_car() -> None:
    last = Asked(Rung.CAR, WORKROOM, datetime(2026, 1, 1, tzinfo=UTC), None)
    assert climb(last, Candidates(1), Patience(), now=after(10_000)) is last
