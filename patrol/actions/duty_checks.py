"""Coming to a turn and leaving it, and the ladder that begins when nobody comes."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import hypot

from sqlalchemy import Select, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.actions.duty_doer import Doer
from patrol.actions.duty_ledger import notify
from patrol.actions.duty_requests import slot_and_rota
from patrol.cards.duty_ladder import candidates_of
from patrol.cards.duty_members import roster_of
from patrol.errors import Forbidden, Invalid, NotFound, NotNow
from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.rules.duty_ladder import Asked, Patience, begin, climb
from patrol.rules.duty_words import CheckMethod, Rung

EARLY = timedelta(minutes=30)
"""How long before its beginning one may check in for a turn."""
KEPT = timedelta(hours=24)
"""How old a check-in may be that a phone sends when it has a signal again."""
NEAR_M = 40.0
LATE = timedelta(minutes=5)
LADDER_SINCE = timedelta(hours=25)
PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came, when by their phone, and what proves it: the code at the post, or a place on the plan."""

    holder: int
    method: CheckMethod
    came_at: datetime
    code: str | None = None
    at: tuple[float, float] | None = None
    accuracy_m: float = 0.0
    reason: str | None = None


def check_in(session: Session, slot_id: str, arrival: Arrival, doer: Doer, *, now: datetime) -> CheckIn:
    """Note that somebody came, once; the first word counts. Whoever comes ends the search.

    Any shop of the group may come to any turn: the credit follows whoever does.
    """
    slot, rota = slot_and_rota(session, slot_id)
    came = min(arrival.came_at, now)
    if not slot.starts_at - EARLY <= came < slot.ends_at or now - came > KEPT:
        raise NotNow("check in within the turn, or half an hour before it")
    if not any(
        one.id == arrival.holder and one.belongs(slot.turn()) for one in roster_of(session, rota).members
    ):
        raise Forbidden("this shop does not belong to the group")
    distance = _proof(rota, arrival, doer)
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        make(CheckIn)
        .values(
            slot_id=slot_id,
            holder_id=arrival.holder,
            person_id=doer.person_id,
            method=arrival.method,
            came_at=came,
            received_at=now,
            late=now - came > LATE,
            distance_m=distance,
            reason=arrival.reason,
        )
        .on_conflict_do_nothing()
    )
    _resolve(session, slot_id, arrival.holder, now)
    return _mine(session, slot_id, arrival.holder)


def check_out(
    session: Session, slot_id: str, holder: int, doer: Doer, *, note: str | None, now: datetime
) -> CheckIn:
    """Note that somebody left, with what the next one should know."""
    doer.speaks_for(holder, note)
    found = _mine(session, slot_id, holder)
    if found.left_at is None:
        found.left_at, found.note = now, (note or "").strip()[:500] or None
    return found


def begin_ladders(session: Session, *, now: datetime) -> int:
    """Begin to wait for whoever has a turn that has just begun and to which nobody came."""
    slots = session.scalars(unwatched(now)).all()
    for slot in slots:
        rota = session.get_one(Rota, slot.rota_id)
        asked = begin(slot.starts_at, candidates_of(session, slot, rota, now=now), PATIENCE)
        session.add(
            MissedDuty(
                slot_id=slot.id,
                rung=asked.rung,
                holder_id=asked.holder,
                since=asked.since,
                next_at=asked.until,
                path=[_step(asked)],
            )
        )
    return len(slots)


def climb_ladders(session: Session, *, now: datetime) -> int:
    """Ask the next one wherever the time is over; tell whoever is asked."""
    due = select(MissedDuty).where(MissedDuty.resolved_at.is_(None), MissedDuty.next_at <= now)
    rows = session.scalars(due.order_by(MissedDuty.slot_id).with_for_update(skip_locked=True)).all()
    for row in rows:
        slot, rota = slot_and_rota(session, row.slot_id)
        who = candidates_of(session, slot, rota, now=now)
        asked = climb(Asked(Rung(row.rung), row.holder_id, row.since, row.next_at), who, PATIENCE, now=now)
        row.rung, row.holder_id, row.since, row.next_at = asked.rung, asked.holder, asked.since, asked.until
        row.path = [*row.path, _step(asked)]
        if asked.holder is not None:
            notify(session, rota.keeper, [(asked.holder, f"come:{asked.rung}", slot.id, slot.seq)], now=now)
    return len(rows)


def unwatched(now: datetime) -> Select[Slot]:
    """Ask for turns that run, should be checked in to, and are neither kept nor watched over."""
    came = exists().where(CheckIn.slot_id == Slot.id)
    watched = exists().where(MissedDuty.slot_id == Slot.id)
    return (
        select(Slot)
        .join(Rota, Rota.id == Slot.rota_id)
        .where(Slot.starts_at <= now, Slot.starts_at > now - LADDER_SINCE, Slot.ends_at > now)
        .where(Slot.standby.is_(False), Slot.cancelled_at.is_(None), Rota.check_in_from <= Slot.starts_at)
        .where(~came, ~watched)
        .order_by(Slot.starts_at, Slot.id)
    )


def _proof(rota: Rota, arrival: Arrival, doer: Doer) -> float | None:
    """Believe the code, a position near the post, or the lead's word. Gives the distance in metres."""
    match arrival.method:
        case CheckMethod.LEAD:
            doer.must_lead()
            if not (arrival.reason or "").strip():
                raise Invalid("say why you check somebody in", ["reason"])
            return None
        case CheckMethod.QR:
            doer.speaks_for(arrival.holder, arrival.reason)
            if not hmac.compare_digest((arrival.code or "").encode(), rota.post_code.encode()):
                raise Forbidden("this is not the code of this post")
            return None
        case CheckMethod.POSITION:
            doer.speaks_for(arrival.holder, arrival.reason)
            return _distance(rota, arrival)


def _distance(rota: Rota, arrival: Arrival) -> float:
    if arrival.at is None or rota.post_x is None or rota.post_y is None:
        raise Invalid("this post has no place, or you gave none: use the code at the post", ["at"])
    away = hypot(arrival.at[0] - rota.post_x, arrival.at[1] - rota.post_y)
    if away - min(arrival.accuracy_m, NEAR_M) > NEAR_M:
        raise NotNow(f"you are {away:.0f} m from the post")
    return away


def _resolve(session: Session, slot_id: str, holder: int, now: datetime) -> None:
    session.execute(
        update(MissedDuty)
        .where(MissedDuty.slot_id == slot_id, MissedDuty.resolved_at.is_(None))
        .values(resolved_at=now, resolved_by=holder, next_at=None)
    )


def _mine(session: Session, slot_id: str, holder: int) -> CheckIn:
    found = session.scalars(
        select(CheckIn).where(CheckIn.slot_id == slot_id, CheckIn.holder_id == holder)
    ).one_or_none()
    if found is None:
        raise NotFound("nobody of that shop has checked in")
    return found


def _step(asked: Asked) -> dict[str, object]:
    return {"rung": asked.rung, "holder": asked.holder, "at": asked.since.isoformat()}
