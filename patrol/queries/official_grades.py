"""Official grades, for the police: of one incident, and of a period."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.things import NameOf
from patrol.model.figures import Reckoning
from patrol.model.grades import GradeGiven
from patrol.model.incidents import Incident
from patrol.rules.case_marks import Mark
from patrol.rules.case_words import OfficialGrade


@dataclass(frozen=True, slots=True)
class Given:
    """One grade that was given."""

    grade: OfficialGrade
    reason: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class GradedCase:
    """One incident with the grade that stands."""

    id: int
    number: str
    day: date
    grade: OfficialGrade


def of_incident(session: Session, incident_id: int, name_of: NameOf) -> list[Given]:
    """Give all that were given, the one that stands first."""
    rows = select(GradeGiven).where(GradeGiven.incident_id == incident_id).order_by(GradeGiven.id.desc())
    return [
        Given(OfficialGrade(row.grade), row.reason, name_of(row.given_by), row.given_at)
        for row in session.scalars(rows)
    ]


def of_period(session: Session, market_id: int, first: date, last: date) -> list[GradedCase]:
    """Give the incidents of some market days that have a grade, the newest first; drills are outside."""
    newest = select(func.max(GradeGiven.id)).group_by(GradeGiven.incident_id).scalar_subquery()
    counted = Reckoning.marks.bitwise_and(int(Mark.COUNTED)) != 0
    rows = session.execute(
        select(Incident.id, Incident.number, Reckoning.day, GradeGiven.grade)
        .join(GradeGiven, GradeGiven.incident_id == Incident.id)
        .join(Reckoning, Reckoning.incident_id == Incident.id)
        .where(GradeGiven.id.in_(newest), Reckoning.market_id == market_id, counted)
        .where(Reckoning.day.between(first, last))
        .order_by(Incident.id.desc())
    )
    return [GradedCase(number, name, day, OfficialGrade(grade)) for number, name, day, grade in rows]
