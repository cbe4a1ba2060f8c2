"""What the page of one turn is told: who could take it and why, what it would mean, and its history."""

from typing import Any

from sqlalchemy.orm import Session

from patrol.cards.people import names
from patrol.model.duty import Assignment, Slot
from patrol.queries import duty
from patrol.queries.duty_substitutes import Offer, offers
from web import duty_words
from web.duty_page import frame
from web.duty_view import Reader, Shown


def told(session: Session, reader: Reader, slot: Slot) -> Shown:
    """Give everything the page of a turn shows."""
    coming = slot.starts_at > reader.now and slot.cancelled_at is None
    offered = offers(session, slot, reader.rota, reader.register, now=reader.now) if coming else []
    name_of = names(session)
    return {
        **frame(reader),
        "turn": reader.turn(slot),
        "coming": coming,
        "running": slot.starts_at <= reader.now < slot.ends_at,
        "offers": [_offer(reader, one) for one in offered],
        "history": [_row(reader, row, name_of) for row in duty.history(session, slot.id)],
        "came": reader.came(duty.check_ins(session, slot.id)),
    }


def _offer(reader: Reader, one: Offer) -> Shown:
    """Give a proposal with its reasons and, in a sentence each, what it would change."""
    other = one.exchange
    shown: Shown = {
        "shop": reader.holder(one.substitute.shop),
        "reasons": [duty_words.reason(key, value) for key, value in one.substitute.reasons],
        "giver": one.months[0],
        "taker": one.months[1],
        "exchange": None,
    }
    if other is not None:
        zone = reader.market.clock.timezone
        shown["exchange"] = {
            "id": other.turn.id,
            "day": duty_words.day(other.turn.day),
            "kind": duty_words.kind(other.turn.kind),
            "hours": duty_words.hours(other.turn.start, other.turn.end, zone),
        }
    return shown


def _row(reader: Reader, row: Assignment, name_of: Any) -> Shown:
    zone = reader.market.clock.timezone
    return {
        "holder": reader.holder(row.holder_id),
        "source": duty_words.source(row.source),
        "by": name_of(row.actor_id),
        "acting": row.acting,
        "reason": row.reason,
        "at": f"{duty_words.local_day(row.at, zone)} {duty_words.clock(row.at, zone)}",
    }
