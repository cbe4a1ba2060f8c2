"""Elections of a group as screens ask for them: who leads, who stands, who has voted, what came out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_members import members_now
from patrol.cards.things import Card, NameOf, place_of, stamp
from patrol.model.duty import Rota
from patrol.model.duty_life import LeadTerm
from patrol.model.lead_ballots import LeadBallot, LeadCandidate, LeadHandover, LeadVoter
from patrol.rules.entries import Register
from patrol.rules.lead_ballots import BallotState, phase


def terms(session: Session, rota: Rota, register: Register, name_of: NameOf) -> list[Card]:
    """Give the terms of a group's leads, the newest first, with how each was handed over."""
    rows = session.execute(
        select(LeadTerm, LeadHandover)
        .join(LeadHandover, LeadHandover.term_id == LeadTerm.id, isouter=True)
        .where(LeadTerm.group_id == rota.place_id)
        .order_by(LeadTerm.starts_at.desc(), LeadTerm.id.desc())
    )
    return [term_card(term, handed, register, name_of) for term, handed in rows]


def term_card(term: LeadTerm, handed: LeadHandover | None, register: Register, name_of: NameOf) -> Card:
    """One term of office."""
    return {
        "id": term.id,
        "lead": place_of(register, term.lead_id),
        "deputy": place_of(register, term.deputy_id),
        "starts_at": stamp(term.starts_at),
        "ends_at": stamp(term.ends_at),
        "letter": term.letter,
        "handover": handed
        and {
            "from": place_of(register, handed.from_id),
            "given_by": name_of(handed.given_by),
            "given_at": stamp(handed.given_at),
            "note": handed.note,
            "taken_by": name_of(handed.taken_by),
            "taken_at": stamp(handed.taken_at),
        },
    }


def ballots(session: Session, rota: Rota, register: Register, *, now: datetime, most: int = 10) -> list[Card]:
    """Give a group's elections, the newest first. How many chose whom is told when it is over."""
    rows = select(LeadBallot).where(LeadBallot.group_id == rota.place_id)
    newest = session.scalars(rows.order_by(LeadBallot.id.desc()).limit(most)).all()
    return [ballot_card(session, one, rota, register, now=now) for one in newest]


def ballot_card(session: Session, one: LeadBallot, rota: Rota, register: Register, *, now: datetime) -> Card:
    """One election."""
    voted = set(session.scalars(select(LeadVoter.shop_id).where(LeadVoter.ballot_id == one.id)))
    standing = select(LeadCandidate).where(LeadCandidate.ballot_id == one.id).order_by(LeadCandidate.id)
    is_open = one.state == BallotState.OPEN
    members = members_now(session, rota, now) if is_open else set(voted)
    return {
        "id": one.id,
        "state": one.state,
        "phase": str(phase(one.votes_from, one.closes_at, now)) if is_open else None,
        "opened_at": stamp(one.opened_at),
        "votes_from": stamp(one.votes_from),
        "closes_at": stamp(one.closes_at),
        "closed_at": stamp(one.closed_at),
        "term_days": one.term_days,
        "members": len(members) if is_open else one.members,
        "voted": [place_of(register, shop) for shop in sorted(voted)],
        "missing": [place_of(register, shop) for shop in sorted(members - voted)],
        "candidates": [
            {
                "shop": place_of(register, each.shop_id),
                "pledge": each.pledge,
                "votes": None if is_open else each.votes,
            }
            for each in session.scalars(standing)
        ],
    }
