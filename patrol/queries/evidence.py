"""Which pictures belong to an incident: those its timeline names, and no others."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.incidents import IncidentEntry


def pictures_of(session: Session, incident_id: int) -> list[str]:
    """Give the SHA-256 of every picture people added, the oldest first, each once."""
    entries = session.scalars(
        select(IncidentEntry.facts).where(IncidentEntry.incident_id == incident_id).order_by(IncidentEntry.id)
    )
    return list(dict.fromkeys(sha for facts in entries for sha in _named(facts)))


def _named(facts: dict[str, Any]) -> Iterator[str]:
    for medium in facts.get("media") or ():
        match medium:
            case {"sha256": str(sha)}:
                yield sha
