"""Numbered things: armbands, radios, keys and cars are issued and given back, row by row."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from patrol.errors import Invalid, NotNow, VersionConflict
from patrol.model.handovers import Equipment, EquipmentAct, EquipmentKind, EquipmentRow

OUT = frozenset({EquipmentAct.ISSUED})
ALLOWED = {
    EquipmentAct.ISSUED: frozenset({EquipmentAct.RETURNED, EquipmentAct.FOUND}),
    EquipmentAct.RETURNED: frozenset({EquipmentAct.ISSUED}),
    EquipmentAct.LOST: frozenset({EquipmentAct.ISSUED, EquipmentAct.RETURNED, EquipmentAct.FOUND}),
    EquipmentAct.FOUND: frozenset({EquipmentAct.LOST}),
    EquipmentAct.RETIRED: frozenset({EquipmentAct.RETURNED, EquipmentAct.FOUND, EquipmentAct.LOST}),
}
"""What may follow on what."""


def add(
    session: Session, market_id: int, place_id: int, kind: EquipmentKind, number: str, *, now: datetime
) -> Equipment:
    """Take a thing into the books; the same kind and number again is the same thing."""
    number = number.strip()[:32]
    if not number:
        raise Invalid("a thing needs its number", ["number"])
    mine = (Equipment.market_id == market_id) & (Equipment.kind == kind) & (Equipment.number == number)
    found = session.scalars(select(Equipment).where(mine)).one_or_none()
    if found is None:
        found = Equipment(market_id=market_id, place_id=place_id, kind=kind, number=number)
        session.add(found)
        session.flush()
        _row(session, found.id, 0, EquipmentAct.RETURNED, None, None, None, now)
    return found


def act(
    session: Session,
    thing_id: int,
    what: EquipmentAct,
    *,
    expected: int,
    person_id: int | None,
    by: int | None,
    note: str | None,
    now: datetime,
) -> Equipment:
    """Write the next row of a thing's ledger."""
    thing = session.get_one(Equipment, thing_id)
    if thing.act not in ALLOWED[what]:
        raise NotNow(f"it is {thing.act} now: that does not follow", {"version": thing.seq})
    if (what is EquipmentAct.ISSUED) is (person_id is None):
        raise Invalid("a thing is issued to somebody, and given back by nobody else", ["person"])
    done = session.execute(
        update(Equipment)
        .where(Equipment.id == thing_id, Equipment.seq == expected)
        .values(seq=expected + 1, act=what, holder_id=person_id)
        .execution_options(synchronize_session=False)
        .returning(Equipment.id)
    ).scalar()
    session.refresh(thing)
    if done is None:
        raise VersionConflict("somebody wrote of this thing before you", {"version": thing.seq})
    _row(session, thing_id, thing.seq, what, person_id, by, (note or "").strip()[:200] or None, now)
    return thing


def _row(
    session: Session,
    thing_id: int,
    seq: int,
    what: EquipmentAct,
    person_id: int | None,
    by: int | None,
    note: str | None,
    now: datetime,
) -> None:
    row = {"equipment_id": thing_id, "seq": seq, "act": what, "person_id": person_id, "by": by}
    session.execute(insert(EquipmentRow).values(**row, note=note, at=now))
