"""The people side of a rota, read from the register's history, absences and terms of office."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.duty import Rota
from patrol.model.duty_life import Absence, Gathering, LeadTerm
from patrol.model.people import Grant
from patrol.model.places import Place, PlaceVersion
from patrol.rules.duty_members import Away, Member, Roster, Span, Term
from patrol.rules.duty_words import AbsenceKind, Keeper
from patrol.rules.words import PlaceKind, Role

EVER = datetime(1970, 1, 1, tzinfo=UTC)
Stays = dict[int, list[Span]]


def roster_of(session: Session, rota: Rota) -> Roster:
    """Give everybody who ever belonged, with their absences; guests for as long as they stand here."""
    stays = _all_stays(session, rota)
    away = _absences(session, rota.keeper, stays)
    members = tuple(Member(holder, tuple(stays[holder]), tuple(away[holder])) for holder in sorted(stays))
    return Roster(rota.code, members, tuple(_terms(session, rota)))


def has_belonged(session: Session, rota: Rota, holder: int) -> bool:
    """Say whether somebody belongs to a rota or ever did, as a guest too."""
    return holder in _all_stays(session, rota)


def rests(session: Session, rota: Rota) -> list[Span]:
    """Give the times in which the rota rests because its shops stand with another group."""
    away = select(Gathering).where(Gathering.guest_id == rota.id).order_by(Gathering.starts_at)
    return [Span(one.starts_at, one.ends_at) for one in session.scalars(away)]


def _all_stays(session: Session, rota: Rota) -> Stays:
    stays = _stays(session, rota)
    for guest, span in _guests(session, rota):
        for holder, theirs in _stays(session, guest).items():
            stays[holder] += [common for stay in theirs if (common := _common(stay, span))]
    return stays


def _stays(session: Session, rota: Rota) -> Stays:
    """Give who belonged when. Whoever was there at the opening also has a share in the turn that ran then."""
    found: Stays = defaultdict(list)
    if rota.keeper == Keeper.PERSON:
        rows = select(Grant.person_id, Grant.valid_from, Grant.valid_to).where(
            Grant.place_id == rota.place_id, Grant.role == Role.GUARD
        )
    else:
        rows = (
            select(PlaceVersion.place_id, PlaceVersion.valid_from, PlaceVersion.valid_to)
            .join(Place, Place.id == PlaceVersion.place_id)
            .where(PlaceVersion.parent_id == rota.place_id, Place.kind == PlaceKind.SHOP)
        )
    for holder, start, end in session.execute(rows):
        found[holder].append(Span(EVER if start <= rota.opened_at else start, end))
    return found


def _guests(session: Session, rota: Rota) -> list[tuple[Rota, Span]]:
    guests = select(Rota, Gathering).join(Gathering, Gathering.guest_id == Rota.id)
    rows = session.execute(guests.where(Gathering.host_id == rota.id).order_by(Gathering.id))
    return [(guest, Span(one.starts_at, one.ends_at)) for guest, one in rows]


def _common(stay: Span, span: Span) -> Span | None:
    start = max(stay.start, span.start)
    ends = [end for end in (stay.end, span.end) if end is not None]
    end = min(ends) if ends else None
    return Span(start, end) if end is None or start < end else None


def _absences(session: Session, keeper: Keeper, holders: Iterable[int]) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    standing = select(Absence).where(
        Absence.keeper == keeper, Absence.holder_id.in_(list(holders)), Absence.withdrawn_at.is_(None)
    )
    for one in session.scalars(standing.order_by(Absence.starts_at, Absence.id)):
        excused = one.kind != AbsenceKind.VOLUNTARY
        found[one.holder_id].append(Away(Span(one.starts_at, one.ends_at), excused))
    return found


def _terms(session: Session, rota: Rota) -> list[Term]:
    """Give terms of office; before and without them, the lead the register names."""
    rows = select(LeadTerm).where(LeadTerm.group_id == rota.place_id).order_by(LeadTerm.starts_at.desc())
    terms = [
        Term(Span(one.starts_at, one.ends_at), one.lead_id, one.deputy_id) for one in session.scalars(rows)
    ]
    named = _named_lead(session, rota)
    return [*terms, Term(Span(EVER), named)] if named is not None else terms


def _named_lead(session: Session, rota: Rota) -> int | None:
    facts = session.scalar(
        select(PlaceVersion.facts).where(
            PlaceVersion.place_id == rota.place_id,
            PlaceVersion.valid_to.is_(None),
        )
    )
    code = (facts or {}).get("lead")
    if not code:
        return None
    return session.scalar(
        select(Place.id).where(
            Place.market_id == rota.market_id, Place.kind == PlaceKind.SHOP, Place.code == str(code)
        )
    )


def members_now(session: Session, rota: Rota, now: datetime) -> frozenset[int]:
    """Give who belongs to a rota at an instant."""
    members = roster_of(session, rota).members
    return frozenset(one.id for one in members if any(stay.holds(now) for stay in one.stays))


def leads_now(session: Session, rota: Rota, *, now: datetime) -> list[int]:
    """Give the lead and the deputy in office at an instant."""
    for term in _terms(session, rota):
        if term.span.holds(now):
            return [one for one in (term.lead, term.deputy) if one is not None]
    return []
