"""What waits for a shop's word, and what a page about one incident may say to somebody without an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.figures import Dispute
from patrol.model.incidents import Evaluation, Incident
from patrol.rules.case_words import Result
from patrol.rules.words import Step

WITHIN = timedelta(days=14)
"""For so long after the end a shop is asked; a link works as long."""
MOST = 20
OVER = (Step.CLOSED, Step.EVALUATED)


@dataclass(frozen=True, slots=True)
class Rateable:
    """One incident that is over, as whoever is asked may know it: no names, no words of others."""

    id: int
    number: str
    version: int
    round: int
    kind: str
    category: str
    discovered_at: datetime
    closed_at: datetime
    result: Result | None
    said: bool
    disputed: tuple[str, ...] = ()


def waiting(session: Session, person_id: int, places: Iterable[int], *, now: datetime) -> list[Rateable]:
    """Give what is over at somebody's places and waits for their word, the newest first.

    What was told quietly is none of it: the shop it is about must not learn that somebody told.
    """
    mine = select(Evaluation.incident_id).where(
        Evaluation.person_id == person_id,
        Evaluation.incident_id == Incident.id,
        Evaluation.round == Incident.round,
    )
    rows = (
        select(Incident)
        .where(
            Incident.place_id.in_(list(places)),
            Incident.step.in_(OVER),
            Incident.drill.is_(False),
            Incident.near_id.is_(None),
            Incident.closed_at > now - WITHIN,
            ~mine.exists(),
        )
        .order_by(Incident.closed_at.desc(), Incident.id.desc())
        .limit(MOST)
    )
    return [_rateable(incident, said=False) for incident in session.scalars(rows)]


def one(session: Session, incident_id: int, person_id: int | None, *, now: datetime) -> Rateable | None:
    """Give one incident to whoever may say something of it; None: it is not over, or too long ago."""
    incident = session.get(Incident, incident_id)
    if incident is None or incident.step not in OVER or incident.drill or incident.closed_at is None:
        return None
    if incident.closed_at <= now - WITHIN or (incident.quiet and person_id is not None):
        return None
    given = select(Evaluation.id).where(
        Evaluation.incident_id == incident_id,
        Evaluation.round == incident.round,
        Evaluation.person_id == person_id if person_id is not None else Evaluation.person_id.is_(None),
    )
    items = select(Dispute.item).where(Dispute.incident_id == incident_id, Dispute.round == incident.round)
    said = session.scalars(given.limit(1)).first() is not None
    return _rateable(incident, said=said, disputed=tuple(session.scalars(items)))


def _rateable(incident: Incident, *, said: bool, disputed: tuple[str, ...] = ()) -> Rateable:
    return Rateable(
        incident.id,
        incident.number,
        incident.version,
        incident.round,
        incident.kind,
        incident.category,
        incident.discovered_at,
        incident.closed_at or incident.discovered_at,
        incident.result,
        said,
        disputed,
    )
