"""Places and lanes change by ending a version and beginning the next; nothing is overwritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from patrol.errors import Invalid
from patrol.model.places import Lane, Market, Place, PlaceVersion
from patrol.rules.register import LaneRow, PlaceRow
from patrol.rules.register_change import Change, Verb
from patrol.rules.words import PlaceKind

ABOVE = frozenset({PlaceKind.STREET, PlaceKind.COMMUNITY})
"""Kinds that belong to no market."""


def change_places(
    session: Session, market: Market, changes: Sequence[Change], now: datetime
) -> dict[str, int]:
    """Apply the changes of places; give the row number of every place by code."""
    ids = _numbers(session, market, changes)
    touched = [ids[c.code] for c in changes if c.verb in {Verb.CHANGE, Verb.END}]
    _end(session, touched, now)
    versions = [
        {
            "place_id": ids[change.code],
            "parent_id": _parent(change.row, ids),
            "name": change.row.name,
            "boundary": [list(point) for point in change.row.boundary],
            "facts": dict(change.row.facts),
            "valid_from": now,
            "valid_to": None,
        }
        for change in changes
        if change.verb in {Verb.ADD, Verb.CHANGE} and isinstance(change.row, PlaceRow)
    ]
    if versions:
        session.execute(insert(PlaceVersion), versions)
    return ids


def place_numbers(session: Session, market: Market) -> dict[str, tuple[int, PlaceKind]]:
    """Row number and kind of every place of the market and above it, also of those that ended."""
    rows = session.execute(
        select(Place.code, Place.id, Place.kind).where(
            or_(Place.market_id.is_(None), Place.market_id == market.id)
        )
    )
    return {code: (number, PlaceKind(kind)) for code, number, kind in rows}


def _numbers(session: Session, market: Market, changes: Iterable[Change]) -> dict[str, int]:
    """Make what never stood before; a code once used keeps its kind for ever."""
    known = place_numbers(session, market)
    for change in changes:
        if change.verb is not Verb.ADD or not isinstance(change.row, PlaceRow):
            continue
        if (before := known.get(change.code)) is None:
            home = None if change.row.kind in ABOVE else market.id
            session.add(Place(market_id=home, kind=change.row.kind, code=change.code))
        elif before[1] is not change.row.kind:
            raise Invalid(
                f"place {change.code} was a {before[1]} before and can not become a {change.row.kind}"
            )
    session.flush()
    return {code: number for code, (number, _) in place_numbers(session, market).items()}


def _end(session: Session, places: Sequence[int], now: datetime) -> None:
    for first in range(0, len(places), 500):
        session.execute(
            update(PlaceVersion)
            .where(PlaceVersion.place_id.in_(places[first : first + 500]), PlaceVersion.valid_to.is_(None))
            .values(valid_to=now)
        )


def _parent(row: PlaceRow, ids: Mapping[str, int]) -> int | None:
    return None if row.parent is None else ids[row.parent]


def change_lanes(session: Session, market: Market, changes: Sequence[Change], now: datetime) -> None:
    """Apply the changes of lanes."""
    ended = [change.code for change in changes if change.verb in {Verb.CHANGE, Verb.END}]
    for first in range(0, len(ended), 500):
        session.execute(
            update(Lane)
            .where(
                Lane.market_id == market.id,
                Lane.code.in_(ended[first : first + 500]),
                Lane.valid_to.is_(None),
            )
            .values(valid_to=now)
        )
    begun = [
        {**asdict(change.row), "market_id": market.id, "valid_from": now, "valid_to": None}
        for change in changes
        if change.verb in {Verb.ADD, Verb.CHANGE} and isinstance(change.row, LaneRow)
    ]
    if begun:
        session.execute(insert(Lane), begun)
