"""Electing the lead by the votes of the shops: opening, standing, voting, counting."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit
from patrol.actions.duty_doer import Doer
from patrol.actions.lead_terms import Election, elect
from patrol.actions.notices import Message, tell
from patrol.cards.audience import Audience
from patrol.cards.duty_members import members_now
from patrol.errors import Forbidden, Invalid, NotFound, NotNow
from patrol.model.duty import Rota
from patrol.model.lead_ballots import LeadBallot, LeadCandidate, LeadVoter
from patrol.rules.duty_calendar import Calendar
from patrol.rules.entries import Register
from patrol.rules.lead_ballots import BallotState, Phase, count, phase
from patrol.rules.notice_words import NoticeKind

LONGEST_DAYS = 30
LONGEST_TERM_DAYS = 4 * 366


@dataclass(frozen=True, slots=True)
class Plan:
    """How long shops may stand, how long they vote, and how long the elected one leads, in days."""

    stand_days: int = 2
    vote_days: int = 3
    term_days: int = 365


def open_ballot(
    session: Session, rota: Rota, plan: Plan, doer: Doer, register: Register, *, now: datetime
) -> LeadBallot:
    """Call an election; the shops of the group are told.

    Raises:
        Forbidden: whoever asks does not lead the group.
        NotNow: an election of this group is open already.
    """
    doer.must_lead()
    days = (plan.stand_days, plan.vote_days)
    if not all(1 <= each <= LONGEST_DAYS for each in days) or not 1 <= plan.term_days <= LONGEST_TERM_DAYS:
        raise Invalid("want 1 to 30 days to stand and to vote, and a term within four years", ["days"])
    edit(session, rota.id, now=now)
    if open_one(session, rota.place_id) is not None:
        raise NotNow("an election of this group is open", {"because": ["called"]})
    votes_from = now + timedelta(days=plan.stand_days)
    ballot = LeadBallot(
        group_id=rota.place_id,
        opened_by=doer.person_id,
        opened_at=now,
        votes_from=votes_from,
        closes_at=votes_from + timedelta(days=plan.vote_days),
        term_days=plan.term_days,
    )
    session.add(ballot)
    session.flush()
    _tell(session, ballot, rota, NoticeKind.LEAD_BALLOT, "opened", register, now)
    return ballot


def stand(
    session: Session, ballot_id: int, shop: int, pledge: str, doer: Doer, *, reason: str | None, now: datetime
) -> LeadCandidate:
    """Let a shop stand, with what it promises; once more, and it only says it anew."""
    ballot, rota = _locked(session, ballot_id, Phase.STANDING, now)
    doer.speaks_for(shop, reason)
    if shop not in members_now(session, rota, now):
        raise Invalid("only a shop of this group can stand", ["shop"])
    pledge = pledge.strip()[:200]
    found = _candidate(session, ballot.id, shop)
    if found is not None:
        found.pledge = pledge
        return found
    found = LeadCandidate(
        ballot_id=ballot.id, shop_id=shop, pledge=pledge, stood_at=now, stood_by=doer.person_id
    )
    session.add(found)
    session.flush()
    return found


def withdraw(
    session: Session, ballot_id: int, shop: int, doer: Doer, *, reason: str | None, now: datetime
) -> None:
    """Let a shop stand no longer, before the voting begins."""
    ballot, _ = _locked(session, ballot_id, Phase.STANDING, now)
    doer.speaks_for(shop, reason)
    found = _candidate(session, ballot.id, shop)
    if found is not None:
        session.delete(found)


def vote(
    session: Session,
    ballot_id: int,
    shop: int,
    choice: int,
    doer: Doer,
    register: Register,
    *,
    reason: str | None,
    now: datetime,
) -> LeadBallot:
    """Count the one vote of a shop; when everybody has voted, the ballot is counted at once.

    Raises:
        Forbidden: a shop that stands casts the vote of another one.
        NotNow: this shop has voted.
    """
    ballot, rota = _locked(session, ballot_id, Phase.VOTING, now)
    acting = doer.speaks_for(shop, reason)
    members = members_now(session, rota, now)
    if shop not in members:
        raise Invalid("only a shop of this group votes", ["shop"])
    if _candidate(session, ballot.id, choice) is None:
        raise Invalid("name a shop that stands", ["choice"])
    if acting and any(_candidate(session, ballot.id, own) is not None for own in doer.own):
        raise Forbidden("a shop that stands casts no vote for others: the office does")
    day = Calendar(register.markets[rota.market_id].clock.timezone).day(now).isoformat()
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    voter = {"ballot_id": ballot.id, "shop_id": shop, "day": day, "reason": reason if acting else None}
    fresh = session.execute(
        make(LeadVoter).values(**voter).on_conflict_do_nothing().returning(LeadVoter.shop_id)
    ).scalar()
    if fresh is None:
        raise NotNow("this shop has voted", {"because": ["voted"]})
    chosen = (LeadCandidate.ballot_id == ballot.id) & (LeadCandidate.shop_id == choice)
    session.execute(update(LeadCandidate).where(chosen).values(votes=LeadCandidate.votes + 1))
    if members <= set(session.scalars(select(LeadVoter.shop_id).where(LeadVoter.ballot_id == ballot.id))):
        _count(session, ballot, rota, register, now)
    return ballot


def cancel(session: Session, ballot_id: int, doer: Doer, *, now: datetime) -> LeadBallot:
    """Call an election off."""
    ballot, _ = _locked(session, ballot_id, None, now)
    doer.must_lead()
    ballot.state, ballot.closed_at = BallotState.CANCELLED, now
    return ballot


def due(now: datetime) -> Select[LeadBallot]:
    """Ask for open ballots whose voting begins or ends."""
    begins = LeadBallot.called_at.is_(None) & (LeadBallot.votes_from <= now)
    mine = select(LeadBallot).where(LeadBallot.state == BallotState.OPEN)
    return mine.where(begins | (LeadBallot.closes_at <= now)).order_by(LeadBallot.group_id)


def keep_time(session: Session, register: Register, *, now: datetime) -> None:
    """Tell the shops that they can vote, and count what is over."""
    for found in session.scalars(due(now)).all():
        ballot, rota = _locked(session, found.id, None, now)
        if ballot.closes_at <= now:
            _count(session, ballot, rota, register, now)
        elif ballot.called_at is None:
            ballot.called_at = now
            _tell(session, ballot, rota, NoticeKind.LEAD_BALLOT, "vote", register, now)


def open_one(session: Session, group_id: int) -> LeadBallot | None:
    """Give the election of a group that is open."""
    mine = (LeadBallot.group_id == group_id) & (LeadBallot.state == BallotState.OPEN)
    return session.scalars(select(LeadBallot).where(mine)).first()


def candidates(session: Session, ballot_id: int) -> list[LeadCandidate]:
    """Give who stands, in the order in which they stood."""
    rows = select(LeadCandidate).where(LeadCandidate.ballot_id == ballot_id)
    return list(session.scalars(rows.order_by(LeadCandidate.id)))


def _count(session: Session, ballot: LeadBallot, rota: Rota, register: Register, now: datetime) -> None:
    session.flush()
    session.expire_all()
    members = members_now(session, rota, now)
    votes = {one.shop_id: one.votes for one in candidates(session, ballot.id) if one.shop_id in members}
    outcome = count(votes, len(members))
    ballot.state, ballot.closed_at, ballot.members = outcome.state, now, len(members)
    if outcome.lead is not None:
        until = now + timedelta(days=ballot.term_days)
        chosen = Election(outcome.lead, outcome.deputy, until)
        ballot.term_id = elect(session, rota, chosen, by=ballot.opened_by, now=now).id
    _tell(session, ballot, rota, NoticeKind.LEAD_ELECTED, "counted", register, now)


def _locked(session: Session, ballot_id: int, wanted: Phase | None, now: datetime) -> tuple[LeadBallot, Rota]:
    """Take the book of the group and its open ballot, in the phase that is wanted."""
    ballot = session.get(LeadBallot, ballot_id)
    if ballot is None:
        raise NotFound(f"there is no ballot {ballot_id}")
    rota = session.scalars(select(Rota).where(Rota.place_id == ballot.group_id)).one()
    edit(session, rota.id, now=now)
    session.refresh(ballot)
    at = phase(ballot.votes_from, ballot.closes_at, now)
    if ballot.state != BallotState.OPEN or (wanted is not None and at is not wanted):
        step = str(at) if ballot.state == BallotState.OPEN else "counted"
        raise NotNow("the election stands elsewhere", {"because": [step]})
    return ballot, rota


def _candidate(session: Session, ballot_id: int, shop: int) -> LeadCandidate | None:
    mine = (LeadCandidate.ballot_id == ballot_id) & (LeadCandidate.shop_id == shop)
    return session.scalars(select(LeadCandidate).where(mine)).one_or_none()


def _tell(
    session: Session,
    ballot: LeadBallot,
    rota: Rota,
    kind: NoticeKind,
    what: str,
    register: Register,
    now: datetime,
) -> None:
    place = register.places.get(rota.place_id)
    message = Message(
        thing=f"ballot:{ballot.id}:{what}",
        kind=kind,
        market_id=rota.market_id,
        facts={"place": place.name if place else rota.code},
        link=f"/duty/groups/{rota.code.partition('/')[2]}/lead",
        happened_at=now,
    )
    shops = members_now(session, rota, now)
    tell(session, Audience(session, register, rota.market_id, now).keepers(shops), message, now=now)
