"""Writing the ledger of turns: each row is one conditional UPDATE of its slot, and the database decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.bulk import Bulk, Changes
from patrol.cards.duty_ledger import Standing
from patrol.model.duty import Assignment, Rota, Slot
from patrol.model.duty_service import DutyNotice
from patrol.rules.duty_slots import Turn
from patrol.rules.duty_words import Keeper, Source
from patrol.rules.fairness import Holder
from patrol.rules.rotation import Placed

TAKEN, GONE = "turn-taken", "turn-gone"
_SLOTS = cast(Table, Slot.__table__)
_INTO_SLOTS = Bulk(_SLOTS, [column.name for column in _SLOTS.c if column.name != "cancelled_at"])
_INTO_LEDGER = Bulk(
    cast(Table, Assignment.__table__), ("slot_id", "seq", "holder_id", "source", "acting", "at")
)
_RAISED = Changes(
    _SLOTS, ("seq", "holder_id", "source"), by=("id", "seq"), only="cancelled_at IS NULL", plain=True
)


@dataclass(frozen=True, slots=True)
class Because:
    """Why a turn changes hands, and who said so. `acting`: the actor spoke for the shop."""

    source: Source
    actor_id: int | None = None
    acting: bool = False
    reason: str | None = None
    correlation: str | None = None


def hand_over(
    session: Session, rota: Rota, one: Standing, holder: Holder, because: Because, *, now: datetime
) -> bool:
    """Give a turn to somebody, unless it changed hands since it was read: then nothing happens, False."""
    if not write_row(session, one, holder, because, now=now):
        return False
    if is_published(rota, one.turn, now):
        tell_change(session, rota, one, holder, now=now)
    return True


def write_row(session: Session, one: Standing, holder: Holder, because: Because, *, now: datetime) -> bool:
    """Write the next row of a turn's ledger and tell nobody; False where it changed hands since."""
    moved = session.execute(
        update(Slot)
        .where(Slot.id == one.turn.id, Slot.seq == one.seq, Slot.cancelled_at.is_(None))
        .values(seq=one.seq + 1, holder_id=holder, source=because.source)
        .execution_options(synchronize_session=False)
        .returning(Slot.id)
    ).scalar()
    if moved is None:
        return False
    session.execute(
        insert(Assignment).values(
            slot_id=one.turn.id,
            seq=one.seq + 1,
            holder_id=holder,
            source=because.source,
            actor_id=because.actor_id,
            acting=because.acting,
            reason=because.reason,
            correlation=because.correlation,
            at=now,
        )
    )
    return True


def hand_over_all(
    session: Session, rota: Rota, moves: Sequence[tuple[Standing, Placed]], *, now: datetime
) -> int:
    """Bring many turns to what the plan says, in two statements; one that moved meanwhile stays as it is.

    Raising the number of a turn takes its lock, so whatever the first statement did not find is left out.
    """
    if not moves:
        return 0
    rows: list[dict[str, object]] = [
        {
            "slot_id": one.turn.id,
            "seq": one.seq + 1,
            "holder_id": placed.holder,
            "source": placed.source.value,
            "acting": False,
            "at": now,
        }
        for one, placed in moves
    ]
    read = [{"id": one.turn.id, "seq": one.seq} for one, _ in moves]
    with session.begin_nested() as together:
        done = _RAISED.write(session.connection(), rows, read)
        if done == len(rows):
            _INTO_LEDGER.insert(session.connection(), rows)
        else:
            together.rollback()
    if done != len(rows):
        return sum(hand_over(session, rota, one, to.holder, Because(to.source), now=now) for one, to in moves)
    told = [
        notice
        for one, to in moves
        if is_published(rota, one.turn, now)
        for notice in _told_of(one, to.holder)
    ]
    notify(session, rota.keeper, told, now=now)
    return len(rows)


def is_published(rota: Rota, turn: Turn, now: datetime) -> bool:
    """Say whether people count on a turn: it is not over, and begins within the published days."""
    return turn.end > now and turn.start < now + timedelta(days=rota.published_days)


def tell_change(session: Session, rota: Rota, one: Standing, holder: Holder, *, now: datetime) -> None:
    """Note for both what changed, once for each row of the ledger."""
    notify(session, rota.keeper, list(_told_of(one, holder)), now=now)


def _told_of(one: Standing, holder: Holder) -> Iterator[tuple[int, str, str, int]]:
    """Give what loser and gainer of a turn are to be told."""
    for who, topic in ((one.holder, GONE), (holder, TAKEN)):
        if who is not None and one.holder != holder:
            yield who, topic, one.turn.id, one.seq + 1


def notify(
    session: Session, keeper: Keeper, notices: Sequence[tuple[int, str, str, int]], *, now: datetime
) -> None:
    """Write notices (holder, topic, slot, seq); one that is there already is not written twice."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [
        {"keeper": keeper, "holder_id": who, "topic": topic, "slot_id": slot, "seq": seq, "at": now}
        for who, topic, slot, seq in notices
    ]
    if rows:
        session.execute(make(DutyNotice).on_conflict_do_nothing(), rows)


def lay_down(session: Session, rota: Rota, placed: Iterable[Placed], *, now: datetime) -> None:
    """Write turns that did not exist, or had been cancelled, with the next row of their ledgers."""
    new = list(placed)
    again = _cancelled(session, rota)
    rows = [_slot_row(rota, one, seq=again.get(one.turn.id, 0) + 1) for one in new]
    for row in rows:
        if row["seq"] != 1:
            session.execute(update(Slot).where(Slot.id == row["id"]).values(**row, cancelled_at=None))
    _INTO_SLOTS.insert(session.connection(), [row for row in rows if row["seq"] == 1])
    _INTO_LEDGER.insert(session.connection(), [_first_row(row, now) for row in rows])


def _cancelled(session: Session, rota: Rota) -> dict[str, int]:
    """Give the last numbers of the turns that were taken out of the plan."""
    rows = select(Slot.id, Slot.seq).where(Slot.rota_id == rota.id, Slot.cancelled_at.is_not(None))
    return dict(session.execute(rows).all())


def _first_row(row: dict[str, object], now: datetime) -> dict[str, object]:
    taken = {name: row[name] for name in ("seq", "holder_id", "source")}
    return {"slot_id": row["id"], **taken, "acting": False, "at": now}


def _slot_row(rota: Rota, one: Placed, *, seq: int) -> dict[str, object]:
    turn = one.turn
    return {
        "id": turn.id,
        "rota_id": rota.id,
        "day": turn.day,
        "kind": turn.kind,
        "seat": turn.seat,
        "standby": turn.standby,
        "starts_at": turn.start,
        "ends_at": turn.end,
        "day_class": turn.day_class,
        "weight": turn.weight,
        "rest": turn.rest,
        "seq": seq,
        "holder_id": one.holder,
        "source": one.source,
    }
