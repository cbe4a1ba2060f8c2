"""The official grade of an incident: the police's own word, seen by the police alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.case_words import OfficialGrade


class GradeGiven(Base):
    """One grade that was given. The newest stands, the others stay; no card, event or timeline holds it."""

    __tablename__ = "official_grade"
    __table_args__ = (Index("ix_official_grade_of_incident", "incident_id", "id"),)

    id: Mapped[Id] = mapped_column(init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"))
    grade: Mapped[OfficialGrade] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(500))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
