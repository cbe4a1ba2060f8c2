"""Ballots for a lead. Kept is who has voted, and how many each shop got; never who chose whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.lead_ballots import BallotState


class LeadBallot(Base):
    """One election of a group: first shops stand, from `votes_from` on they vote, until `closes_at`."""

    __tablename__ = "lead_ballot"
    __table_args__ = (Index("ix_lead_ballot_due", "state", "closes_at"),)

    id: Mapped[Id] = mapped_column(init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    votes_from: Mapped[datetime]
    closes_at: Mapped[datetime]
    term_days: Mapped[int]
    state: Mapped[BallotState] = mapped_column(String(10), default=BallotState.OPEN)
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the shops were told that they can vote."""
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    members: Mapped[int | None] = mapped_column(default=None)
    term_id: Mapped[int | None] = mapped_column(ForeignKey("lead_term.id"), default=None)


class LeadCandidate(Base):
    """A shop that stands, what it promises, and how many chose it."""

    __tablename__ = "lead_candidate"
    __table_args__ = (UniqueConstraint("ballot_id", "shop_id"),)

    id: Mapped[Id] = mapped_column(init=False)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("lead_ballot.id"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    pledge: Mapped[str] = mapped_column(String(200))
    stood_at: Mapped[datetime]
    stood_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    votes: Mapped[int] = mapped_column(default=0)


class LeadVoter(Base):
    """A shop that has voted. For whom stands nowhere."""

    __tablename__ = "lead_voter"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("lead_ballot.id"), primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10))
    """The market's date: finer, and the order of votes would tell who chose whom."""
    reason: Mapped[str | None] = mapped_column(String(200), default=None)
    """Why somebody of the office voted for a shop that has no phone."""


class LeadHandover(Base):
    """What one lead hands to the next; whoever leaves and whoever comes sign it."""

    __tablename__ = "lead_handover"

    term_id: Mapped[int] = mapped_column(ForeignKey("lead_term.id"), primary_key=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    given_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(String(500), default=None)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
