"""Handover between shifts: it begins by itself, both sign, and nobody's shift waits for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from patrol.cards.handovers import handover_card, keepers, to_hand_on
from patrol.cards.people import names
from patrol.errors import Forbidden, NotFound, NotNow, VersionConflict
from patrol.model.duty import Rota, Slot
from patrol.model.handovers import Handover
from patrol.model.shifts import GuardRoster
from patrol.outbox import post
from patrol.rules.entries import Register
from patrol.rules.rooms import rooms_of
from patrol.rules.words import PlaceKind

EARLY = timedelta(minutes=15)
"""How long before the change a handover may be signed."""
PATIENCE = timedelta(hours=24)
"""After that an unsigned handover leaves the board; the record says that it was not signed."""


class Side(StrEnum):
    """Who signs: whoever leaves, or whoever comes."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody's signature. `version` is the one they looked at; `leads`: signs for a shift not their own."""

    side: Side
    person_id: int
    version: int
    leads: bool = False
    text: str | None = None


def unopened(now: datetime) -> Select[Slot]:
    """Ask for published shifts that end about now and have no handover yet."""
    opened = select(Handover.id).where(Handover.rota_id == Slot.rota_id, Handover.at == Slot.ends_at)
    return (
        select(Slot)
        .join(GuardRoster, GuardRoster.rota_id == Slot.rota_id)
        .where(
            Slot.ends_at <= now + EARLY,
            Slot.ends_at > now - EARLY,
            Slot.day <= GuardRoster.published_until,
            Slot.cancelled_at.is_(None),
            ~opened.exists(),
        )
        .order_by(Slot.rota_id, Slot.seat)
    )


def forgotten(now: datetime) -> Select[Handover]:
    """Ask for handovers that nobody signed for a day."""
    return select(Handover).where(Handover.closed_at.is_(None), Handover.at <= now - PATIENCE)


def begin(session: Session, register: Register, *, now: datetime) -> int:
    """Open the handovers that are due, one for each change of shift."""
    begun: set[tuple[int, datetime]] = set()
    for slot in session.scalars(unopened(now)).all():
        if (slot.rota_id, slot.ends_at) in begun:
            continue
        begun.add((slot.rota_id, slot.ends_at))
        following = select(Slot.kind).where(
            Slot.rota_id == slot.rota_id, Slot.starts_at == slot.ends_at, Slot.cancelled_at.is_(None)
        )
        one = Handover(
            rota_id=slot.rota_id,
            at=slot.ends_at,
            out_kind=slot.kind,
            in_kind=session.scalars(following.limit(1)).first(),
        )
        session.add(one)
        session.flush()
        _tell(session, one, "handover.due", register, now)
    return len(begun)


def leave(session: Session, register: Register, *, now: datetime) -> None:
    """Take handovers from the boards that nobody signed for a day."""
    for one in session.scalars(forgotten(now)).all():
        one.closed_at, one.version = now, one.version + 1
        session.flush()
        _tell(session, one, "handover.left", register, now)


def sign(
    session: Session, handover_id: int, given: Signature, register: Register, *, now: datetime
) -> Handover:
    """Sign one side. The first signature fixes what is handed on; two different people sign.

    Raises:
        Forbidden: somebody who keeps neither shift and does not lead.
        NotNow: this side has signed, or the same person signed the other side.
        VersionConflict: the other side signed meanwhile; look at what it says first.
    """
    one = session.get(Handover, handover_id)
    if one is None:
        raise NotFound(f"there is no handover {handover_id}")
    rota = session.get_one(Rota, one.rota_id)
    _may_sign(session, one, given)
    if (one.out_by if given.side is Side.OUT else one.in_by) is not None:
        raise NotNow("this side has signed already", {"version": one.version})
    other = one.in_by if given.side is Side.OUT else one.out_by
    facts = one.facts or to_hand_on(session, rota, register, names(session))
    closed = now if other is not None else one.closed_at
    text = (given.text or "").strip()[:500] or None
    told: dict[str, object] = (
        {"out_by": given.person_id, "out_at": now, "note": text}
        if given.side is Side.OUT
        else {"in_by": given.person_id, "in_at": now, "remark": text}
    )
    done = session.execute(
        update(Handover)
        .where(Handover.id == one.id, Handover.version == given.version)
        .values(version=given.version + 1, facts=facts, closed_at=closed, **told)
        .execution_options(synchronize_session=False)
        .returning(Handover.id)
    ).scalar()
    session.refresh(one)
    if done is None:
        by = names(session)(one.out_by if given.side is Side.IN else one.in_by)
        standing: dict[str, object] = {"version": one.version, "by": by, "you_can": ["look", "sign"]}
        raise VersionConflict("the other side signed meanwhile: look at it, then sign", standing)
    _tell(session, one, "handover.signed", register, now)
    return one


def _may_sign(session: Session, one: Handover, given: Signature) -> None:
    leaving, coming = keepers(session, one.rota_id, one.at)
    mine = leaving if given.side is Side.OUT else coming
    if given.person_id not in mine and not given.leads:
        raise Forbidden("only who keeps this shift signs for it, or who leads")
    if given.person_id == (one.in_by if given.side is Side.OUT else one.out_by):
        raise NotNow("the other side is somebody else's to sign")


def _tell(session: Session, one: Handover, word: str, register: Register, now: datetime) -> None:
    rota = session.get_one(Rota, one.rota_id)
    card = None if one.closed_at is not None else handover_card(one, rota, register, names(session))
    place = register.places.get(rota.place_id)
    grid = place.code if place is not None and place.kind is PlaceKind.GRID else None
    rooms = rooms_of(register.markets[rota.market_id].code, grid)
    post(session, rooms, word, entity=f"handover:{one.id}", version=one.version, body=card, now=now)
