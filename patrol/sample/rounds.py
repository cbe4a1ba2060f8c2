"""The checkpoints and routes of the sample market: workrooms, gates, and the lanes between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from patrol.rules.lanes import LaneGraph
from patrol.rules.register import MarketFile, PlaceRow, Point
from patrol.rules.round_words import RouteKind
from patrol.rules.rounds import Window
from patrol.rules.words import PlaceKind

LANE_SPOTS = 5
ORDERS = (
    "看消防栓箱前有无堆物",
    "看卷帘门是否锁好",
    "看有无电动车违规充电",
    "看通道是否畅通，有无占道",
    "看有无明火、异味",
    "看监控探头有无遮挡",
)
NIGHT_AND_DAY = tuple(Window(hour * 60, 100, 15) for hour in range(0, 24, 2))
BY_CAR = tuple(Window(hour * 60 + 30, 120, 20) for hour in range(1, 24, 3))
DISPUTES, HAZARDS = (Window(6 * 60, 420, 30),), (Window(14 * 60, 420, 30),)


@dataclass(frozen=True, slots=True)
class SpotRow:
    """One checkpoint; plan metres."""

    code: str
    name: str
    grid: str
    point: Point
    orders: str


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One route of a grid, or of the patrol team."""

    code: str
    name: str
    kind: RouteKind
    grid: str | None
    stops: tuple[str, ...]
    windows: tuple[Window, ...]
    by_car: bool = False


def checkpoints(file: MarketFile) -> list[SpotRow]:
    """Give the checkpoints, grid by grid, in the order of a walk that begins at the workroom."""
    lanes = LaneGraph(file.lanes)
    return [spot for grid in _of(file, PlaceKind.GRID) for spot in _in_grid(file, grid, lanes)]


def routes(file: MarketFile, spots: Sequence[SpotRow]) -> Iterator[RouteRow]:
    """Give a patrol and the two checks of each grid, and the patrol team's way by car."""
    for grid in _of(file, PlaceKind.GRID):
        stops = tuple(spot.code for spot in spots if spot.grid == grid.code)
        short = grid.name.removesuffix("网格")
        yield RouteRow(f"walk-{grid.code}", f"{short}巡逻", RouteKind.PATROL, grid.code, stops, NIGHT_AND_DAY)
        yield RouteRow(
            f"disputes-{grid.code}",
            f"{short}矛盾纠纷排查",
            RouteKind.DISPUTES,
            grid.code,
            stops[::2],
            DISPUTES,
        )
        yield RouteRow(
            f"hazards-{grid.code}", f"{short}安全隐患排查", RouteKind.HAZARDS, grid.code, stops[1::2], HAZARDS
        )
    gates = tuple(spot.code for spot in spots if spot.code.startswith("cp-gate"))
    yield RouteRow("car-gates", "大门车巡", RouteKind.PATROL, None, gates, BY_CAR, by_car=True)


def _of(file: MarketFile, kind: PlaceKind) -> list[PlaceRow]:
    return [place for place in file.places if place.kind is kind]


def _in_grid(file: MarketFile, grid: PlaceRow, lanes: LaneGraph) -> Iterator[SpotRow]:
    fixed = [
        p for p in file.places if p.parent == grid.code and p.kind in (PlaceKind.WORKROOM, PlaceKind.GATE)
    ]
    fixed.sort(key=lambda place: (place.kind is not PlaceKind.WORKROOM, place.code))
    found = [(f"cp-{place.code}", place.name, _middle(place.boundary)) for place in fixed]
    found += _lanes(file, grid, lanes)
    standing = [(code, name, spot.point) for code, name, at in found if (spot := lanes.nearest(at))]
    for number, (code, name, point) in enumerate(_as_walked(standing, lanes)):
        at = (round(point[0], 1), round(point[1], 1))
        yield SpotRow(code, name, grid.code, at, ORDERS[number % len(ORDERS)])


def _lanes(file: MarketFile, grid: PlaceRow, lanes: LaneGraph) -> list[tuple[str, str, Point]]:
    """Take every so manieth group's door, so that the walk goes through the whole grid."""
    groups = [p for p in file.places if p.kind is PlaceKind.GROUP and p.parent == grid.code]
    doors = {p.code: p for p in file.places if p.kind is PlaceKind.SHOP}
    step = max(1, len(groups) // LANE_SPOTS)
    found, taken = [], set[str]()
    for group in groups[step // 2 :: step]:
        facts = doors[str(group.facts["lead"])].facts
        door = (float(str(facts["face_x"])), float(str(facts["face_y"])))
        spot = lanes.nearest(door)
        name = lanes.lanes[spot.lane].name if spot else group.name
        found.append((f"cp-{group.code}", f"{name}中段" if name in taken else name, door))
        taken.add(name)
    return found[:LANE_SPOTS]


def _as_walked(spots: list[tuple[str, str, Point]], lanes: LaneGraph) -> Iterator[tuple[str, str, Point]]:
    """Begin at the workroom and go to the nearest that is left."""
    left = list(spots)
    here = left.pop(0)
    yield here
    while left:
        ways = lanes.ways_to(here[2])
        here = min(left, key=lambda spot: (ways(spot[2]), spot[0]))
        left.remove(here)
        yield here


def _middle(ground: Sequence[Point]) -> Point:
    return sum(x for x, _ in ground) / len(ground), sum(y for _, y in ground) / len(ground)
