"""Where things lie: the path from a place up to its street, as rights need it."""

from collections.abc import Iterable

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from patrol.model.alerts import Alert, Silence
from patrol.model.incidents import Incident
from patrol.model.places import Market, Place, PlaceVersion
from patrol.model.quiet import Poster, Unmasking
from patrol.model.roll_calls import RollCall
from patrol.model.signals import Quarantined
from patrol.rules.rights import PlacePath, Spot
from patrol.rules.words import PlaceKind

DEEPEST = 12
"""Levels after which a path ends, should the register ever hold a circle."""


def of_places(session: Session, place_ids: Iterable[int]) -> dict[int, PlacePath]:
    """Give the present path of each place, the place itself first."""
    wanted = set(place_ids)
    if not wanted:
        return {}
    found: dict[int, list[Spot]] = {place_id: [] for place_id in wanted}
    for start, kind, code, market in session.execute(_upwards(wanted)):
        found[start].append(Spot(PlaceKind(kind), code, market))
    return {place_id: tuple(spots) for place_id, spots in found.items() if spots}


def of_market(session: Session, code: str) -> PlacePath | None:
    """Give the path of a market by its code."""
    return _of_first(session, _named(PlaceKind.MARKET, code))


def of_room(session: Session, kind: str, code: str) -> tuple[PlacePath, ...]:
    """Give the paths of every place a room may mean; grids of two markets may share a code."""
    level = "market" if kind == "police" else kind
    if level not in (PlaceKind.MARKET, PlaceKind.GRID, PlaceKind.GROUP):
        return ()
    ids = list(session.scalars(_named(PlaceKind(level), code)))
    return tuple(of_places(session, ids).values())


def of_alert(session: Session, alert_id: int) -> PlacePath | None:
    """Give the path of the smallest place known of an alert."""
    row = session.execute(
        select(Alert.market_id, Alert.place_id, Alert.group_id, Alert.grid_id).where(Alert.id == alert_id)
    ).one_or_none()
    return None if row is None else _smallest(session, *row)


def of_incident(session: Session, incident_id: int) -> PlacePath | None:
    """Give the path of the smallest place known of an incident."""
    row = session.execute(
        select(Incident.market_id, Incident.place_id, Incident.group_id, Incident.grid_id).where(
            Incident.id == incident_id
        )
    ).one_or_none()
    return None if row is None else _smallest(session, *row)


def of_poster(session: Session, poster_id: int) -> PlacePath | None:
    """Give the path of the place where a poster hangs."""
    place_id = session.scalar(select(Poster.place_id).where(Poster.id == poster_id))
    return None if place_id is None else of_places(session, [place_id]).get(place_id)


def of_unmasking(session: Session, unmasking_id: int) -> PlacePath | None:
    """Give the path of the incident whose hidden name is asked for."""
    asked = session.scalar(select(Unmasking.incident_id).where(Unmasking.id == unmasking_id))
    return None if asked is None else of_incident(session, asked)


def of_place(session: Session, market: str, code: str) -> PlacePath | None:
    """Give the path of a market's place by its code."""
    named = select(Place.id).join(Market, Market.id == Place.market_id)
    return _of_first(session, named.where(Market.code == market, Place.code == code))


def of_roll_call(session: Session, roll_call_id: int) -> PlacePath | None:
    """Give the path of the group that is called."""
    named = select(Place.id).join(RollCall, RollCall.group_id == Place.id)
    return _of_first(session, named.where(RollCall.id == roll_call_id))


def of_silence(session: Session, silence_id: int) -> PlacePath | None:
    """Give the path of the market a window belongs to."""
    return _of_first(session, _of_markets(select(Silence.market_id).where(Silence.id == silence_id)))


def of_quarantined(session: Session, quarantined_id: int) -> tuple[PlacePath, ...] | None:
    """Give the market a message was meant for; all markets when nobody knows."""
    row = session.execute(select(Quarantined.market_id).where(Quarantined.id == quarantined_id)).one_or_none()
    if row is None:
        return None
    statement = select(Place.id).where(Place.kind == PlaceKind.MARKET)
    if row.market_id is not None:
        statement = statement.where(Place.market_id == row.market_id)
    return tuple(of_places(session, session.scalars(statement)).values())


def _smallest(session: Session, market_id: int, *place_ids: int | None) -> PlacePath | None:
    known = next((place_id for place_id in place_ids if place_id is not None), None)
    if known is not None and (path := of_places(session, [known]).get(known)):
        return path
    return _of_first(session, _of_markets(select(literal(market_id))))


def _of_markets(market_ids: Select[int]) -> Select[int]:
    return select(Place.id).where(Place.kind == PlaceKind.MARKET, Place.market_id.in_(market_ids))


def _named(kind: PlaceKind, code: str) -> Select[int]:
    return select(Place.id).where(Place.kind == kind, Place.code == code)


def _of_first(session: Session, statement: Select[int]) -> PlacePath | None:
    place_id = session.scalars(statement.order_by(Place.id).limit(1)).one_or_none()
    return None if place_id is None else of_places(session, [place_id]).get(place_id)


def _upwards(place_ids: set[int]) -> Select[int, PlaceKind, str, str]:
    first = select(Place.id.label("start"), Place.id.label("place_id"), literal(0).label("height")).where(
        Place.id.in_(place_ids)
    )
    up = first.cte("up", recursive=True)
    above = (
        select(up.c.start, PlaceVersion.parent_id, up.c.height + 1)
        .join(PlaceVersion, PlaceVersion.place_id == up.c.place_id)
        .where(PlaceVersion.valid_to.is_(None), PlaceVersion.parent_id.is_not(None), up.c.height < DEEPEST)
    )
    up = up.union_all(above)
    return (
        select(up.c.start, Place.kind, Place.code, Market.code)
        .join(Place, Place.id == up.c.place_id)
        .outerjoin(Market, Market.id == Place.market_id)
        .order_by(up.c.start, up.c.height)
    )
