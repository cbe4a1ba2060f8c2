"""Three shops that could stand in for a turn, why these, and what each could give in exchange."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.duty_ledger import RotaLedger, Standing, ledger_of
from patrol.cards.duty_post import metres_to, post_of
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.rules.duty_words import RequestState
from patrol.rules.entries import Register
from patrol.rules.swaps import Held, Nearness, Substitute, obstacles, substitutes

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Offer:
    """A shop that could take a turn. `exchange`: a turn of its own the giver could take for it.

    `months` counts turns of that month: the giver's before, the taker's before.
    """

    substitute: Substitute
    exchange: Standing | None
    months: tuple[int, int]


def proposals(
    session: Session, slot: Slot, rota: Rota, register: Register, *, now: datetime, limit: int = 3
) -> list[Substitute]:
    """Rank the shops that are free for a turn: willing, reachable, owing most, rested, near."""
    ledger = ledger_of(session, rota, register, now=now)
    return _ranked(session, ledger, slot, register, now, limit)


def offers(
    session: Session, slot: Slot, rota: Rota, register: Register, *, now: datetime, limit: int = 3
) -> list[Offer]:
    """Propose shops for a turn, with what they could give for it and how the month would look."""
    ledger = ledger_of(session, rota, register, now=now)
    ranked = _ranked(session, ledger, slot, register, now, limit)
    mine = _of_month(ledger, slot, slot.holder_id)
    return [
        Offer(one, _exchange(ledger, slot, one.shop, now), (mine, _of_month(ledger, slot, one.shop)))
        for one in ranked
    ]


def could_take(
    session: Session, rota: Rota, shop: int, register: Register, *, now: datetime
) -> list[Standing]:
    """Give the promised turns of others a shop could take, those nobody was free for first."""
    ledger = ledger_of(session, rota, register, now=now)
    until = now + timedelta(days=rota.published_days)
    coming = [one for one in ledger.standing.values() if now < one.turn.start < until]
    held = [Held(one.turn, one.holder) for one in coming]
    found = [
        one
        for one in coming
        if one.holder != shop
        and not one.turn.standby
        and not obstacles(ledger.roster, [(one.turn, shop)], held, now=now)
    ]
    return sorted(found, key=lambda one: (one.source != "forced", one.turn.start))


def _ranked(
    session: Session, ledger: RotaLedger, slot: Slot, register: Register, now: datetime, limit: int
) -> list[Substitute]:
    held = [Held(one.turn, one.holder) for one in ledger.standing.values()]
    known = _known(session, [member.id for member in ledger.roster.members], ledger.rota, register, now)
    books = ledger.books(until=slot.starts_at)
    return substitutes(ledger.roster, slot.turn(), held, books, known, limit=limit)


def _exchange(ledger: RotaLedger, slot: Slot, shop: int, now: datetime) -> Standing | None:
    """Find the nearest promised turn of a shop that the holder could take, one of the same weight first."""
    mine = ledger.standing.get(slot.id)
    if mine is None or mine.holder is None:
        return None
    until = now + timedelta(days=ledger.rota.published_days)
    near = [one for one in ledger.standing.values() if now < one.turn.start < until]
    held = [Held(one.turn, one.holder) for one in near]
    for one in _nearest(near, mine, shop):
        moved = [(mine.turn, shop), (one.turn, mine.holder)]
        if not obstacles(ledger.roster, moved, held, now=now):
            return one
    return None


def _nearest(near: list[Standing], mine: Standing, shop: int) -> Iterator[Standing]:
    theirs = [one for one in near if one.holder == shop and not one.turn.standby]
    yield from sorted(
        theirs,
        key=lambda one: (one.turn.weight != mine.turn.weight, abs(one.turn.start - mine.turn.start)),
    )


def _of_month(ledger: RotaLedger, slot: Slot, shop: int | None) -> int:
    month = (slot.day.year, slot.day.month)
    return sum(
        one.holder == shop and not one.turn.standby and (one.turn.day.year, one.turn.day.month) == month
        for one in ledger.standing.values()
    )


def _known(
    session: Session, shops: list[int], rota: Rota, register: Register, now: datetime
) -> dict[int, Nearness]:
    refused = _refusals(session, rota.id, now)
    post = post_of(rota, register, shops)
    return {
        shop: Nearness(metres_to(register, shop, post), _reachable(register, shop), refused.get(shop, 0))
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


def _reachable(register: Register, shop: int) -> bool:
    """Say whether a telephone is known."""
    place = register.places.get(shop)
    return place is None or not place.facts or bool(place.facts.get("phone"))
