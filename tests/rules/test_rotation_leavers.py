"""Whoever leaves for good gives up only its own turns, and credit goes to whoever really came."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.duty_members import Span
from patrol.rules.duty_service import Presence, served
from patrol.rules.duty_words import Source
from patrol.rules.fairness import UNIT, WORKROOM
from tests.rules.groups import LONG_AGO
from tests.rules.test_rotation import Setting, again, at, holders, planned, settings

MINUTES = st.integers(-30, 600)


@given(settings(overlapping=False), st.integers(5, 15), st.data())
def test_a_shop_that_leaves_moves_nobody_elses_promised_turn(
    setting: Setting, day: int, data: st.DataObject
) -> None:
    first = planned(setting)
    since, firm = at(setting.calendar, day), date(2026, 3, 1) + timedelta(days=day + 14)
    leaver = data.draw(st.sampled_from(setting.roster.members))
    gone = replace(leaver, stays=(Span(LONG_AGO, since),))
    members = tuple(gone if one.id == leaver.id else one for one in setting.roster.members)
    changed = replace(setting, roster=replace(setting.roster, members=members))
    later = holders(again(changed, first, since=since, firm=firm))
    called = {one.holder for one in first if one.turn.standby}
    for one in first:
        if later[one.turn.id] != one.holder and one.turn.day <= firm:
            assert one.turn.start >= since
            mine = one.holder == leaver.id or one.source is Source.FORCED
            assert mine or (one.turn.standby and one.holder in called)


@given(settings(overlapping=False), st.lists(st.tuples(st.integers(1, 13), MINUTES, MINUTES), max_size=5))
def test_credit_goes_to_whoever_came_and_to_nobody_else(
    setting: Setting, came: list[tuple[int, int, int]]
) -> None:
    turn = setting.turns[0]
    there = [
        Presence(who, turn.start + timedelta(minutes=a), turn.start + timedelta(minutes=max(a, b)))
        for who, a, b in came
    ]
    shares = served(turn, there)
    assert sum(part for _, part in shares) == UNIT
    assert {who for who, _ in shares} <= {WORKROOM, *(one.holder for one in there)}
    if not there:
        assert shares == ((WORKROOM, UNIT),)
