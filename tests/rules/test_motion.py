"""How cars are judged: speed, standing, bounds and fix, without chatter."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.motion import Edge, Motion, Point, Seen, distance_to, judge
from patrol.rules.words import Kind

START = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
BOUNDS: list[Point] = [(0, 0), (300, 0), (300, 200), (0, 200)]


def drive(reports: Iterable[tuple[float, Point | None, float]]) -> list[tuple[float, Edge]]:
    """Report (second, point, km/h) and give the edges with their seconds."""
    motion, found = Motion(), []
    for second, point, speed in reports:
        seen = Seen(START + timedelta(seconds=second), point, speed, 5.0)
        motion, edges = judge(motion, seen, bounds=BOUNDS)
        found += [(second, edge) for edge in edges]
    return found


def test_ten_seconds_over_the_limit_is_overspeed_and_ten_under_ends_it() -> None:
    fast = [(float(s), (10.0 + s * 8, 50.0), 30.0) for s in range(15)]
    slow = [(float(s), (150.0 + s, 50.0), 10.0) for s in range(15, 30)]
    assert drive(fast + slow) == [
        (10.0, Edge(Kind.OVERSPEED, begins=True)),
        (25.0, Edge(Kind.OVERSPEED, begins=False)),
    ]


def test_one_fast_report_is_no_overspeed() -> None:
    reports = [(float(s), (10.0 + s, 50.0), 40.0 if s == 5 else 10.0) for s in range(60)]
    assert drive(reports) == []


def test_a_quarter_of_an_hour_in_one_spot_is_standing_and_driving_off_ends_it() -> None:
    waiting = [(float(s), (100.0 + s % 5, 50.0), 0.0) for s in range(0, 1000, 10)]
    leaving = [(1000.0 + s, (110.0 + 10 * s, 50.0), 12.0) for s in range(10)]
    kinds = [(edge.kind, edge.begins) for _, edge in drive(waiting + leaving)]
    assert kinds == [(Kind.STANDING, True), (Kind.STANDING, False)]


def test_leaving_the_market_needs_more_than_a_jitter_and_coming_back_needs_none() -> None:
    path = [(0.0, (5.0, 50.0), 5.0), (1.0, (-10.0, 50.0), 5.0), (2.0, (-16.0, 50.0), 5.0)]
    path += [(3.0, (-5.0, 50.0), 5.0), (4.0, (1.0, 50.0), 5.0)]
    assert drive(path) == [
        (2.0, Edge(Kind.GEOFENCE_EXIT, begins=True)),
        (4.0, Edge(Kind.GEOFENCE_EXIT, begins=False)),
    ]


def test_a_minute_without_a_fix_is_a_lost_gps_and_the_first_fix_ends_it() -> None:
    path: list[tuple[float, Point | None, float]] = [(0.0, (5.0, 50.0), 5.0)]
    path += [(float(s), None, 0.0) for s in range(10, 90, 10)]
    path += [(100.0, (6.0, 50.0), 5.0)]
    assert drive(path) == [
        (60.0, Edge(Kind.GPS_LOST, begins=True)),
        (100.0, Edge(Kind.GPS_LOST, begins=False)),
    ]


points = st.tuples(st.floats(-100, 400), st.floats(-100, 300))


@given(st.lists(st.tuples(st.integers(1, 300), st.none() | points, st.floats(0, 80)), max_size=60))
def test_every_judgement_begins_and_ends_in_turn(steps: list[tuple[int, Point | None, float]]) -> None:
    second, reports = 0.0, []
    for step, point, speed in steps:
        second += step
        reports.append((second, point, speed))
    on: set[Kind] = set()
    for _, edge in drive(reports):
        assert edge.begins == (edge.kind not in on)
        on ^= {edge.kind}


def test_the_distance_to_the_bounds_is_that_of_the_nearest_edge() -> None:
    assert distance_to(BOUNDS, (-10.0, 100.0)) == 10.0
    assert distance_to(BOUNDS, (310.0, 210.0)) == (200.0) ** 0.5
