"""Routes: a change is a new version, and the rounds not begun yet follow it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import isfinite

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from patrol.errors import Invalid, NotFound, VersionConflict
from patrol.model.rounds import Checkpoint, PatrolRoute, Round, RoundStop, RouteVersion
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.round_words import RoundState, RouteKind
from patrol.rules.rounds import Window
from patrol.rules.words import PlaceKind

MOST_STOPS, MOST_WINDOWS = 60, 48


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """A route as somebody wants it. `stops`: codes of checkpoints in their order; `grid` None: the team's."""

    code: str
    name: str
    kind: RouteKind
    grid: str | None
    stops: tuple[str, ...]
    windows: tuple[Window, ...]
    by_car: bool = False
    expected_version: int = 0


def put(
    session: Session,
    market: MarketEntry,
    draft: RouteDraft,
    register: Register,
    *,
    by: int | None,
    now: datetime,
) -> tuple[PatrolRoute, RouteVersion]:
    """Set a route up, or give it another version."""
    stops = _stops(session, market.id, draft)
    grid_id = _grid(register, market.id, draft)
    _check_windows(draft.windows)
    named = select(PatrolRoute).where(PatrolRoute.market_id == market.id, PatrolRoute.code == draft.code)
    route = session.scalars(named.with_for_update()).one_or_none()
    if draft.expected_version != (route.version if route else 0):
        raise VersionConflict("this route changed since you looked at it", _standing(route))
    if route is None:
        route = PatrolRoute(market_id=market.id, code=draft.code, kind=draft.kind, grid_id=grid_id)
        session.add(route)
    else:
        route.kind, route.grid_id, route.ended_at = draft.kind, grid_id, None
        route.version += 1
    session.flush()
    return route, _new_version(session, market, route, draft, stops, by=by, now=now)


def end(session: Session, route_id: int, *, expected_version: int, now: datetime) -> PatrolRoute:
    """Give a route up; rounds that were begun are walked to their end."""
    route = session.get(PatrolRoute, route_id, with_for_update=True)
    if route is None or route.ended_at is not None:
        raise NotFound(f"there is no route {route_id}")
    if route.version != expected_version:
        raise VersionConflict("this route changed since you looked at it", _standing(route))
    route.ended_at = now
    route.version += 1
    _forget_planned(session, route)
    return route


def _new_version(
    session: Session,
    market: MarketEntry,
    route: PatrolRoute,
    draft: RouteDraft,
    stops: Sequence[Checkpoint],
    *,
    by: int | None,
    now: datetime,
) -> RouteVersion:
    session.execute(
        update(RouteVersion)
        .where(RouteVersion.route_id == route.id, RouteVersion.ended_at.is_(None))
        .values(ended_at=now)
    )
    version = RouteVersion(
        route_id=route.id,
        number=route.version,
        name=draft.name.strip()[:200] or draft.code,
        by_car=draft.by_car,
        stops=[stop.id for stop in stops],
        windows=[_window_row(window) for window in draft.windows],
        metres=_way(market, stops, cars=draft.by_car),
        made_by=by,
        made_at=now,
    )
    session.add(version)
    _forget_planned(session, route)
    session.flush()
    return version


def _forget_planned(session: Session, route: PatrolRoute) -> None:
    """Take back the rounds nobody has seen yet, so that they are laid down anew."""
    planned = select(Round.id).where(Round.route_id == route.id, Round.state == RoundState.PLANNED)
    ids = list(session.scalars(planned))
    session.execute(delete(RoundStop).where(RoundStop.round_id.in_(ids)))
    session.execute(delete(Round).where(Round.id.in_(ids)))
    route.planned_to = None


def _stops(session: Session, market_id: int, draft: RouteDraft) -> list[Checkpoint]:
    if not 1 <= len(draft.stops) <= MOST_STOPS:
        raise Invalid(f"stops: want 1 to {MOST_STOPS}", ["stops"])
    standing = select(Checkpoint).where(Checkpoint.market_id == market_id, Checkpoint.ended_at.is_(None))
    known: Mapping[str, Checkpoint] = {each.code: each for each in session.scalars(standing)}
    missing = [code for code in draft.stops if code not in known]
    if missing:
        raise Invalid("stops: there is no such checkpoint", [f"stops: {code}" for code in missing])
    return [known[code] for code in draft.stops]


def _grid(register: Register, market_id: int, draft: RouteDraft) -> int | None:
    if draft.grid is None:
        if draft.kind.is_check:
            raise Invalid("grid: a check belongs to a grid", ["grid"])
        return None
    for place in register.places.values():
        if (place.market_id, place.kind, place.code) == (market_id, PlaceKind.GRID, draft.grid):
            return place.id
    raise Invalid("grid: there is no such grid", ["grid"])


def _check_windows(windows: Sequence[Window]) -> None:
    if not 1 <= len(windows) <= MOST_WINDOWS:
        raise Invalid(f"windows: want 1 to {MOST_WINDOWS}", ["windows"])
    starts = [(window.opens, window.weekdays) for window in windows]
    if len(set(starts)) < len(starts):
        raise Invalid("windows: two begin at the same minute", ["windows"])
    for number, window in enumerate(windows):
        fits = 0 <= window.opens < 1440 and 5 <= window.minutes <= 720 and 0 <= window.grace <= 240
        if not fits or any(not 0 <= day <= 6 for day in window.weekdays):
            raise Invalid(
                "windows: want opens 0 to 1439, minutes 5 to 720, grace 0 to 240, weekdays 0 to 6",
                [f"windows.{number}"],
            )


def _window_row(window: Window) -> dict[str, object]:
    return {
        "opens": window.opens,
        "minutes": window.minutes,
        "grace": window.grace,
        "weekdays": sorted(set(window.weekdays)),
    }


def _way(market: MarketEntry, stops: Sequence[Checkpoint], *, cars: bool) -> float:
    total = sum(market.lanes.metres_between((a.x, a.y), (b.x, b.y), cars=cars) for a, b in pairwise(stops))
    return total if isfinite(total) else 0.0


def _standing(route: PatrolRoute | None) -> dict[str, object]:
    return {"version": route.version if route else 0, "by": None}
