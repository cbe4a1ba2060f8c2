"""Ways through the lanes: the nearest lane, and metres on foot or by car."""

from math import inf

import pytest

from patrol.rules import lanes
from patrol.rules.lanes import LaneGraph
from patrol.rules.register import LaneRow


def lane(code: str, start: str, end: str, *line: tuple[float, float], cars: bool = True) -> LaneRow:
    return LaneRow(code, code, start, end, line, cars=cars)


SQUARE = (
    lane("south", "a", "b", (0, 0), (100, 0)),
    lane("east", "b", "c", (100, 0), (100, 50)),
    lane("north", "c", "d", (100, 50), (50, 60), (0, 50)),
    lane("alley", "d", "a", (0, 50), (0, 0), cars=False),
)


def test_a_point_is_carried_onto_its_nearest_lane() -> None:
    spot = LaneGraph(SQUARE).nearest((40.0, 3.0))
    assert spot
    assert (spot.lane, spot.point, spot.along, spot.gap) == ("south", (40.0, 0.0), 40.0, 3.0)


def test_the_nearest_lane_is_found_from_far_away() -> None:
    spot = LaneGraph(SQUARE).nearest((300.0, 25.0))
    assert spot
    assert (spot.lane, spot.gap) == ("east", 200.0)


def test_the_way_goes_along_the_lanes_and_not_through_walls() -> None:
    graph = LaneGraph(SQUARE)
    assert graph.metres_between((0, 25), (100, 25)) == pytest.approx(25 + 100 + 25)
    assert graph.metres_between((10, 0), (30, 2)) == pytest.approx(22)


def test_a_car_goes_round_where_only_feet_may_go() -> None:
    graph = LaneGraph(SQUARE)
    on_foot = graph.metres_between((0, 0), (0, 50))
    by_car = graph.metres_between((0, 0), (0, 50), cars=True)
    assert on_foot == pytest.approx(50)
    assert by_car == pytest.approx(100 + 50 + 2 * (50**2 + 10**2) ** 0.5)


def test_where_no_way_leads_the_distance_is_endless() -> None:
    graph = LaneGraph((*SQUARE, lane("island", "x", "y", (500, 0), (510, 0))))
    assert graph.metres_between((0, 0), (505, 0)) == inf
    assert LaneGraph(()).metres_between((0, 0), (1, 1)) == inf
    assert LaneGraph(()).nearest((0, 0)) is None


def test_what_is_kept_of_earlier_questions_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "KEPT", 3)
    graph = LaneGraph(SQUARE)
    asked = [((x, y), cars) for x in (0.0, 7.0, 99.0) for y in (1.0, 26.0) for cars in (False, True)]
    for point, cars in [*asked, *asked[::-1], *asked]:
        assert graph.nearest(point, cars=cars) == LaneGraph(SQUARE).nearest(point, cars=cars)
