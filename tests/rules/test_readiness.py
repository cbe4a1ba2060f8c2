"""A group with too few ready shops is thin, and the nearest group that is not stands in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.readiness import LEAST, Door, read_least, readiness, stand_in

doors = st.lists(st.builds(Door, *[st.booleans()] * 5), max_size=12)


def test_a_shop_counts_when_it_is_open_helps_and_answered_its_last_roll_call() -> None:
    group = [
        Door(is_open=True, helps=True, leads=True),
        Door(is_open=True, helps=False),
        Door(is_open=True, helps=True, silent=True, on_duty=True),
        Door(is_open=False, helps=True),
    ]
    counted = readiness(group)
    assert (counted.of, counted.open, counted.ready) == (4, 3, 1)
    assert (counted.lead, counted.on_duty) == (True, False)


@given(doors, st.integers(0, 12))
def test_it_is_thin_exactly_when_it_has_shops_and_fewer_ready_than_asked(
    shops: list[Door], least: int
) -> None:
    counted = readiness(shops)
    assert counted.ready <= counted.open <= counted.of == len(shops)
    assert counted.thin(least) == (bool(shops) and sum(shop.ready for shop in shops) < least)


def test_the_nearest_ready_group_stands_in_and_a_thin_one_never_does() -> None:
    ways = {1: 30.0, 2: 45.0, 3: 60.0}
    assert stand_in({1: 2, 2: 3, 3: 9}, ways, LEAST) == 2
    assert stand_in({1: 2, 2: 2, 3: 0}, ways, LEAST) is None
    assert stand_in({4: 9, 5: 9}, {5: 10.0, 4: 10.0}, LEAST) == 4


@pytest.mark.parametrize(
    "document", [{"least": "3"}, {"least": True}, {"least": -1}, {"least": 13}, {"most": 3}]
)
def test_a_number_of_shops_that_makes_no_sense_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="want"):
        read_least(document)
    assert read_least({}) == LEAST
