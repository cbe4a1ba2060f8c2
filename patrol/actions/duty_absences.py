"""Absence: said once, and only the turns it touches go to others."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit, take_book
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_plan import replan
from patrol.cards.duty_members import has_belonged
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.duty import Rota
from patrol.model.duty_life import Absence
from patrol.rules.duty_words import AbsenceKind
from patrol.rules.entries import Register

LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Leave:
    """Who is away, from when to when, and why."""

    holder: int
    kind: AbsenceKind
    start: datetime
    end: datetime
    reason: str | None = None


def declare(
    session: Session, rota_id: int, leave: Leave, doer: Doer, register: Register, *, now: datetime
) -> Absence:
    """Note an absence; turns it touches are given to others at once, and those are told."""
    rota = _rota_of(session, rota_id, leave.holder)
    doer.speaks_for(leave.holder, leave.reason)
    start = max(leave.start, now)
    if not start < leave.end <= start + LONGEST:
        raise Invalid("an absence ends after it begins, and not in the past", ["start", "end"])
    if (said := _said_already(session, rota, leave)) is not None:
        return said
    take_book(session, rota_id)
    absence = Absence(
        keeper=rota.keeper,
        holder_id=leave.holder,
        kind=leave.kind,
        starts_at=start,
        ends_at=leave.end,
        reason=leave.reason,
        asked_by=doer.person_id,
        asked_at=now,
    )
    session.add(absence)
    session.flush()
    _replanned(session, rota_id, register, now=now)
    return absence


def _said_already(session: Session, rota: Rota, leave: Leave) -> Absence | None:
    """Find the same absence, so that a message sent twice is one absence."""
    same = select(Absence).where(
        Absence.keeper == rota.keeper,
        Absence.holder_id == leave.holder,
        Absence.starts_at >= leave.start,
        Absence.ends_at == leave.end,
        Absence.withdrawn_at.is_(None),
    )
    return session.scalars(same.order_by(Absence.id).limit(1)).first()


def withdraw(
    session: Session, rota_id: int, absence_id: int, doer: Doer, register: Register, *, now: datetime
) -> Absence:
    """Come back earlier: what was left of the absence no longer counts. What others took stays theirs."""
    take_book(session, rota_id)
    absence = session.scalars(select(Absence).where(Absence.id == absence_id).with_for_update()).one_or_none()
    if absence is None:
        raise NotFound(f"there is no absence {absence_id}")
    _rota_of(session, rota_id, absence.holder_id)
    doer.speaks_for(absence.holder_id, "came back")
    if absence.withdrawn_at is not None or absence.ends_at <= now:
        raise NotNow("this absence is over", {"because": ["over"]})
    if absence.starts_at >= now:
        absence.withdrawn_at = now
    else:
        absence.ends_at = now
    session.flush()
    _replanned(session, rota_id, register, now=now)
    return absence


def _replanned(session: Session, rota_id: int, register: Register, *, now: datetime) -> None:
    """Plan anew, and let the book have one new edition: the absence itself is on the page too."""
    if not replan(session, rota_id, register, now=now):
        edit(session, rota_id, now=now)


def _rota_of(session: Session, rota_id: int, holder: int) -> Rota:
    rota = session.get(Rota, rota_id)
    if rota is None or not has_belonged(session, rota, holder):
        raise NotFound("there is no such shop in this group")
    return rota
