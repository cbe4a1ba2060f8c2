"""What a phone in the field asks: one's own tasks, the few metres around a point, places by name."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from patrol.cards.tasks import own_task_card, timer_cards
from patrol.cards.things import Card, NameOf
from patrol.model.incidents import Incident
from patrol.model.places import Lane
from patrol.model.tasks import Task, Timer
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.frame import Box
from patrol.rules.register import Point
from patrol.rules.run_cards import CAR
from patrol.rules.words import PlaceKind

REACH_M = 75.0
MOST_PLACES = 8
NAMED = frozenset(
    {PlaceKind.SHOP, PlaceKind.GATE, PlaceKind.WORKROOM, PlaceKind.ZONE, PlaceKind.GROUP, PlaceKind.GRID}
)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who asks: a person, the markets whose cars they ride in, and the shops they answer for."""

    person_id: int
    car_markets: frozenset[int] = frozenset()
    shops: frozenset[int] = frozenset()


def tasks_of(session: Session, doer: Doer, register: Register, name_of: NameOf) -> list[Card]:
    """Give the open tasks a person may answer, each with what is waited for."""
    nobody_yet = or_(Task.doer_id.is_(None), Task.doer_id == doer.person_id)
    in_a_car = and_(Task.part == CAR, Incident.market_id.in_(doer.car_markets), nobody_yet)
    mine = or_(Task.person_id == doer.person_id, in_a_car, Task.place_id.in_(doer.shops))
    rows = session.execute(
        select(Task, Incident)
        .join(Incident, Incident.id == Task.incident_id)
        .where(Task.settled_at.is_(None), mine)
        .order_by(Task.id)
    ).all()
    timers: dict[int | None, list[Timer]] = defaultdict(list)
    standing = select(Timer).where(Timer.task_id.in_([task.id for task, _ in rows]))
    for timer in session.scalars(standing.where(Timer.stopped_at.is_(None))):
        timers[timer.task_id].append(timer)
    return [
        {**own_task_card(task, incident, register, name_of), "timers": timer_cards(timers[task.id])}
        for task, incident in rows
    ]


def shops_under(register: Register, place_ids: frozenset[int]) -> frozenset[int]:
    """Give the shops that are one of these places or lie in one."""
    shops = (place for place in register.places.values() if place.kind is PlaceKind.SHOP)
    return frozenset(shop.id for shop in shops if register.ancestors(shop.id) & place_ids)


def surroundings(session: Session, market: MarketEntry, register: Register, at: Point) -> dict[str, Any]:
    """Give the shops and lanes around a point, plan metres: a small map, without devices or persons."""
    x, y = at
    window = Box(x - REACH_M, y - REACH_M, x + REACH_M, y + REACH_M)
    shops = (
        place
        for place in register.places.values()
        if place.kind is PlaceKind.SHOP and place.market_id == market.id
    )
    lanes = session.scalars(select(Lane).where(Lane.market_id == market.id, Lane.valid_to.is_(None)))
    return {
        "shops": [_outline(shop) for shop in shops if _touches(window, shop.boundary)],
        "lanes": [
            _line(lane) for lane in lanes if _touches(window, lane.line) or _crosses(window, lane.line)
        ],
    }


def places_named(market: MarketEntry, register: Register, text: str) -> list[Mapping[str, str]]:
    """Give the places whose code or name holds the text; those that begin with it first."""
    wanted = text.strip().casefold()
    found = []
    for place in register.places.values():
        if place.market_id != market.id or place.kind not in NAMED:
            continue
        code, name = place.code.casefold(), place.name.casefold()
        if wanted in code or wanted in name:
            found.append((not (code.startswith(wanted) or name.startswith(wanted)), place.code, place))
    found.sort(key=lambda one: one[:2])
    return [
        {"code": place.code, "name": place.name, "kind": place.kind} for _, _, place in found[:MOST_PLACES]
    ]


def _outline(shop: PlaceEntry) -> Card:
    return {
        "code": shop.code,
        "name": shop.name,
        "boundary": [[round(x, 1), round(y, 1)] for x, y in shop.boundary],
    }


def _line(lane: Lane) -> Card:
    line = [[round(x, 1), round(y, 1)] for x, y in lane.line]
    return {"name": lane.name, "line": line, "width_m": lane.width_m}


def _touches(window: Box, points: Any) -> bool:
    return any(window.holds(x, y) for x, y in points)


def _crosses(window: Box, line: Any) -> bool:
    """Whether one of a line's pieces may pass through: its own box meets the window."""
    return any(
        min(ax, bx) <= window.east
        and max(ax, bx) >= window.west
        and min(ay, by) <= window.north
        and max(ay, by) >= window.south
        for (ax, ay), (bx, by) in pairwise(line)
    )
