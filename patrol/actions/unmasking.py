"""A hidden name is asked for by the police with a reason, granted by a second person, read once."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol import sealing
from patrol.actions.case_desk import CaseDesk
from patrol.actions.notices import Message, tell
from patrol.cards.audience import Audience
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.incidents import Incident
from patrol.model.quiet import HiddenReporter, Unmasking
from patrol.rules.entries import Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.quiet import DECIDE_WITHIN, UnmaskState, may_decide, may_open
from patrol.rules.rights import RIGHTS, Permission
from patrol.rules.words import PlaceKind

DECIDERS = tuple(role for role, held in RIGHTS.items() if Permission.DECIDE_UNMASK in held)
KeyOf = Callable[[str], str]
"""Gives the private key by its id, from where it is kept."""


def ask(
    session: Session, incident_id: int, reason: str, register: Register, *, actor_id: int, now: datetime
) -> Unmasking:
    """Ask for the name behind a quiet report; asking again while one waits gives that one.

    Raises:
        NotFound: nobody hides behind this incident, or the name was forgotten.
        Invalid: there is no reason.
    """
    incident = _locked(session, incident_id)
    if _hidden(session, incident_id) is None:
        raise NotFound("nobody hides behind this incident, or the name has been forgotten")
    if not reason.strip():
        raise Invalid("say why", ["reason"])
    waits = select(Unmasking).where(
        Unmasking.incident_id == incident_id,
        Unmasking.state == UnmaskState.ASKED,
        Unmasking.asked_by == actor_id,
        Unmasking.asked_at > now - DECIDE_WITHIN,
    )
    standing = session.scalars(waits).first()
    if standing is not None:
        return standing
    asked = Unmasking(incident_id=incident_id, reason=reason.strip()[:500], asked_by=actor_id, asked_at=now)
    session.add(asked)
    session.flush()
    _write(session, incident, register, "unmask_ask", {"reason": asked.reason}, actor_id, now)
    deciders = Audience(session, register, incident.market_id, now).office(*DECIDERS) - {actor_id}
    _tell(session, incident, asked, NoticeKind.NAME_ASKED, deciders, now)
    return asked


def decide(
    session: Session,
    unmasking_id: int,
    verdict: UnmaskState,
    register: Register,
    *,
    actor_id: int,
    now: datetime,
) -> Unmasking:
    """Approve or refuse, as a second person; the first decision counts.

    Raises:
        NotNow: it is decided already, the time is over, or it is the one who asked.
    """
    asked = _one(session, unmasking_id)
    incident = _locked(session, asked.incident_id)
    if not may_decide(asked_by=asked.asked_by, decider=actor_id, asked_at=asked.asked_at, now=now):
        raise NotNow("a second person decides this, within a day of the asking")
    done = session.execute(
        update(Unmasking)
        .where(Unmasking.id == unmasking_id, Unmasking.state == UnmaskState.ASKED)
        .values(state=verdict, decided_by=actor_id, decided_at=now)
        .returning(Unmasking.id),
        execution_options={"synchronize_session": False},
    )
    if done.scalar() is None:
        raise NotNow("this has been decided already")
    session.refresh(asked)
    verb = "unmask_approve" if verdict is UnmaskState.APPROVED else "unmask_refuse"
    _write(session, incident, register, verb, {}, actor_id, now)
    _tell(session, incident, asked, NoticeKind.NAME_DECIDED, {asked.asked_by}, now)
    return asked


def look(
    session: Session, unmasking_id: int, key_of: KeyOf, register: Register, *, actor_id: int, now: datetime
) -> Mapping[str, Any]:
    """Open the seal for the one who asked. Every look is written down; the group's lead is told of it.

    The answer is shown once and stored nowhere.

    Raises:
        NotNow: it was not approved, or the hour is over, or somebody else asked.
        NotFound: the name has been forgotten.
    """
    asked = _one(session, unmasking_id)
    incident = _locked(session, asked.incident_id)
    granted = asked.state in (UnmaskState.APPROVED, UnmaskState.OPENED) and asked.decided_at is not None
    if not granted or asked.decided_at is None:
        raise NotNow("nobody has approved this")
    if not may_open(asked_by=asked.asked_by, opener=actor_id, decided_at=asked.decided_at, now=now):
        raise NotNow("it is opened by whoever asked, within an hour of the approval: ask again")
    hidden = _hidden(session, incident.id)
    if hidden is None:
        raise NotFound("the name has been forgotten")
    words = sealing.unseal(key_of(hidden.key_id), hidden.sealed, about=f"incident:{incident.id}")
    known: Mapping[str, Any] = json.loads(words)
    asked.state, asked.opened_at = UnmaskState.OPENED, asked.opened_at or now
    asked.told_group_id = _group(register, incident.market_id, known.get("group"))
    _write(session, incident, register, "unmask_open", {"reason": asked.reason}, actor_id, now)
    _tell_lead(session, incident, asked, register, now)
    return known


def _tell(
    session: Session, incident: Incident, asked: Unmasking, kind: NoticeKind, who: set[int], now: datetime
) -> None:
    """Tell somebody that a decision waits, or has come; what was asked and why stands with the incident."""
    told = Message(
        thing=f"unmasking:{asked.id}:{kind}",
        kind=kind,
        market_id=incident.market_id,
        facts={"number": incident.number},
        link=f"/incidents/{incident.id}",
    )
    tell(session, who, told, now=now)


def _tell_lead(
    session: Session, incident: Incident, asked: Unmasking, register: Register, now: datetime
) -> None:
    """Tell the lead of the teller's group that a name was read; by whom and why stands on the start page."""
    leads = Audience(session, register, incident.market_id, now).leads({asked.told_group_id or 0})
    read = Message(
        thing=f"unmasking:{asked.id}:read",
        kind=NoticeKind.NAME_READ,
        market_id=incident.market_id,
        facts={"number": incident.number},
        link="/",
    )
    tell(session, leads, read, now=now)


def _group(register: Register, market_id: int, code: object) -> int | None:
    groups = (p for p in register.places.values() if p.kind is PlaceKind.GROUP and p.market_id == market_id)
    return next((group.id for group in groups if group.code == code), None)


def _one(session: Session, unmasking_id: int) -> Unmasking:
    asked = session.get(Unmasking, unmasking_id)
    if asked is None:
        raise NotFound(f"there is no asking {unmasking_id}")
    return asked


def _hidden(session: Session, incident_id: int) -> HiddenReporter | None:
    return session.scalars(select(HiddenReporter).where(HiddenReporter.incident_id == incident_id)).first()


def _locked(session: Session, incident_id: int) -> Incident:
    found = session.get(Incident, incident_id, with_for_update=True)
    if found is None:
        raise NotFound(f"there is no incident {incident_id}")
    return found


def _write(
    session: Session,
    incident: Incident,
    register: Register,
    verb: str,
    facts: Mapping[str, object],
    actor_id: int,
    now: datetime,
) -> None:
    """Say it in the timeline, for everybody who sees the case."""
    desk = CaseDesk(session, incident, register, now, actor_id)
    incident.version += 1
    desk.log(verb, facts)
    desk.tell("incident.changed")
