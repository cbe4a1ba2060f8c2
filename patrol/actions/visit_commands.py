"""What people do with a visit list, by one shape of command; the same command twice is one change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import round_payload as read
from patrol.actions import visits
from patrol.actions.once import Reply, once
from patrol.actions.visit_reminders import remind
from patrol.actions.visits import Call
from patrol.errors import Forbidden, Invalid, NotFound, NotNow, VersionConflict
from patrol.model.places import Place
from patrol.model.visits import VisitList
from patrol.rules.entries import Register
from patrol.rules.rounds import against_clock
from patrol.rules.visit_words import VisitResult
from patrol.rules.words import Category, PlaceKind


@dataclass(frozen=True, slots=True)
class VisitOrder:
    """One command to one list. `runs`: the office; `grids`: where the person may visit (ids)."""

    list_id: int
    command: str
    command_id: str
    expected_version: int
    payload: Mapping[str, object]
    actor_id: int | None
    runs: bool = False
    grids: frozenset[int] = frozenset()


def command(session: Session, order: VisitOrder, register: Register, *, now: datetime) -> Reply:
    """Carry out a command once: `visit` for guards, `remind` and `close` for the office."""
    row = session.get(VisitList, order.list_id)
    if row is None:
        raise NotFound(f"there is no visit list {order.list_id}")

    def act() -> Reply:
        match order.command:
            case "visit":
                return visits.call(session, _call(session, order, row, register, now), register, now=now)
            case "remind" | "close":
                return _run(session, order, row, register, now)
        raise Invalid(f"there is no command {order.command!r}: want visit, remind or close")

    entity = f"visit_list:{row.id}"
    return once(session, entity, order.command_id, act, actor_id=order.actor_id, now=now)


def _run(session: Session, order: VisitOrder, row: VisitList, register: Register, now: datetime) -> Reply:
    if not order.runs:
        raise Forbidden("only the office runs visit lists")
    if order.expected_version > row.version:
        raise Invalid(f"this list has not reached version {order.expected_version} yet")
    if order.command == "close":
        return {"card": visits.close(session, row.id, register, by=order.actor_id, now=now)}
    if row.closed_at is not None:
        raise NotNow("this list is closed", {"because": "list-closed"})
    if order.expected_version < row.version and row.reminded_at is not None:
        raise VersionConflict("somebody reminded them already", {"version": row.version, "by": None})
    row.reminded_at = now
    row.version += 1
    told = remind(session, row, order.command_id, now=now)
    return {"told": told, "card": visits.tell(session, row, register, "visit_list.changed", now=now)}


def _call(session: Session, order: VisitOrder, row: VisitList, register: Register, now: datetime) -> Call:
    at = read.instant(order.payload, "happened_at", now)
    if because := against_clock(at, now=now):
        raise NotNow("the phone's clock can not be right", {"because": f"clock-{because}"})
    code = read.needed(order.payload, "shop", longest=64)
    named = select(Place.id).where(
        Place.market_id == row.market_id, Place.kind == PlaceKind.SHOP, Place.code == code
    )
    shop = session.scalar(named)
    if shop is None:
        raise NotFound("this shop is not on the list")
    grid = register.above(shop, PlaceKind.GRID)
    if grid is None or grid.id not in order.grids:
        raise Forbidden("this shop lies in another grid than yours")
    try:
        result = VisitResult(read.needed(order.payload, "result"))
        category = Category(read.text(order.payload, "category") or Category.OTHER)
    except ValueError:
        raise Invalid("payload.result: want seen, problem, refused or absent", ["payload.result"]) from None
    note = read.text(order.payload, "note", longest=500)
    if result is VisitResult.PROBLEM and note is None:
        raise Invalid("payload.note: say what the problem is", ["payload.note"])
    return Call(
        row.id,
        shop,
        result,
        min(at, now),
        order.actor_id,
        order.command_id,
        note,
        read.media(order.payload),
        category,
    )
