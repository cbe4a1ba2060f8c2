"""Outlines on the plan: the market's, what lies between its streets, and round a group of shops."""

from collections.abc import Sequence

import shapely
from shapely import LineString, Point, Polygon, STRtree, set_precision, unary_union
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points, polygonize

from patrol.rules.register import Point as Spot
from patrol.sample.drawing import bend, long_line
from patrol.sample.layout import GRIDS, MAINS, OUTLINE, QUARTERS

REACH_M = 2.4
"""Half the widest lane that a group's outline closes over."""
MARGIN_M = 0.12
CENTIMETRE = 0.01
SLIVER_M2 = 0.5
PATH_M = 0.5


def plan_line(line: Sequence[Spot]) -> list[Spot]:
    """Carry a drawn line onto the plan."""
    return [bend(point) for point in long_line(tuple(line))]


def plan_ring(corners: Sequence[Spot]) -> tuple[Spot, ...]:
    """Carry a drawn outline onto the plan; the first corner is not repeated."""
    return tuple(plan_line((*corners, corners[0]))[:-1])


def as_boundary(shape: Polygon) -> tuple[Spot, ...]:
    """Corners anticlockwise in centimetres, the first not repeated."""
    shape = _one(set_precision(shape, CENTIMETRE))
    corners = shape.exterior.coords[:-1]
    if not shape.exterior.is_ccw:
        corners = corners[::-1]
    return tuple((round(x, 2), round(y, 2)) for x, y in corners)


def tidy(corners: Sequence[Spot]) -> tuple[Spot, ...]:
    """Turn an outline anticlockwise."""
    return as_boundary(Polygon(corners))


def grid_grounds() -> dict[str, tuple[Spot, ...]]:
    """The market cut along its main streets; each part goes to the grid whose shops stand in it."""
    edge = LineString(plan_line((*OUTLINE, OUTLINE[0])))
    cuts = [LineString(plan_line(_longer(street.line))) for street in MAINS]
    parts = [p for p in polygonize(unary_union([edge, *cuts])) if p.area > 50]
    out: dict[str, tuple[Spot, ...]] = {}
    for grid in GRIDS:
        quads = [q.quad for q in QUARTERS if q.grid == grid.code]
        mine = [p for p in parts if any(p.contains(Point(bend(q.at(0.5, 0.5)))) for q in quads)]
        out[grid.code] = as_boundary(_one(unary_union(mine)))
    return out


def _longer(line: Sequence[Spot]) -> list[Spot]:
    """Draw a street two metres further at both ends, so that it cuts through."""

    def beyond(end: Spot, before: Spot) -> Spot:
        dx, dy = end[0] - before[0], end[1] - before[1]
        length = (dx * dx + dy * dy) ** 0.5
        return end[0] + 2 * dx / length, end[1] + 2 * dy / length

    return [beyond(line[0], line[1]), *line[1:-1], beyond(line[-1], line[-2])]


def group_grounds(groups: Sequence[Sequence[Sequence[Spot]]]) -> list[tuple[Spot, ...]]:
    """Draw one outline round each group's shops and the lane between them; none takes another's shop."""
    own = [unary_union([Polygon(shop) for shop in shops]) for shops in groups]
    spared = [shops.buffer(MARGIN_M / 2, join_style="mitre") for shops in own]
    tree = STRtree(own)
    grounds: list[Polygon] = []
    for index, shops in enumerate(own):
        ground: BaseGeometry = shops.buffer(REACH_M, join_style="mitre").buffer(
            MARGIN_M - REACH_M, join_style="mitre"
        )
        for near in (int(i) for i in tree.query(ground)):
            if near < index:
                ground = ground.difference(grounds[near])
            if near != index:
                ground = ground.difference(spared[near])
        grounds.append(_one(unary_union([ground, shops]).simplify(0.03)))
    return [as_boundary(ground) for ground in grounds]


def _one(shape: BaseGeometry) -> Polygon:
    """Make one plain polygon: slivers dropped, holes filled, what lies apart linked by a footpath."""
    parts = sorted((p for p in getattr(shape, "geoms", [shape]) if p.area > SLIVER_M2), key=lambda p: -p.area)
    joined = parts[0]
    for part in sorted(parts[1:], key=joined.distance):
        path = LineString(nearest_points(joined, part)).buffer(PATH_M / 2, cap_style="square")
        joined = unary_union([joined, part, path])
    return Polygon(shapely.get_exterior_ring(joined))


def street_ground(line: Sequence[Spot], width: float) -> tuple[Spot, ...]:
    """The strip a street takes, within the market."""
    strip = LineString(plan_line(line)).buffer(width / 2, cap_style="flat")
    return as_boundary(_one(strip.intersection(Polygon(plan_ring(OUTLINE)))))
