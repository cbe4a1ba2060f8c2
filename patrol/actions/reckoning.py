"""What an incident counts for, written down beside every change of it: figures never have to ask twice."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from patrol.cards.lives import lives_of, origins_of
from patrol.model.figures import Reckoning
from patrol.model.incidents import Incident
from patrol.rules.case_life import Life
from patrol.rules.case_marks import EDITION, marks_of
from patrol.rules.case_words import Source
from patrol.rules.entries import Register
from patrol.rules.legs import Leg, legs_of


def reckon(session: Session, incidents: Sequence[Incident], register: Register) -> None:
    """Bring the rows of incidents up to date; their own rows are locked or new, and flushed."""
    ids = [incident.id for incident in incidents]
    known = {
        row.incident_id: row
        for row in session.scalars(select(Reckoning).where(Reckoning.incident_id.in_(ids)))
    }
    lives = lives_of(session, incidents)
    fresh = [i.id for i in incidents if i.id not in known and i.source == Source.ALERT]
    origins = origins_of(session, fresh) if fresh else {}
    for incident in incidents:
        row = known.get(incident.id)
        if row is None:
            row = begin(incident, register)
            row.device_id, row.rule = origins.get(incident.id, (None, None))
            session.add(row)
        write(row, incident, lives[incident.id])


def begin(incident: Incident, register: Register) -> Reckoning:
    """Give the row of an incident that has none. Its day is by the cut that stands now, and stays."""
    clock = register.markets[incident.market_id].clock
    return Reckoning(
        incident_id=incident.id,
        version=incident.version,
        edition=EDITION,
        market_id=incident.market_id,
        day=clock.day(incident.discovered_at),
        hour=clock.local(incident.discovered_at).hour,
        category=incident.category,
        severity=incident.severity,
    )


def write(row: Reckoning, incident: Incident, life: Life) -> None:
    """Write what a life counts for."""
    legs = legs_of(life)
    row.version, row.edition = incident.version, EDITION
    row.category, row.severity = incident.category, incident.severity
    row.grid_id, row.group_id = incident.grid_id, incident.group_id
    row.marks = int(marks_of(life))
    row.satisfaction, row.score = life.satisfaction, life.score
    for leg in Leg:
        setattr(row, f"{leg}_s", legs.get(leg))


def unreckoned(session: Session, limit: int) -> list[int]:
    """Find incidents without a row, and with one that is behind: an older version, or an older edition."""
    statement = (
        select(Incident.id)
        .outerjoin(Reckoning, Reckoning.incident_id == Incident.id)
        .where(
            or_(
                Reckoning.incident_id.is_(None),
                Reckoning.version != Incident.version,
                Reckoning.edition != EDITION,
            )
        )
    )
    return list(session.scalars(statement.order_by(Incident.id).limit(limit)))
