"""Absences, overrides, holidays and new patterns: only what they touch moves."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from patrol.actions import duty_absences, duty_rotas, duty_turns
from patrol.errors import VersionConflict
from patrol.rules.duty_holidays import MarkedDay
from patrol.rules.duty_slots import SlotKind
from patrol.rules.duty_words import DayClass, DayMark, Source
from tests.actions.duty_town import OFFICE, DutyTown, a_town, all_free_for, free_for, leave, owner

EVERY_OPEN_DAY = [day for day in DayClass if day is not DayClass.CLOSED]


@pytest.fixture
def town(database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url)
    yield town
    town.engine.dispose()


def test_an_absence_moves_only_what_it_touches_and_tells_only_those(town: DutyTown) -> None:
    group = town.group(shops=6)
    shop = group.shops[2]
    before = {slot.id: slot.holder_id for slot in group.slots() + group.slots(standby=True)}
    firm = {
        s.id for s in group.slots() + group.slots(standby=True) if s.starts_at < town.now + timedelta(days=6)
    }
    start, end = town.now + timedelta(days=1), town.now + timedelta(days=5)
    leave(group, shop, start, end)
    after = {slot.id: slot.holder_id for slot in group.slots() + group.slots(standby=True)}
    moved = {name for name in firm if before[name] != after[name]}
    touched = {s.id for s in map(group.slot, firm) if s.starts_at < end and s.ends_at > start}
    assert moved == {name for name in firm & touched if before[name] == shop}
    told = [
        (who, slot) for who, topic, slot, _ in group.notices() if topic.startswith("turn") and slot in firm
    ]
    assert sorted(told) == sorted((who, name) for name in moved for who in (before[name], after[name]) if who)


def test_an_absence_over_frees_nobody_elses_turn(town: DutyTown) -> None:
    group = town.group()
    absence = leave(group, group.shops[1], town.now, town.now + timedelta(days=5))
    before = {
        slot.id: slot.holder_id for slot in group.slots() if slot.day <= (town.now + timedelta(days=6)).date()
    }
    town.do(lambda s, r: duty_absences.withdraw(s, group.rota_id, absence, OFFICE, r, now=town.now))
    assert before.items() <= {slot.id: slot.holder_id for slot in group.slots()}.items()


def test_when_all_are_away_the_lead_has_it_and_the_gap_closes_as_soon_as_one_is_back(town: DutyTown) -> None:
    group = town.group(shops=3)
    until = town.now + timedelta(days=3)
    absences = [leave(group, shop, town.now, until) for shop in group.shops]
    first = group.slots()[0]
    assert (first.holder_id, first.source) == (group.shops[0], Source.FORCED)
    back = group.shops[2]
    town.do(lambda s, r: duty_absences.withdraw(s, group.rota_id, absences[2], OFFICE, r, now=town.now))
    assert (group.slots()[0].holder_id, group.slots()[0].source) == (back, Source.GENERATED)


def test_an_override_of_an_override_counts_and_goes_back_step_by_step(town: DutyTown) -> None:
    group = town.group(shops=8)
    first = group.slots()[4]
    takers = all_free_for(group, first)

    def override(seq: int, shop: int) -> str:
        chosen = [(first.id, seq)]
        return town.do(
            lambda s, r: duty_turns.override(s, chosen, shop, OFFICE, r, reason="ill", now=town.now)
        )

    mark = override(1, takers[0])
    with pytest.raises(VersionConflict):
        override(1, takers[1])
    second = override(2, takers[1])
    assert town.do(lambda s, r: duty_turns.take_back(s, group.rota_id, second, OFFICE, r, now=town.now)) == 1
    assert [group.slot(first.id).holder_id] == [takers[0]]
    assert town.do(lambda s, r: duty_turns.take_back(s, group.rota_id, mark, OFFICE, r, now=town.now)) == 1
    assert [group.slot(first.id).holder_id] == [first.holder_id]
    assert town.do(lambda s, r: duty_turns.take_back(s, group.rota_id, mark, OFFICE, r, now=town.now)) == 0


def test_of_eight_leads_who_decide_at_once_one_wins_and_seven_hear_of_it(town: DutyTown) -> None:
    group = town.group(shops=8)
    first = group.slots()[4]
    takers = all_free_for(group, first)

    def decide(number: int) -> str:
        shop, chosen = takers[number % len(takers)], [(first.id, 1)]
        try:
            return town.do(
                lambda s, r: duty_turns.override(s, chosen, shop, OFFICE, r, reason="ill", now=town.now)
            )
        except VersionConflict:
            return ""

    with ThreadPoolExecutor(8) as pool:
        marks = list(pool.map(decide, range(8)))
    assert len([mark for mark in marks if mark]) == 1
    assert [seq for name, seq, *_ in group.rows() if name == first.id] == [1, 2]


def test_taking_back_what_cannot_go_back_finds_somebody_else(town: DutyTown) -> None:
    group = town.group(shops=8)
    first = group.slots()[4]
    taker = free_for(group, first)
    mark = town.do(
        lambda s, r: duty_turns.override(s, [(first.id, 1)], taker, OFFICE, r, reason="ill", now=town.now)
    )
    leave(group, first.holder_id or 0, town.now, town.now + timedelta(days=9))
    town.do(lambda s, r: duty_turns.take_back(s, group.rota_id, mark, OFFICE, r, now=town.now))
    found = group.slot(first.id)
    assert found.holder_id not in (None, first.holder_id)
    assert found.source == Source.GENERATED


def test_a_relief_splits_the_credit_and_keeps_the_turn(town: DutyTown) -> None:
    group = town.group(shops=6)
    first = group.slots()[0]
    shop = free_for(group, first)
    half = first.starts_at + (first.ends_at - first.starts_at) / 2
    town.do(
        lambda s, r: duty_turns.relieve(s, first.id, shop, half, owner(shop), r, reason=None, now=town.now)
    )
    shares = dict(group.ledger().shares[first.id])
    assert shares[shop] == shares[first.holder_id]
    assert [group.slot(first.id).holder_id] == [first.holder_id]


def test_a_market_day_without_shops_has_no_turns_and_gets_them_back(town: DutyTown) -> None:
    weekdays = SlotKind("door", 480, 600, dict.fromkeys(EVERY_OPEN_DAY, 100))
    group = town.group(kinds=(weekdays,))
    day = date(2026, 3, 6)
    count = len(group.slots())
    for mark, expected in ((DayMark.CLOSED, count - 1), (DayMark.FESTIVAL, count)):
        marked = [MarkedDay(day, mark, "")]
        mark_days(town, marked)
        group.plan()
        assert len(group.slots()) == expected


def test_a_new_pattern_leaves_the_days_before_it_alone(town: DutyTown) -> None:
    group = town.group()
    change = date(2026, 3, 10)
    before = [(slot.id, slot.holder_id) for slot in group.slots() if slot.day < change]
    all_day = SlotKind("all_day", 0, 1440, dict.fromkeys(EVERY_OPEN_DAY, 100))
    town.do(
        lambda s, _: duty_rotas.set_pattern(s, group.rota_id, [all_day], effective_from=change, now=town.now)
    )
    group.plan()
    after = group.slots()
    assert [(slot.id, slot.holder_id) for slot in after if slot.day < change] == before
    assert {slot.kind for slot in after if slot.day >= change} == {"all_day"}


def test_two_groups_stand_together_while_few_are_open(town: DutyTown) -> None:
    host, guest = town.group(shops=2), town.group(shops=2)
    start, end = town.now + timedelta(days=2), town.now + timedelta(days=9)
    town.do(
        lambda s, _: duty_rotas.gather(
            s, host.rota_id, guest.rota_id, start=start, end=end, by=None, now=town.now
        )
    )
    for group in (host, guest):
        group.plan()
    for shop in host.shops:
        leave(host, shop, start, end)
    shared = {slot.holder_id for slot in host.slots() if start <= slot.starts_at and slot.ends_at <= end}
    assert shared == set(guest.shops)
    assert not [slot for slot in guest.slots() if start <= slot.starts_at < end]


def mark_days(town: DutyTown, days: list[MarkedDay]) -> None:
    town.do(lambda s, _: duty_rotas.mark_days(s, town.market_id, days, source="test", now=town.now))
