"""Turns change hands only as people agree, and nobody is ever missing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from patrol.actions import duty_requests, duty_rotas, duty_turns
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_requests import Wish
from patrol.actions.duty_rotas import Rules
from patrol.errors import Forbidden, Invalid, NotNow
from patrol.model.duty import DutyRequest, Slot
from patrol.rules.duty_words import RequestKind, RequestState
from patrol.rules.swaps import Answer
from tests.actions.duty_town import OFFICE, DutyTown, Group, a_town, all_free_for, free_for, leave, owner


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


@pytest.mark.parametrize("ahead", [1, 90])
def test_an_absence_gives_the_book_one_new_edition_whether_it_moves_turns_or_none(
    town: DutyTown, ahead: int
) -> None:
    group = town.group()
    before, start = group.ledger().rota.edition, town.now + timedelta(days=ahead)
    leave(group, group.shops[0], start, start + timedelta(days=5))
    assert group.ledger().rota.edition == before + 1
