"""Electing the lead of a group: a term with a deputy begins, the one before ends, and rights go with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol.actions.duty_plan import mark_changed
from patrol.cards.duty_members import leads_now, members_now
from patrol.errors import Invalid
from patrol.model.duty import Rota
from patrol.model.duty_life import LeadTerm
from patrol.model.lead_ballots import LeadHandover
from patrol.model.people import Grant
from patrol.rules.words import Role

LONGEST = timedelta(days=4 * 366)


@dataclass(frozen=True, slots=True)
class Election:
    """Who was elected, with whom as deputy, until when, and the letter of responsibility."""

    lead: int
    deputy: int | None
    until: datetime | None = None
    letter: str | None = None


def elect(session: Session, rota: Rota, chosen: Election, *, by: int | None, now: datetime) -> LeadTerm:
    """Begin a term now. The accounts of the shop that led speak for their shop from now on, those of the
    elected one for the group.

    Raises:
        Invalid: lead or deputy is no member, both are one shop, or the term ends before it begins.
    """
    _check(session, rota, chosen, now)
    before = leads_now(session, rota, now=now)[:1]
    session.execute(
        update(LeadTerm)
        .where(LeadTerm.group_id == rota.place_id, LeadTerm.ends_at.is_(None) | (LeadTerm.ends_at > now))
        .values(ends_at=now)
    )
    term = LeadTerm(
        group_id=rota.place_id,
        lead_id=chosen.lead,
        deputy_id=chosen.deputy,
        starts_at=now,
        ends_at=chosen.until,
        letter=(chosen.letter or "").strip()[:100] or None,
        made_by=by,
    )
    session.add(term)
    session.flush()
    if before != [chosen.lead]:
        session.add(LeadHandover(term_id=term.id, from_id=before[0] if before else None))
        _hand_over(session, rota.place_id, before[0] if before else None, chosen.lead, now)
    mark_changed(session, rota.id)
    session.flush()
    return term


def _check(session: Session, rota: Rota, chosen: Election, now: datetime) -> None:
    members = members_now(session, rota, now)
    if chosen.lead not in members or (chosen.deputy is not None and chosen.deputy not in members):
        raise Invalid("lead and deputy are shops of this group", ["lead", "deputy"])
    if chosen.lead == chosen.deputy:
        raise Invalid("the deputy is another shop than the lead", ["deputy"])
    if chosen.until is not None and not now < chosen.until <= now + LONGEST:
        raise Invalid("a term ends after it begins, within four years", ["until"])


def _hand_over(session: Session, group: int, before: int | None, after: int, now: datetime) -> None:
    leading = (Grant.place_id == group) & (Grant.role == Role.LEAD) & Grant.valid_to.is_(None)
    for grant in session.scalars(select(Grant).where(leading)).all():
        grant.valid_to = now
        if before is not None:
            _give(session, grant.person_id, Role.SHOP, before, now)
    owning = (Grant.place_id == after) & (Grant.role == Role.SHOP) & Grant.valid_to.is_(None)
    for person in session.scalars(select(Grant.person_id).where(owning)).all():
        _give(session, person, Role.LEAD, group, now)


def _give(session: Session, person: int, role: Role, place: int, now: datetime) -> None:
    mine = (Grant.person_id == person) & (Grant.role == role) & (Grant.place_id == place)
    if session.scalars(select(Grant.id).where(mine, Grant.valid_to.is_(None))).first() is None:
        session.add(Grant(person_id=person, role=role, place_id=place, valid_from=now))
