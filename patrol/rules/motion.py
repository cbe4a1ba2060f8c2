"""How a car behaves: speed, standing, the market's bounds, its fix. State in, state and edges out.

A car's fix jitters by metres, so every judgement has a way in and a way out: over the limit for
ten seconds, back under for ten; outside by fifteen metres, back inside by none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import hypot

from patrol.rules.frame import contains
from patrol.rules.words import Kind

SPEED_LIMIT_KMH = 20.0
OVERSPEED_FOR_S = 10
STANDING_FOR_S = 15 * 60
STANDING_WITHIN_M = 25.0
OUTSIDE_BY_M = 15.0
COARSE_FIX_M = 50.0
STALE_FIX_S = 60

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """One report of a car: plan metres (None without a usable fix), km/h, and how good the fix is."""

    at: datetime
    point: Point | None
    speed_kmh: float | None
    acc_m: float | None


@dataclass(frozen=True, slots=True)
class Motion:
    """What is remembered of a car between two reports; instants as seconds since 1970."""

    fast_since: float | None = None
    slow_since: float | None = None
    anchor: Point | None = None
    anchored_at: float | None = None
    fix_at: float | None = None
    on: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Edge:
    """A judgement that began or ended."""

    kind: Kind
    begins: bool


def judge(
    before: Motion, seen: Seen, *, bounds: Sequence[Point], limit_kmh: float = SPEED_LIMIT_KMH
) -> tuple[Motion, tuple[Edge, ...]]:
    """Take one report into account; reports come in the order of their instants."""
    at = seen.at.timestamp()
    if seen.point is None or (seen.acc_m or 0) > COARSE_FIX_M:
        lost = before.fix_at is not None and at - before.fix_at >= STALE_FIX_S
        return _turned(before, {Kind.GPS_LOST: lost} if lost else {})
    after = _anchored(_paced(before, seen, at, limit_kmh), seen.point, at)
    verdicts = {
        Kind.GPS_LOST: False,
        Kind.STANDING: after.anchored_at is not None and at - after.anchored_at >= STANDING_FOR_S,
        **_speed(after, at),
        **_bounds(before, seen.point, bounds),
    }
    return _turned(replace(after, fix_at=at), verdicts)


def _paced(motion: Motion, seen: Seen, at: float, limit_kmh: float) -> Motion:
    if seen.speed_kmh is None:
        return motion
    if seen.speed_kmh > limit_kmh:
        return replace(motion, fast_since=motion.fast_since or at, slow_since=None)
    return replace(motion, fast_since=None, slow_since=motion.slow_since or at)


def _anchored(motion: Motion, point: Point, at: float) -> Motion:
    if motion.anchor and hypot(point[0] - motion.anchor[0], point[1] - motion.anchor[1]) <= STANDING_WITHIN_M:
        return motion
    return replace(motion, anchor=point, anchored_at=at)


def _speed(motion: Motion, at: float) -> dict[Kind, bool]:
    if motion.fast_since is not None and at - motion.fast_since >= OVERSPEED_FOR_S:
        return {Kind.OVERSPEED: True}
    if motion.slow_since is not None and at - motion.slow_since >= OVERSPEED_FOR_S:
        return {Kind.OVERSPEED: False}
    return {}


def _bounds(motion: Motion, point: Point, bounds: Sequence[Point]) -> dict[Kind, bool]:
    if len(bounds) < 3:
        return {}
    if contains(bounds, *point):
        return {Kind.GEOFENCE_EXIT: False}
    was_out = Kind.GEOFENCE_EXIT in motion.on
    return {Kind.GEOFENCE_EXIT: was_out or distance_to(bounds, point) > OUTSIDE_BY_M}


def distance_to(bounds: Sequence[Point], point: Point) -> float:
    """Metres from a point to the nearest edge of a polygon."""
    return min(_to_edge(a, b, point) for a, b in zip(bounds, [*bounds[1:], bounds[0]], strict=True))


def _to_edge(a: Point, b: Point, point: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


def _turned(motion: Motion, verdicts: Mapping[Kind, bool]) -> tuple[Motion, tuple[Edge, ...]]:
    edges = tuple(Edge(kind, on) for kind, on in verdicts.items() if on != (kind in motion.on))
    on = motion.on | {edge.kind for edge in edges if edge.begins}
    return replace(motion, on=on - {edge.kind for edge in edges if not edge.begins}), edges
