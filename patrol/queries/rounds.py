"""What screens ask about rounds: a board's, a day's, one's own, one of them whole."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from patrol.cards.rounds import checkpoint_card, round_card, route_card, whole_round_card
from patrol.cards.things import Card, NameOf
from patrol.errors import NotFound
from patrol.model.incidents import Incident
from patrol.model.rounds import Checkpoint, PatrolRoute, Round, RoundFinding, RoundStop, RouteVersion
from patrol.rules.entries import Register
from patrol.rules.round_words import OPEN_STATES, SHOWN_STATES, RoundState
from patrol.rules.rounds import KEPT

AHEAD = timedelta(hours=2)
"""How far a phone looks ahead, so that a round can be walked where there is no signal."""


@dataclass(frozen=True, slots=True)
class Walker:
    """Whose rounds: a person, with the grids they walk in (ids); `markets`: the patrol team's."""

    person_id: int
    grids: frozenset[int]
    markets: frozenset[int]


def board_rounds(
    session: Session, market_id: int, register: Register, name_of: NameOf, place_id: int | None
) -> dict[str, object]:
    """Give the rounds somebody should walk now, in a market or in one grid."""
    wanted = _whole().where(Round.market_id == market_id, Round.state.in_(SHOWN_STATES))
    if place_id is not None:
        wanted = wanted.where(Round.grid_id == place_id)
    return {str(card["id"]): card for card in _cards(session, wanted, register, name_of)}


def of_day(session: Session, market_id: int, day: date, register: Register, name_of: NameOf) -> list[Card]:
    """Give the rounds of a market day in the order of their windows."""
    wanted = _whole().where(Round.market_id == market_id, Round.day == day)
    return _cards(session, wanted.order_by(Round.opens_at, Round.id), register, name_of)


def mine(
    session: Session, walker: Walker, register: Register, name_of: NameOf, *, now: datetime
) -> list[Card]:
    """Give the rounds somebody walks or could take, whole, so that the phone can keep them."""
    theirs = or_(
        Round.grid_id.in_(walker.grids),
        Round.grid_id.is_(None) & Round.market_id.in_(walker.markets),
        Round.person_id == walker.person_id,
    )
    wanted = _whole().where(
        theirs,
        Round.state.in_(OPEN_STATES),
        Round.opens_at <= now + AHEAD,
        or_(Round.person_id.is_(None), Round.person_id == walker.person_id),
    )
    return _whole_cards(session, wanted.order_by(Round.opens_at, Round.id), register, name_of)


def one(session: Session, round_id: int, register: Register, name_of: NameOf) -> Card:
    """Give a round with all its stops and findings."""
    found = _whole_cards(session, _whole().where(Round.id == round_id), register, name_of)
    if not found:
        raise NotFound(f"there is no round {round_id}")
    return found[0]


def expecting(
    session: Session, walker: Walker, market_id: int, checkpoint: str, *, now: datetime
) -> int | None:
    """Give the round that expects somebody at a checkpoint now: the one they walk, else the first due."""
    theirs = or_(
        Round.grid_id.in_(walker.grids),
        Round.grid_id.is_(None) & Round.market_id.in_(walker.markets),
        Round.person_id == walker.person_id,
    )
    rows = session.execute(
        select(Round.id, Round.person_id, Round.closes_at)
        .join(RoundStop, RoundStop.round_id == Round.id)
        .join(Checkpoint, Checkpoint.id == RoundStop.checkpoint_id)
        .where(Round.market_id == market_id, Checkpoint.code == checkpoint, theirs)
        .where(Round.state.in_(SHOWN_STATES), Round.settles_at > now - KEPT)
        .where(or_(Round.person_id.is_(None), Round.person_id == walker.person_id))
    ).all()
    ranked = sorted(rows, key=lambda row: (row.person_id != walker.person_id, row.closes_at, row.id))
    return ranked[0].id if ranked else None


def checkpoints(session: Session, market_id: int, register: Register) -> list[Card]:
    """Give the checkpoints that stand."""
    wanted = select(Checkpoint).where(Checkpoint.market_id == market_id, Checkpoint.ended_at.is_(None))
    return [checkpoint_card(each, register) for each in session.scalars(wanted.order_by(Checkpoint.code))]


def checkpoint_named(session: Session, market_id: int, code: str) -> Checkpoint:
    """Give a checkpoint by its code, one that was taken away too."""
    wanted = select(Checkpoint).where(Checkpoint.market_id == market_id, Checkpoint.code == code)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"there is no checkpoint {code}")
    return found


def routes(session: Session, market_id: int, register: Register) -> list[Card]:
    """Give the routes that stand, each in its newest version."""
    codes = {
        each.id: each.code
        for each in session.scalars(select(Checkpoint).where(Checkpoint.market_id == market_id))
    }
    rows = session.execute(
        select(PatrolRoute, RouteVersion)
        .join(RouteVersion, RouteVersion.route_id == PatrolRoute.id)
        .where(PatrolRoute.market_id == market_id, PatrolRoute.ended_at.is_(None))
        .where(RouteVersion.ended_at.is_(None))
        .order_by(PatrolRoute.code)
    )
    return [route_card(route, version, codes, register) for route, version in rows]


def route_named(session: Session, market_id: int, code: str) -> PatrolRoute:
    """Give a route by its code, one that was given up too."""
    wanted = select(PatrolRoute).where(PatrolRoute.market_id == market_id, PatrolRoute.code == code)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"there is no route {code}")
    return found


def missing_checks(cards: Iterable[Card]) -> list[Card]:
    """Give the checks whose time is over without a report."""
    over = (RoundState.MISSED, RoundState.PARTLY, RoundState.WALKED)
    return [
        card
        for card in cards
        if card["kind"] != "patrol" and card["reported_at"] is None and card["state"] in over
    ]


def _whole() -> Select[Round, PatrolRoute, RouteVersion]:
    return (
        select(Round, PatrolRoute, RouteVersion)
        .join(PatrolRoute, PatrolRoute.id == Round.route_id)
        .join(RouteVersion, RouteVersion.id == Round.route_version_id)
    )


def _cards(
    session: Session,
    wanted: Select[Round, PatrolRoute, RouteVersion],
    register: Register,
    name_of: NameOf,
) -> list[Card]:
    rows = session.execute(wanted).all()
    stops = _stops_of(session, RoundStop.round_id.in_([row.id for row, _, _ in rows]))
    return [round_card(row, route, version, stops[row.id], register, name_of) for row, route, version in rows]


def _whole_cards(
    session: Session,
    wanted: Select[Round, PatrolRoute, RouteVersion],
    register: Register,
    name_of: NameOf,
) -> list[Card]:
    rows = session.execute(wanted).all()
    ids = [row.id for row, _, _ in rows]
    stops = _stops_of(session, RoundStop.round_id.in_(ids))
    spots = {stop.checkpoint_id for each in stops.values() for stop in each}
    known = {each.id: each for each in session.scalars(select(Checkpoint).where(Checkpoint.id.in_(spots)))}
    found: dict[int, list[tuple[RoundFinding, str]]] = defaultdict(list)
    for finding, number in session.execute(
        select(RoundFinding, Incident.number)
        .join(Incident, Incident.id == RoundFinding.incident_id)
        .where(RoundFinding.round_id.in_(ids))
        .order_by(RoundFinding.id)
    ):
        found[finding.round_id].append((finding, number))
    return [
        whole_round_card(
            round_card(row, route, version, stops[row.id], register, name_of),
            stops[row.id],
            known,
            found[row.id],
            name_of,
        )
        for row, route, version in rows
    ]


def _stops_of(session: Session, which: ColumnElement[bool]) -> dict[int, list[RoundStop]]:
    found: dict[int, list[RoundStop]] = defaultdict(list)
    for stop in session.scalars(select(RoundStop).where(which).order_by(RoundStop.seq)):
        found[stop.round_id].append(stop)
    return found
