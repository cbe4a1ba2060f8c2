"""Three shops that could stand in for a turn, and why these."""

from datetime import datetime, timedelta
from math import hypot

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.duty_ledger import ledger_of
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.rules.duty_words import RequestState
from patrol.rules.entries import Register
from patrol.rules.register import Point
from patrol.rules.swaps import Held, Nearness, Substitute, substitutes

LATELY = timedelta(days=30)


def proposals(
    session: Session, slot: Slot, rota: Rota, register: Register, *, now: datetime, limit: int = 3
) -> list[Substitute]:
    """Rank the shops that are free for a turn: willing, reachable, owing most, rested, near."""
    ledger = ledger_of(session, rota, register, now=now)
    held = [Held(one.turn, one.holder) for one in ledger.standing.values()]
    known = _known(session, [member.id for member in ledger.roster.members], rota, register, now)
    books = ledger.books(until=slot.starts_at)
    return substitutes(ledger.roster, slot.turn(), held, books, known, limit=limit)


def _known(
    session: Session, shops: list[int], rota: Rota, register: Register, now: datetime
) -> dict[int, Nearness]:
    refused = _refusals(session, rota.id, now)
    post = _post(rota, shops, register)
    return {
        shop: Nearness(_distance(register, shop, post), _reachable(register, shop), refused.get(shop, 0))
        for shop in shops
    }


def _refusals(session: Session, rota_id: int, now: datetime) -> dict[int, int]:
    rows = (
        select(DutyRequest.to_id, func.count())
        .where(DutyRequest.rota_id == rota_id, DutyRequest.state == RequestState.DECLINED)
        .where(DutyRequest.answered_at > now - LATELY)
        .group_by(DutyRequest.to_id)
    )
    return dict(session.execute(rows).all())


def _post(rota: Rota, shops: list[int], register: Register) -> Point | None:
    """Give where the post is; where nobody said, the middle of the group's doors."""
    if rota.post_x is not None and rota.post_y is not None:
        return rota.post_x, rota.post_y
    doors = [door for shop in shops if (door := _door(register, shop)) is not None]
    if not doors:
        return None
    return sum(x for x, _ in doors) / len(doors), sum(y for _, y in doors) / len(doors)


def _door(register: Register, shop: int) -> Point | None:
    place = register.places.get(shop)
    match place.facts if place else None:
        case {"face_x": int() | float() as x, "face_y": int() | float() as y}:
            return float(x), float(y)
    return None


def _distance(register: Register, shop: int, post: Point | None) -> float | None:
    door = _door(register, shop)
    return None if door is None or post is None else hypot(door[0] - post[0], door[1] - post[1])


def _reachable(register: Register, shop: int) -> bool:
    """Say whether a telephone is known."""
    place = register.places.get(shop)
    return place is None or not place.facts or bool(place.facts.get("phone"))
