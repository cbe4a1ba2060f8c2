"""Exchanging, giving and taking turns: what may be asked, who must agree, and who could stand in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from patrol.rules.duty_members import Roster
from patrol.rules.duty_slots import Turn
from patrol.rules.duty_words import RequestKind, RequestState, Source
from patrol.rules.fairness import UNIT, Books, Holder

UNDO = timedelta(hours=24)
"""How long what was agreed may be taken back."""
FAR_M = 60.0
"""A shop further from the post than this is not called near."""
TOO_CLOSE = timedelta(hours=12)

SOURCE_OF = {
    RequestKind.EXCHANGE: Source.SWAP,
    RequestKind.GIVE: Source.GIVEN,
    RequestKind.COVER: Source.COVER,
}


class Answer(StrEnum):
    """What somebody, or time, does to a request."""

    ACCEPT = "accept"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SUPERSEDE = "supersede"
    UNDO = "undo"


_OPEN = (RequestState.OFFERED, RequestState.ACCEPTED)
_MOVES: dict[Answer, tuple[tuple[RequestState, ...], RequestState]] = {
    Answer.ACCEPT: ((RequestState.OFFERED,), RequestState.ACCEPTED),
    Answer.APPROVE: ((RequestState.ACCEPTED,), RequestState.APPLIED),
    Answer.DECLINE: (_OPEN, RequestState.DECLINED),
    Answer.WITHDRAW: (_OPEN, RequestState.WITHDRAWN),
    Answer.EXPIRE: (_OPEN, RequestState.EXPIRED),
    Answer.SUPERSEDE: (_OPEN, RequestState.SUPERSEDED),
    Answer.UNDO: ((RequestState.APPLIED,), RequestState.UNDONE),
}


def after(state: RequestState, answer: Answer, *, needs_approval: bool) -> RequestState | None:
    """Give the state after an answer; None: it may not be answered so any more."""
    allowed, then = _MOVES[answer]
    if state not in allowed:
        return None
    if answer is Answer.ACCEPT and not needs_approval:
        return RequestState.APPLIED
    return then


def is_open(state: RequestState) -> bool:
    """Say whether somebody still has to answer."""
    return state in _OPEN


@dataclass(frozen=True, slots=True)
class Held:
    """A turn and who has it."""

    turn: Turn
    holder: Holder


def obstacles(
    roster: Roster, moved: Sequence[tuple[Turn, int]], held: Iterable[Held], *, now: datetime
) -> list[str]:
    """Say why turns can not go to these shops, in keys: begun, not-a-member, away, busy."""
    found = []
    going = {turn.id for turn, _ in moved}
    others = [one for one in held if one.turn.id not in going]
    others += [Held(turn, shop) for turn, shop in moved]
    for turn, shop in moved:
        if turn.start <= now:
            found.append("begun")
        if shop not in [member.id for member in roster.members if member.belongs(turn)]:
            found.append("not-a-member")
        elif shop not in roster.available(turn):
            found.append("away")
        if any(_meet(one.turn, turn) for one in others if one.holder == shop and one.turn.id != turn.id):
            found.append("busy")
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Nearness:
    """What is known beside its turns: metres to the post, whether a phone answers, recent refusals."""

    distance_m: float | None = None
    reachable: bool = True
    declined: int = 0


@dataclass(frozen=True, slots=True)
class Substitute:
    """A shop that could stand in. `ahead`: load less share, in weight; reasons are keys with a number."""

    shop: int
    ahead: float
    reasons: tuple[tuple[str, float], ...]


def substitutes(
    roster: Roster,
    turn: Turn,
    held: Sequence[Held],
    books: Books,
    known: dict[int, Nearness],
    *,
    limit: int = 3,
) -> list[Substitute]:
    """Propose shops for a turn: those who did not refuse lately, can be reached, owe most and are rested."""
    mine = next((one.holder for one in held if one.turn.id == turn.id), None)
    busy = {one.holder for one in held if _meet(one.turn, turn)}
    free = [shop for shop in roster.available(turn) if shop != mine and shop not in busy]

    def rank(shop: int) -> tuple[int, bool, int, timedelta, float]:
        near = known.get(shop, Nearness())
        step = books.ahead(shop) // (UNIT * turn.weight)
        return near.declined, not near.reachable, step, -_rest(turn, held, shop), near.distance_m or 0.0

    return [_with_reasons(shop, turn, held, books, known) for shop in sorted(free, key=rank)[:limit]]


def _with_reasons(
    shop: int, turn: Turn, held: Sequence[Held], books: Books, known: dict[int, Nearness]
) -> Substitute:
    ahead = books.ahead(shop) / UNIT
    near = known.get(shop, Nearness())
    rest = _rest(turn, held, shop)
    reasons: list[tuple[str, float]] = []
    if ahead < 0:
        reasons.append(("behind", round(-ahead / turn.weight, 1)))
    if near.distance_m is not None and near.distance_m <= FAR_M:
        reasons.append(("near", round(near.distance_m)))
    if rest >= TOO_CLOSE:
        reasons.append(("rested", rest // timedelta(hours=1)))
    else:
        reasons.append(("close-to-own", rest // timedelta(hours=1)))
    if not near.reachable:
        reasons.append(("unreachable", 0))
    if near.declined:
        reasons.append(("declined", near.declined))
    return Substitute(shop, ahead, tuple(reasons))


def _rest(turn: Turn, held: Sequence[Held], shop: int) -> timedelta:
    """The shorter of the free times before and after, seven days at most."""
    gaps = [
        turn.start - one.turn.end if one.turn.end <= turn.start else one.turn.start - turn.end
        for one in held
        if one.holder == shop and not one.turn.standby
    ]
    return min([timedelta(days=7), *(gap for gap in gaps if gap >= timedelta(0))])


def _meet(one: Turn, other: Turn) -> bool:
    return one.start < other.end and other.start < one.end
