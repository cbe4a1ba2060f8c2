"""Cards of handovers between shifts, and what a workroom hands on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, place_of, stamp
from patrol.model.alerts import Alert
from patrol.model.duty import Rota, Slot
from patrol.model.handovers import Equipment, EquipmentAct, Handover
from patrol.model.incidents import Incident
from patrol.rules.entries import Register
from patrol.rules.words import Attention, PlaceKind

MOST = 50


def handover_card(one: Handover, rota: Rota, register: Register, name_of: NameOf) -> Card:
    """One change of shift: who signed, and what was handed on."""
    return {
        "id": one.id,
        "version": one.version,
        "place": place_of(register, rota.place_id),
        "at": stamp(one.at),
        "out_kind": one.out_kind,
        "in_kind": one.in_kind,
        "out_by": name_of(one.out_by),
        "out_at": stamp(one.out_at),
        "in_by": name_of(one.in_by),
        "in_at": stamp(one.in_at),
        "note": one.note,
        "remark": one.remark,
        "facts": dict(one.facts),
        "closed_at": stamp(one.closed_at),
    }


def thing_card(thing: Equipment, register: Register, name_of: NameOf) -> Card:
    """One numbered thing; `version` is the number of the last row of its ledger."""
    return {
        "id": thing.id,
        "version": thing.seq,
        "kind": thing.kind,
        "number": thing.number,
        "place": place_of(register, thing.place_id),
        "act": thing.act,
        "with": name_of(thing.holder_id),
    }


def to_hand_on(session: Session, rota: Rota, register: Register, name_of: NameOf) -> Card:
    """Gather what is open now: incidents, alerts nobody has seen, and the equipment."""
    place = register.places.get(rota.place_id)
    grid = place.id if place is not None and place.kind is PlaceKind.GRID else None
    incidents = select(Incident).where(Incident.market_id == rota.market_id, Incident.closed_at.is_(None))
    alerts = select(Alert).where(
        Alert.market_id == rota.market_id,
        Alert.closed_at.is_(None),
        Alert.suppressed.is_(False),
        Alert.attention == Attention.NEW,
    )
    if grid is not None:
        incidents, alerts = incidents.where(Incident.grid_id == grid), alerts.where(Alert.grid_id == grid)
    things = select(Equipment).where(
        Equipment.place_id == rota.place_id, Equipment.act != EquipmentAct.RETIRED
    )
    return {
        "incidents": [
            {"id": one.id, "number": one.number, "severity": one.severity, "summary": one.summary or one.kind}
            for one in session.scalars(incidents.order_by(Incident.id).limit(MOST))
        ],
        "alerts": [
            {
                "id": one.id,
                "kind": one.kind,
                "severity": one.severity,
                "place": place_of(register, one.place_id),
            }
            for one in session.scalars(alerts.order_by(Alert.id).limit(MOST))
        ],
        "equipment": [
            {
                "id": one.id,
                "kind": one.kind,
                "number": one.number,
                "act": one.act,
                "with": name_of(one.holder_id),
            }
            for one in session.scalars(things.order_by(Equipment.kind, Equipment.number))
        ],
    }


def keepers(session: Session, rota_id: int, at: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """Give who keeps the shift that ends at an instant, and who the one that begins."""
    rows = session.execute(
        select(Slot.starts_at, Slot.ends_at, Slot.holder_id).where(
            Slot.rota_id == rota_id,
            Slot.cancelled_at.is_(None),
            Slot.holder_id.is_not(None),
            (Slot.ends_at == at) | (Slot.starts_at == at),
        )
    ).all()
    leaving = frozenset(holder for _, end, holder in rows if end == at and holder)
    coming = frozenset(holder for start, _, holder in rows if start == at and holder)
    return leaving, coming


def open_handovers(
    session: Session, market_id: int, register: Register, name_of: NameOf, place_id: int | None
) -> dict[str, object]:
    """Give the handovers that wait for a signature in a market or a grid."""
    rows = session.execute(
        select(Handover, Rota)
        .join(Rota, Rota.id == Handover.rota_id)
        .where(Rota.market_id == market_id, Handover.closed_at.is_(None))
    )
    return {
        str(one.id): handover_card(one, rota, register, name_of)
        for one, rota in rows
        if place_id in (None, rota.place_id)
    }
