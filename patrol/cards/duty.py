"""Cards of turns, requests and balances, as API and pages show them."""

from datetime import datetime

from patrol.cards.duty_seats import Post, Seat
from patrol.cards.things import Card, NameOf, code_of, stamp
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.model.duty_service import CreditNote
from patrol.rules.duty_words import Horizon, Keeper
from patrol.rules.entries import Register
from patrol.rules.fairness import Balance, Holder


def holder_card(register: Register, rota: Rota | Post, holder: Holder) -> Card | None:
    """Code, name and telephone facts of a shop; None is the guard on shift in the workroom."""
    if holder is None:
        return None
    if rota.keeper == Keeper.PERSON:
        return {"person": holder}
    place = register.places.get(holder)
    if place is None:
        return {"code": str(holder), "name": str(holder)}
    return {"code": place.code, "name": place.name}


def slot_card(slot: Slot | Seat, rota: Rota | Post, register: Register, *, now: datetime) -> Card:
    """One turn; `version` is the row of its ledger, to be sent back with a command."""
    return {
        "id": slot.id,
        "version": slot.seq,
        "group": code_of(register, rota.place_id),
        "day": slot.day.isoformat(),
        "kind": slot.kind,
        "seat": slot.seat,
        "standby": slot.standby,
        "starts_at": stamp(slot.starts_at),
        "ends_at": stamp(slot.ends_at),
        "day_class": slot.day_class,
        "weight": slot.weight,
        "holder": holder_card(register, rota, slot.holder_id),
        "source": slot.source,
        "gap": slot.source == "forced" and not slot.standby,
        "horizon": horizon(slot, rota, now),
        "cancelled": slot.cancelled_at is not None,
    }


def horizon(slot: Slot | Seat, rota: Rota | Post, now: datetime) -> Horizon:
    """Say how firm a turn is."""
    if slot.starts_at <= now:
        return Horizon.HISTORIC
    firm = (slot.starts_at - now).days < rota.published_days
    return Horizon.PUBLISHED if firm else Horizon.DRAFT


def request_card(request: DutyRequest, rota: Rota, register: Register) -> Card:
    """What was asked of whom, and how it stands."""
    return {
        "id": request.id,
        "version": request.version,
        "kind": request.kind,
        "state": request.state,
        "slot": request.slot_a,
        "other_slot": request.slot_b,
        "from": holder_card(register, rota, request.from_id),
        "to": holder_card(register, rota, request.to_id),
        "reason": request.reason,
        "acting": request.acting,
        "asked_at": stamp(request.asked_at),
        "expires_at": stamp(request.expires_at),
        "answered_at": stamp(request.answered_at),
    }


def balance_card(balance: Balance, rota: Rota, register: Register) -> Card:
    """One account: turns served by sort, load, share, and how far ahead."""
    return {
        "holder": holder_card(register, rota, balance.holder),
        "served": dict(balance.served),
        "load": round(balance.load, 2),
        "due": round(balance.due, 2),
        "ahead": round(balance.ahead, 2),
    }


def correction_card(note: CreditNote, rota: Rota, register: Register, name_of: NameOf) -> Card:
    """One correction of the books; below 0 it takes away."""
    return {
        "id": note.id,
        "holder": holder_card(register, rota, note.holder_id),
        "weight": note.weight,
        "reason": note.reason,
        "by": name_of(note.made_by),
        "at": stamp(note.at),
    }
