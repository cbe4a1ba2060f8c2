"""Giving an incident its official grade: by the police, with a reason, whenever they know better."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.grades import GradeGiven
from patrol.model.incidents import Incident
from patrol.rules.case_words import OfficialGrade
from patrol.rules.words import Step

NEVER = frozenset({Step.VOID, Step.MERGED})
"""What never was an incident, or is another one, has no grade."""
LONGEST = 500


def give(
    session: Session, incident_id: int, grade: str, reason: str, *, by: int | None, now: datetime
) -> GradeGiven:
    """Give a grade; the one before it stays on record.

    Raises:
        NotFound: there is no such incident.
        NotNow: it is void, merged into another, or a drill.
        Invalid: no such grade, no reason, or one of more than 500 characters.
    """
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFound(f"there is no incident {incident_id}")
    if incident.step in NEVER or incident.drill:
        raise NotNow("a drill, and what is void or merged, has no official grade")
    reason = reason.strip()
    if grade not in set(OfficialGrade):
        raise Invalid(f"want one of {', '.join(OfficialGrade)}", ["grade"])
    if not reason or len(reason) > LONGEST:
        raise Invalid(f"say why in 1 to {LONGEST} characters", ["reason"])
    given = GradeGiven(
        incident_id=incident_id, grade=OfficialGrade(grade), reason=reason, given_by=by, given_at=now
    )
    session.add(given)
    return given
