"""The plan of a market as a board draws it: places, lanes and devices as they stood at an instant.

In TypeScript (web/src/plan/model.ts), metres, x east, y north, rounded to centimetres:

    interface Plan {
      version: string;                      // changes with the register; also the ETag
      frame: { lat: number; lon: number; rotation_deg: number };
      market: PlanPlace | null;
      grids: PlanPlace[]; groups: PlanPlace[]; shops: PlanPlace[]; zones: PlanPlace[];
      gates: PlanPlace[]; workrooms: PlanPlace[];
      lanes: { code: string; name: string; start: string; end: string; line: [number, number][];
               width_m: number; cars: boolean }[];
      devices: { code: string; class: string; name: string; x: number | null; y: number | null;
                 facing: number | null; place: string | null; grid: string | null }[];
    }
    interface PlanPlace {
      kind: string; code: string; name: string; parent: string | null; boundary: [number, number][];
      grid: string | null;                  // the grid it lies in
      facts: { trade?, opens?, closes?, lane?, face_x?, face_y?, use?, limit?, lead? };
    }

Owners and telephone numbers are personal data and never part of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import orjson
from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from patrol.errors import NotFound
from patrol.model.devices import Device
from patrol.model.places import Lane, Market, Place, PlaceVersion
from patrol.rules.words import PlaceKind

PUBLIC_FACTS = ("trade", "opens", "closes", "lane", "face_x", "face_y", "use", "limit", "lead")
LISTS = {
    PlaceKind.GRID: "grids",
    PlaceKind.GROUP: "groups",
    PlaceKind.SHOP: "shops",
    PlaceKind.ZONE: "zones",
    PlaceKind.GATE: "gates",
    PlaceKind.WORKROOM: "workrooms",
}
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan ready to be sent. `version` is equal exactly when the body is."""

    version: str
    body: Mapping[str, Any]

    def json(self) -> bytes:
        """Give the body as the wire wants it."""
        return orjson.dumps(self.body)


@dataclass(frozen=True, slots=True)
class _Tree:
    """Which place lies under which, by row number."""

    codes: Mapping[int, str]
    kinds: Mapping[int, str]
    parents: Mapping[int, int | None]

    def grid(self, place: int | None) -> str | None:
        """Return the code of the grid a place lies in."""
        for _ in range(8):
            if place is None or self.kinds.get(place) == PlaceKind.GRID:
                break
            place = self.parents.get(place)
        return None if place is None else self.codes.get(place)


def plan(session: Session, market_code: str, at: datetime) -> Plan:
    """Give the plan of a market at an instant; devices as they are now.

    Raises NotFound for a market that does not exist.
    """
    market = session.scalars(select(Market).where(Market.code == market_code)).one_or_none()
    if market is None:
        raise NotFound(f"there is no market {market_code}")
    rows = _places(session, market, at)
    tree = _Tree(
        {row.id: row.code for row in rows},
        {row.id: row.kind for row in rows},
        {row.id: row.parent_id for row in rows},
    )
    by_kind: dict[str, list[Document]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(_place(row, tree))
    body = {
        "frame": {"lat": market.lat, "lon": market.lon, "rotation_deg": market.rotation_deg},
        "market": next(iter(by_kind[PlaceKind.MARKET]), None),
        **{name: by_kind[kind] for kind, name in LISTS.items()},
        "lanes": [_lane(row) for row in _lanes(session, market, at)],
        "devices": [_device(row, tree) for row in _devices(session, market)],
    }
    version = blake2b(orjson.dumps(body), digest_size=9).hexdigest()
    return Plan(version, {"version": version, **body})


def _places(session: Session, market: Market, at: datetime) -> list[Row[Any]]:
    version = PlaceVersion
    return list(
        session.execute(
            select(
                Place.id,
                Place.code,
                Place.kind,
                version.parent_id,
                version.name,
                version.boundary,
                version.facts,
            )
            .join(version, version.place_id == Place.id)
            .where(Place.market_id == market.id, version.valid_from <= at)
            .where(or_(version.valid_to.is_(None), version.valid_to > at))
            .order_by(Place.id)
        )
    )


def _place(row: Row[Any], tree: _Tree) -> Document:
    return {
        "kind": row.kind,
        "code": row.code,
        "name": row.name,
        "parent": None if row.parent_id is None else tree.codes.get(row.parent_id),
        "boundary": _centimetres(row.boundary),
        "grid": tree.grid(row.id),
        "facts": {name: row.facts[name] for name in PUBLIC_FACTS if name in row.facts},
    }


def _lanes(session: Session, market: Market, at: datetime) -> Iterable[Row[Any]]:
    standing = and_(Lane.valid_from <= at, or_(Lane.valid_to.is_(None), Lane.valid_to > at))
    return session.execute(
        select(Lane.code, Lane.name, Lane.start, Lane.end, Lane.line, Lane.width_m, Lane.cars)
        .where(Lane.market_id == market.id, standing)
        .order_by(Lane.code)
    )


def _lane(row: Row[Any]) -> Document:
    return {**row._mapping, "line": _centimetres(row.line)}


def _devices(session: Session, market: Market) -> Iterable[Row[Any]]:
    return session.execute(
        select(
            Device.code, Device.device_class, Device.name, Device.x, Device.y, Device.facing, Device.place_id
        )
        .where(Device.market_id == market.id, Device.active)
        .order_by(Device.id)
    )


def _device(row: Row[Any], tree: _Tree) -> Document:
    return {
        "code": row.code,
        "class": row.device_class,
        "name": row.name,
        "x": row.x,
        "y": row.y,
        "facing": row.facing,
        "place": None if row.place_id is None else tree.codes.get(row.place_id),
        "grid": tree.grid(row.place_id),
    }


def _centimetres(points: Iterable[Iterable[float]]) -> list[list[float]]:
    return [[round(x, 2), round(y, 2)] for x, y in points]
