"""Four hundred cameras over the lanes, and the recorders they hang on."""

from collections.abc import Iterator, Mapping, Sequence
from math import atan2, degrees

from patrol.rules.frame import contains
from patrol.rules.register import DeviceRow, LaneRow, Point
from patrol.rules.words import DeviceClass
from patrol.sample.drawing import bend, between, distance
from patrol.sample.layout import GATES, GRIDS, QUARTERS
from patrol.sample.places import MARKET

CAMERAS = 400
DETECTING = 40
"""Cameras that a detector watches over; the others only record."""
PER_RECORDER = 32
POLE_M = 1.2
GATE_SETBACK_M = 2.5
Keys = tuple[tuple[str, str, str], ...]


def own_key(device_class: DeviceClass, code: str) -> tuple[str, str, str]:
    """Return the name under which a device speaks on our own wire."""
    return ("patrol", MARKET, f"{device_class}/{code}")


def cameras(lanes: Sequence[LaneRow], grids: Mapping[str, Sequence[Point]]) -> Iterator[DeviceRow]:
    """Yield the recorders first, then what hangs on them; each camera stands in a grid."""
    yield _bridge("frigate-01", "目标检测服务器", (("frigate", "frigate", "bridge"),))
    recorders = -(-(CAMERAS - DETECTING) // PER_RECORDER)
    for number in range(1, recorders + 1):
        yield _bridge(f"nvr-{number:02d}", f"录像机{number}号", ())
    views = [*_named_views(), *_lane_views(lanes)]
    for index, (key, name, place, at, facing) in enumerate(views[:CAMERAS]):
        detecting = index < DETECTING
        code = f"cam-{index + 1:03d}"
        names: Keys = (own_key(DeviceClass.CAMERA, code),)
        if detecting:
            names += (("frigate", "frigate", key or f"lane_{index + 1:03d}"),)
        parent = "frigate-01" if detecting else f"nvr-{(index - DETECTING) // PER_RECORDER + 1:02d}"
        inside = (grid for grid, ground in grids.items() if contains(list(ground), *at))
        place = place or next(inside, MARKET)
        yield DeviceRow(DeviceClass.CAMERA, code, name, place, at, round(facing, 1), parent, None, names)


def _bridge(code: str, name: str, keys: Keys) -> DeviceRow:
    own = own_key(DeviceClass.BRIDGE, code)
    return DeviceRow(DeviceClass.BRIDGE, code, name, MARKET, keys=(own, *keys))


View = tuple[str, str, str, Point, float]
"""Key at the detector, name, place (empty: the grid it stands in), where, degrees clockwise from north."""


def _named_views() -> Iterator[View]:
    """Every gate, looking in, and the middle of the hall."""
    numbers = {grid.code: number for number, grid in enumerate(GRIDS, 1)}
    centre = (158.0, 101.0)
    for code, name, grid, point, _ in GATES:
        at = bend(between(point, centre, GATE_SETBACK_M / distance(point, centre)))
        key = f"d{numbers[grid]}_{code.removeprefix('gate-').replace('-', '_')}_gate"
        yield key, f"{name}摄像机", code, at, _bearing(at, bend(centre))
    hall = next(quarter for quarter in QUARTERS if quarter.hall)
    yield f"d{numbers[hall.grid]}_atrium", "大厅中庭摄像机", "atrium", bend(hall.quad.at(0.5, 0.48)), 180.0


def _lane_views(lanes: Sequence[LaneRow]) -> Iterator[View]:
    """Look into the widest lanes first, from one end, then from the other."""
    by_width = sorted(lanes, key=lambda lane: (-lane.width_m, lane.code))
    seen: list[Point] = []
    for share, both in ((0, "起点"), (-1, "终点")):
        for lane in by_width:
            line = lane.line if share == 0 else lane.line[::-1]
            at, facing = _pole(line, lane.width_m), _bearing(line[0], line[1])
            if all(abs(at[0] - x) + abs(at[1] - y) > POLE_M for x, y in seen):
                seen.append(at)
                yield "", f"{lane.name}{both}摄像机", "", at, facing


def _pole(line: Sequence[Point], width: float) -> Point:
    """Stand beside the lane's mouth, a step in from its edge."""
    (ax, ay), (bx, by) = line[0], line[1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    ux, uy = (bx - ax) / length, (by - ay) / length
    aside = max(0.5, width / 2 - 0.8)
    return round(ax + 1.5 * ux - aside * uy, 2), round(ay + 1.5 * uy + aside * ux, 2)


def _bearing(a: Point, b: Point) -> float:
    return degrees(atan2(b[0] - a[0], b[1] - a[1])) % 360
