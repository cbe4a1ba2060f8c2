"""What is an outline and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

from patrol.rules.outline import area, fault_of
from patrol.rules.register import Point

FAR_M = 1000.0
SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))


def test_a_square_is_one_whichever_way_round() -> None:
    assert fault_of(SQUARE, FAR_M) is None
    assert fault_of(SQUARE[::-1], FAR_M) is None
    assert (area(SQUARE), area(SQUARE[::-1])) == (16.0, -16.0)


@pytest.mark.parametrize(
    ("corners", "told"),
    [
        (((0, 0), (4, 0)), "three corners"),
        (((0, 0), (4, 0), (0, 0), (4, 0)), "three corners"),
        (((0, 0), (4, 4), (4, 0), (0, 4)), "crosses itself near 2 2"),
        (((0, 0), (4, 0), (2, 0)), "crosses itself"),
        (((0, 0), (4, 0), (4, 4), (2, 0), (0, 4)), "crosses itself near 2 0"),
        (((0, 0), (2000, 0), (4, 4)), "out of the world"),
        (((0, 0), (0.05, 0), (0.05, 0.05)), "an area"),
    ],
)
def test_what_is_no_outline_is_told_why(corners: tuple[Point, ...], told: str) -> None:
    assert told in (fault_of(corners, FAR_M) or "")


def test_an_outline_has_an_end() -> None:
    zigzag = [(n / 10, n % 2 * 0.5) for n in range(2001)]
    assert "at most 2000 corners" in (fault_of(zigzag, FAR_M) or "")


def test_a_corner_said_twice_does_no_harm() -> None:
    assert fault_of((*SQUARE, SQUARE[0]), FAR_M) is None


whole = st.integers(-6, 6).map(float)


@given(st.lists(st.tuples(whole, whole), min_size=3, max_size=7, unique=True))
def test_it_finds_what_a_geometry_library_finds(corners: list[Point]) -> None:
    shape = Polygon(corners)
    assert (fault_of(corners, FAR_M) is None) == (shape.is_valid and shape.area > 0)
