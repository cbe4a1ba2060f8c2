"""Turns change hands only as people agree, and nobody is ever missing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from patrol.actions import duty_absences, duty_requests, duty_rotas, duty_turns
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_requests import Wish
from patrol.actions.duty_rotas import Rules
from patrol.errors import Forbidden, Invalid, NotNow, VersionConflict
from patrol.model.duty import DutyRequest, Slot
from patrol.rules.duty_holidays import MarkedDay
from patrol.rules.duty_slots import SlotKind
from patrol.rules.duty_words import AbsenceKind, DayClass, DayMark, RequestKind, RequestState, Source
from patrol.rules.swaps import Answer
from tests.actions.duty_town import OFFICE, DutyTown, Group, a_town, owner

EVERY_OPEN_DAY = [day for day in DayClass if day is not DayClass.CLOSED]


@pytest.fixture
def town(database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url)
    yield town
    town.engine.dispose()


def pair(group: Group) -> tuple[Slot, Slot]:
    """Give two turns of two shops that neither hinders."""
    slots = group.slots()
    first = slots[2]
    for other in slots[6:]:
        around = [*slots, *group.slots(standby=True)]
        mine = [s for s in around if s.holder_id == first.holder_id and s.starts_at == other.starts_at]
        theirs = [s for s in around if s.holder_id == other.holder_id and s.starts_at == first.starts_at]
        if other.holder_id != first.holder_id and not mine and not theirs:
            return first, other
    raise AssertionError("the plan has no such pair")


def ask(
    group: Group, kind: RequestKind, first: Slot, other: Slot | None = None, shop: int | None = None
) -> int:
    wish = Wish(kind, first.id, first.seq, other.id if other else None, shop)
    asking = shop if kind is RequestKind.COVER else first.holder_id
    town = group.town

    return town.do(lambda s, r: duty_requests.ask(s, wish, owner(asking or 0), r, now=town.now)).id


def answer(group: Group, request: int, said: Answer, doer: Doer) -> RequestState:
    town = group.town
    done = town.do(
        lambda s, r: duty_requests.answer(s, request, said, doer, r, now=town.now, reason="at the door")
    )
    return RequestState(done.state)


def holders(group: Group, *slots: Slot) -> list[int | None]:
    return [group.slot(slot.id).holder_id for slot in slots]


def test_an_exchange_both_agree_to_moves_both_turns_and_tells_both(town: DutyTown) -> None:
    group = town.group()
    first, other = pair(group)
    request = ask(group, RequestKind.EXCHANGE, first, other)
    assert holders(group, first, other) == [first.holder_id, other.holder_id]
    assert answer(group, request, Answer.ACCEPT, owner(other.holder_id or 0)) is RequestState.APPLIED
    assert holders(group, first, other) == [other.holder_id, first.holder_id]
    told = {(who, topic) for who, topic, *_ in group.notices() if topic.startswith("turn")}
    a, b = first.holder_id, other.holder_id
    assert told == {(a, "turn-gone"), (b, "turn-taken"), (b, "turn-gone"), (a, "turn-taken")}


def test_an_exchange_can_be_undone_for_a_day(town: DutyTown) -> None:
    group = town.group()
    first, other = pair(group)
    request = ask(group, RequestKind.EXCHANGE, first, other)
    answer(group, request, Answer.ACCEPT, owner(other.holder_id or 0))
    assert answer(group, request, Answer.UNDO, owner(first.holder_id or 0)) is RequestState.UNDONE
    assert holders(group, first, other) == [first.holder_id, other.holder_id]


def test_after_a_day_it_can_not_be_undone(town: DutyTown) -> None:
    group = town.group()
    slots = [slot for slot in group.slots() if slot.starts_at > town.now + timedelta(days=3)]
    shop = free_for(group, slots[0])
    request = ask(group, RequestKind.GIVE, slots[0], shop=shop)
    answer(group, request, Answer.ACCEPT, owner(shop))
    town.later(hours=25)
    with pytest.raises(NotNow, match="for a day"):
        answer(group, request, Answer.UNDO, OFFICE)


def test_of_two_wishes_for_one_turn_one_is_applied_and_the_other_superseded(town: DutyTown) -> None:
    group = town.group(shops=8)
    first = group.slots()[4]
    takers = [shop for shop in group.shops if shop != first.holder_id and shop in all_free_for(group, first)]
    one, two = (ask(group, RequestKind.GIVE, first, shop=shop) for shop in takers[:2])
    assert answer(group, one, Answer.ACCEPT, owner(takers[0])) is RequestState.APPLIED
    with pytest.raises(NotNow, match="superseded"):
        answer(group, two, Answer.ACCEPT, owner(takers[1]))
    assert holders(group, first) == [takers[0]]


def test_what_was_asked_of_a_turn_that_moved_is_superseded_not_moved(town: DutyTown) -> None:
    group = town.group(shops=8)
    first = group.slots()[4]
    takers = all_free_for(group, first)
    request = ask(group, RequestKind.GIVE, first, shop=takers[0])
    town.do(
        lambda s, r: duty_turns.override(
            s, [(first.id, 1)], takers[1], OFFICE, r, reason="asked", now=town.now
        )
    )
    assert answer(group, request, Answer.ACCEPT, owner(takers[0])) is RequestState.SUPERSEDED
    assert holders(group, first) == [takers[1]]


def test_a_cover_is_offered_by_who_takes_and_agreed_by_who_gives(town: DutyTown) -> None:
    group = town.group()
    first = group.slots()[4]
    shop = free_for(group, first)
    request = ask(group, RequestKind.COVER, first, shop=shop)
    with pytest.raises(Forbidden):
        answer(group, request, Answer.ACCEPT, owner(shop))
    assert answer(group, request, Answer.ACCEPT, owner(first.holder_id or 0)) is RequestState.APPLIED
    assert holders(group, first) == [shop]


def test_where_the_group_wishes_it_the_lead_agrees_too(town: DutyTown) -> None:
    group = town.group()
    town.do(lambda s, _: duty_rotas.set_rules(s, group.rota_id, Rules(needs_approval=True), now=town.now))
    first = group.slots()[4]
    shop = free_for(group, first)
    request = ask(group, RequestKind.GIVE, first, shop=shop)
    assert answer(group, request, Answer.ACCEPT, owner(shop)) is RequestState.ACCEPTED
    assert holders(group, first) == [first.holder_id]
    assert answer(group, request, Answer.APPROVE, OFFICE) is RequestState.APPLIED
    assert holders(group, first) == [shop]


def test_the_lead_speaks_for_a_shop_only_with_a_reason(town: DutyTown) -> None:
    group = town.group()
    first = group.slots()[4]
    wish = Wish(RequestKind.GIVE, first.id, first.seq, shop=free_for(group, first))
    with pytest.raises(Invalid, match="say why"):
        town.do(lambda s, r: duty_requests.ask(s, wish, OFFICE, r, now=town.now))
    with pytest.raises(Forbidden):
        town.do(lambda s, r: duty_requests.ask(s, wish, owner(wish.shop or 0), r, now=town.now))


def test_a_request_ends_when_its_turn_begins(town: DutyTown) -> None:
    group = town.group()
    first = group.slots()[0]
    request = ask(group, RequestKind.GIVE, first, shop=free_for(group, first))
    town.now = first.starts_at
    assert town.do(lambda s, _: duty_requests.expire(s, now=town.now)) == 1
    with town.sessions() as session:
        assert session.get_one(DutyRequest, request).state == RequestState.EXPIRED


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

    override(1, takers[0])
    with pytest.raises(VersionConflict):
        override(1, takers[1])
    second = override(2, takers[1])
    assert town.do(lambda s, r: duty_turns.take_back(s, second, OFFICE, r, now=town.now)) == 1
    assert holders(group, first) == [takers[0]]


def test_taking_back_what_cannot_go_back_finds_somebody_else(town: DutyTown) -> None:
    group = town.group(shops=8)
    first = group.slots()[4]
    taker = free_for(group, first)
    mark = town.do(
        lambda s, r: duty_turns.override(s, [(first.id, 1)], taker, OFFICE, r, reason="ill", now=town.now)
    )
    leave(group, first.holder_id or 0, town.now, town.now + timedelta(days=9))
    town.do(lambda s, r: duty_turns.take_back(s, mark, OFFICE, r, now=town.now))
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
    assert holders(group, first) == [first.holder_id]


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


def leave(group: Group, shop: int, start: datetime, end: datetime) -> int:
    wanted = Leave(shop, AbsenceKind.AWAY, start, end)
    town = group.town
    return town.do(
        lambda s, r: duty_absences.declare(s, group.rota_id, wanted, owner(shop), r, now=town.now)
    ).id


def all_free_for(group: Group, slot: Slot) -> list[int]:
    around = [*group.slots(), *group.slots(standby=True)]
    busy = {one.holder_id for one in around if one.starts_at < slot.ends_at and slot.starts_at < one.ends_at}
    return [shop for shop in group.shops if shop not in busy]


def free_for(group: Group, slot: Slot) -> int:
    return all_free_for(group, slot)[0]
