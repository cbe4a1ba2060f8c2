"""Who asked for hidden names: for the case's page, and for the lead of the group concerned."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, stamp
from patrol.model.incidents import Incident
from patrol.model.quiet import HiddenReporter, Unmasking
from patrol.rules.quiet import UnmaskState, may_decide, may_open

TOLD_FOR = timedelta(days=180)


def of_incident(
    session: Session, incident_id: int, name_of: NameOf, *, viewer_id: int | None, now: datetime
) -> list[Card]:
    """Give every asking about one incident, and whether this viewer may decide or open it now."""
    mine = select(Unmasking).where(Unmasking.incident_id == incident_id).order_by(Unmasking.id)
    return [_card(asked, name_of, viewer_id, now) for asked in session.scalars(mine)]


def is_hidden(session: Session, incident_id: int) -> bool:
    """Say whether there is still a sealed name behind an incident."""
    known = select(HiddenReporter.id).where(HiddenReporter.incident_id == incident_id)
    return session.scalar(known) is not None


def told_to(session: Session, group_ids: frozenset[int], name_of: NameOf, *, now: datetime) -> list[Card]:
    """Give the looks that concern groups, for their leads: who, when, why; never whose name it was."""
    rows = session.execute(
        select(Unmasking, Incident.number)
        .join(Incident, Incident.id == Unmasking.incident_id)
        .where(Unmasking.told_group_id.in_(group_ids), Unmasking.opened_at > now - TOLD_FOR)
        .order_by(Unmasking.opened_at.desc())
    )
    return [
        {
            "number": number,
            "at": stamp(asked.opened_at),
            "by": name_of(asked.asked_by),
            "granted_by": name_of(asked.decided_by),
            "reason": asked.reason,
        }
        for asked, number in rows
    ]


def _card(asked: Unmasking, name_of: NameOf, viewer_id: int | None, now: datetime) -> Card:
    waits = asked.state == UnmaskState.ASKED
    granted = asked.state in (UnmaskState.APPROVED, UnmaskState.OPENED) and asked.decided_at is not None
    return {
        "id": asked.id,
        "state": asked.state,
        "reason": asked.reason,
        "asked_by": name_of(asked.asked_by),
        "asked_at": stamp(asked.asked_at),
        "decided_by": name_of(asked.decided_by),
        "decided_at": stamp(asked.decided_at),
        "opened_at": stamp(asked.opened_at),
        "you_may_decide": waits
        and may_decide(asked_by=asked.asked_by, decider=viewer_id, asked_at=asked.asked_at, now=now),
        "you_may_open": granted
        and asked.decided_at is not None
        and may_open(asked_by=asked.asked_by, opener=viewer_id, decided_at=asked.decided_at, now=now),
    }
