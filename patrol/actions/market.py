"""A market file is taken over: compared with what stands, then applied as one change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import triage_rules
from patrol.actions.market_devices import change_devices
from patrol.actions.market_people import change_people
from patrol.actions.market_places import change_lanes, change_places
from patrol.actions.register import touch
from patrol.errors import Invalid
from patrol.model.places import Market, Place
from patrol.rules.register import MarketFile, MarketRow
from patrol.rules.register_change import Change, Sheet, Verb, changes, obstacles
from patrol.rules.words import PlaceKind


def import_market(
    session: Session, wanted: MarketFile, standing: MarketFile | None, *, end_missing: bool, now: datetime
) -> tuple[Change, ...]:
    """Bring the register to what the file says, and say row by row what was done.

    `standing` is what stands by the market's code. Raises Invalid, and has changed nothing then,
    when a place or a device would hang in the air.
    """
    done = planned_changes(wanted, standing, end_missing=end_missing)
    if all(change.verb is Verb.SAME for change in done):
        return done
    market = _market(session, wanted.market)
    places = change_places(session, market, _of(done, Sheet.PLACES), now)
    change_lanes(session, market, _of(done, Sheet.LANES), now)
    change_devices(session, market, _of(done, Sheet.DEVICES), places)
    change_people(session, _of(done, Sheet.PEOPLE), places, now)
    session.flush()
    _require_own_rooms(session, market)
    triage_rules.give_defaults(session, market.id, now=now)
    touch(session)
    return done


def planned_changes(
    wanted: MarketFile, standing: MarketFile | None, *, end_missing: bool
) -> tuple[Change, ...]:
    """Say what an import would do. Raises Invalid when it can not be done."""
    done = changes(wanted, standing, end_missing=end_missing)
    if faults := obstacles(done, standing):
        raise Invalid("the register can not be brought to what the file says", faults)
    return done


def _market(session: Session, row: MarketRow) -> Market:
    """Write the market itself; every import that changes anything raises the register's version."""
    market = session.scalars(select(Market).where(Market.code == row.code)).one_or_none()
    if market is None:
        market = Market(
            code=row.code, name=row.name, timezone=row.timezone, lat=row.lat, lon=row.lon, register_version=0
        )
        session.add(market)
    market.name, market.timezone, market.lat, market.lon = row.name, row.timezone, row.lat, row.lon
    market.rotation_deg, market.cut, market.opens, market.closes = (
        row.rotation_deg,
        row.cut,
        row.opens,
        row.closes,
    )
    market.register_version += 1
    session.flush()
    return market


def _require_own_rooms(session: Session, market: Market) -> None:
    """Refuse a grid or group whose code another market has: the code names its room of the stream."""
    rooms = (PlaceKind.GRID, PlaceKind.GROUP)
    ours = select(Place.code).where(Place.market_id == market.id, Place.kind.in_(rooms))
    theirs = select(Place.code).where(
        Place.market_id != market.id, Place.kind.in_(rooms), Place.code.in_(ours)
    )
    if taken := sorted(session.scalars(theirs)):
        faults = [f"places: code {code}: another market has a grid or group of that code" for code in taken]
        raise Invalid("grids and groups need codes of their own across all markets", faults)


def _of(done: Sequence[Change], sheet: Sheet) -> list[Change]:
    return [change for change in done if change.sheet is sheet]
