"""Coming to a turn and leaving it, and the ladder that begins when nobody comes."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import hypot

from sqlalchemy import Select, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit, take_book
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_ledger import notify
from patrol.actions.duty_requests import slot_and_rota
from patrol.cards.duty_ladder import candidates_of
from patrol.cards.duty_members import roster_of
from patrol.errors import Forbidden, Invalid, NotFound, NotNow
from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.rules.duty_ladder import Asked, Patience, begin, climb
from patrol.rules.duty_service import EARLY
from patrol.rules.duty_words import CheckMethod, Rung

KEPT = timedelta(hours=24)
"""How old a check-in may be that a phone sends when it has a signal again."""
NEAR_M = 40.0
LATE = timedelta(minutes=5)
FRESH = timedelta(minutes=2)
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
    fixed_at: datetime | None = None
    """When the phone found that place; an old place proves nothing."""
    reason: str | None = None


def check_in(
    session: Session,
    slot_id: str,
    arrival: Arrival,
    doer: Doer,
    *,
    now: datetime,
    post: tuple[float, float] | None = None,
) -> CheckIn:
    """Note that somebody came, once; the first word counts. Whoever comes ends the search.

    Any shop of the group may come to any turn: the credit follows whoever does. `post`: where the
    post is taken to be (plan metres) when nobody has said it.
    """
    slot, rota = slot_and_rota(session, slot_id)
    came = min(arrival.came_at, now)
    if not slot.starts_at - EARLY <= came < slot.ends_at or now - came > KEPT:
        raise NotNow("check in within the turn, or half an hour before it", {"because": ["not-open"]})
    if not any(
        one.id == arrival.holder and one.belongs(slot.turn()) for one in roster_of(session, rota).members
    ):
        raise Forbidden("this shop does not belong to the group")
    distance = _proof(rota, arrival, doer, post)
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
    slots = sorted(session.scalars(unwatched(now)).all(), key=lambda slot: (slot.rota_id, slot.id))
    for slot in slots:
        rota = edit(session, slot.rota_id, now=now)
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
    due = (
        select(MissedDuty, Slot.rota_id)
        .join(Slot, Slot.id == MissedDuty.slot_id)
        .where(MissedDuty.resolved_at.is_(None), MissedDuty.next_at <= now)
        .order_by(Slot.rota_id, Slot.id)
    )
    climbed = 0
    for row, rota_id in session.execute(due).all():
        take_book(session, rota_id)
        session.refresh(row)
        if row.resolved_at is None:
            _ask_next(session, row, now)
            edit(session, rota_id, now=now)
            climbed += 1
    return climbed


def _ask_next(session: Session, row: MissedDuty, now: datetime) -> None:
    slot, rota = slot_and_rota(session, row.slot_id)
    who = candidates_of(session, slot, rota, now=now)
    asked = climb(Asked(Rung(row.rung), row.holder_id, row.since, row.next_at), who, PATIENCE, now=now)
    row.rung, row.holder_id, row.since, row.next_at = asked.rung, asked.holder, asked.since, asked.until
    row.path = [*row.path, _step(asked)]
    if asked.holder is not None:
        notify(session, rota.keeper, [(asked.holder, f"come:{asked.rung}", slot.id, slot.seq)], now=now)


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


def _proof(rota: Rota, arrival: Arrival, doer: Doer, post: tuple[float, float] | None) -> float | None:
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
                raise NotNow("this is not the code of this post", {"because": ["wrong-code"]})
            return None
        case CheckMethod.POSITION:
            doer.speaks_for(arrival.holder, arrival.reason)
            return _distance(rota, arrival, post)


def _distance(rota: Rota, arrival: Arrival, fallback: tuple[float, float] | None) -> float:
    said = rota.post_x is not None and rota.post_y is not None
    post = (rota.post_x or 0.0, rota.post_y or 0.0) if said else fallback
    if arrival.at is None or post is None:
        raise Invalid("this post has no place, or you gave none: use the code at the post", ["at"])
    if arrival.fixed_at is not None and abs(arrival.came_at - arrival.fixed_at) > FRESH:
        raise NotNow("this position is old: let the phone look again", {"because": ["old-position"]})
    away = hypot(arrival.at[0] - post[0], arrival.at[1] - post[1])
    if away - min(arrival.accuracy_m, NEAR_M) > NEAR_M:
        raise NotNow(f"you are {away:.0f} m from the post", {"because": ["far"], "metres": round(away)})
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
