"""Swapping: what may follow on what, who may take a turn, and whom to ask first."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_members import Away, Span
from patrol.rules.duty_slots import turns
from patrol.rules.duty_words import RequestState
from patrol.rules.fairness import Books
from patrol.rules.rotation import Known, plan
from patrol.rules.swaps import Answer, Held, Nearness, after, is_open, obstacles, substitutes
from tests.rules.groups import FIRST, LONG_AGO, ten_shops, two_turns

MADE = turns("r", [two_turns()], Calendar("Asia/Shanghai"), first=FIRST, last=FIRST + timedelta(days=20))
ROSTER = ten_shops()
PLACED, BOOKS = plan(ROSTER, MADE, Known(), since=LONG_AGO)
HELD = [Held(one.turn, one.holder) for one in PLACED]
POSTS = [one for one in HELD if not one.turn.standby]
EARLY = datetime(2025, 12, 1, tzinfo=UTC)


@given(st.lists(st.sampled_from(Answer), max_size=8), st.booleans())
def test_a_request_is_answered_once_and_undone_once(answers: list[Answer], needs_approval: bool) -> None:  # noqa: FBT001 - drawn
    state, path = RequestState.OFFERED, [RequestState.OFFERED]
    for answer in answers:
        then = after(state, answer, needs_approval=needs_approval)
        state = then or state
        path += [then] if then else []
    assert len(path) == len(set(path))
    if RequestState.APPLIED in path and needs_approval:
        assert path[1] is RequestState.ACCEPTED
    assert is_open(state) == (path[-1] in (RequestState.OFFERED, RequestState.ACCEPTED))


def test_without_the_groups_wish_no_lead_has_to_agree() -> None:
    assert after(RequestState.OFFERED, Answer.ACCEPT, needs_approval=False) is RequestState.APPLIED
    assert after(RequestState.OFFERED, Answer.ACCEPT, needs_approval=True) is RequestState.ACCEPTED


def test_what_has_been_declined_can_not_be_accepted() -> None:
    assert after(RequestState.DECLINED, Answer.ACCEPT, needs_approval=False) is None


def test_a_turn_goes_to_a_member_who_is_there_and_free() -> None:
    first = POSTS[0]
    other = next(one for one in POSTS if one.holder != first.holder)
    shop = other.holder or 0
    away = ten_shops([(shop, Away(Span(LONG_AGO)))])
    busy = Held(first.turn, first.holder)
    assert obstacles(ROSTER, [(first.turn, shop)], [busy], now=EARLY) == []
    assert obstacles(away, [(first.turn, shop)], [busy], now=EARLY) == ["away"]
    assert obstacles(ROSTER, [(first.turn, 77)], [busy], now=EARLY) == ["not-a-member"]
    assert obstacles(ROSTER, [(first.turn, shop)], [busy], now=first.turn.start) == ["begun"]


def test_nobody_takes_a_turn_while_standing_elsewhere() -> None:
    first = POSTS[0]
    standby = next(one for one in HELD if one.turn.standby and one.turn.start == first.turn.start)
    assert obstacles(ROSTER, [(first.turn, standby.holder or 0)], HELD, now=EARLY) == ["busy"]


def test_an_exchange_looks_at_both_shops_after_it() -> None:
    """Standby and post of the same evening change hands: neither is in the other's way."""
    post = POSTS[0]
    standby = next(one for one in HELD if one.turn.standby and one.turn.start == post.turn.start)
    moved = [(post.turn, standby.holder or 0), (standby.turn, post.holder or 0)]
    assert obstacles(ROSTER, moved, HELD, now=EARLY) == []


def test_three_are_proposed_and_they_owe_most() -> None:
    wanted = POSTS[-1].turn
    found = substitutes(ROSTER, wanted, HELD, BOOKS, {})
    assert len(found) == 3
    free = [s.shop for s in substitutes(ROSTER, wanted, HELD, BOOKS, {}, limit=99)]
    assert len(free) == 8
    steps = [BOOKS.ahead(shop) // wanted.weight for shop in free]
    assert steps[0] <= steps[-1]


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (Nearness(12.2), ("near", 12)),
        (Nearness(12.2, reachable=False), ("unreachable", 0)),
        (Nearness(12.2, declined=2), ("declined", 2)),
    ],
)
def test_a_proposal_says_why(known: Nearness, reason: tuple[str, float]) -> None:
    found = substitutes(ROSTER, POSTS[3].turn, HELD, Books(), dict.fromkeys(range(1, 11), known))
    assert all(reason in one.reasons for one in found)


def test_who_declined_lately_is_asked_last() -> None:
    first = substitutes(ROSTER, POSTS[3].turn, HELD, BOOKS, {}, limit=99)[0].shop
    again = substitutes(ROSTER, POSTS[3].turn, HELD, BOOKS, {first: Nearness(declined=1)}, limit=99)
    assert again[-1].shop == first


def test_who_has_a_turn_next_door_in_time_is_told_so() -> None:
    free = {one.turn.id: substitutes(ROSTER, one.turn, HELD, BOOKS, {}, limit=99) for one in POSTS}
    told = [
        dict(shop.reasons).get("close-to-own")
        for one, following in pairwise(POSTS)
        for shop in free[one.turn.id]
        if one.turn.end == following.turn.start and shop.shop == following.holder
    ]
    assert told
    assert set(told) == {0}
