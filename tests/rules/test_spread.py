"""What came between two readings, what processes make together, and percentiles between steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.gauge import SIZES, Spread
from patrol.rules import spread
from patrol.rules.spread import Counts

VALUES = st.lists(st.floats(0, 300), max_size=60)


def counted(*values: float) -> Counts:
    made = Spread(SIZES)
    for value in values:
        made.note(value)
    found = spread.read(made.card())
    assert found is not None
    return found


@given(VALUES, VALUES)
def test_what_came_between_two_readings_is_what_was_noted_between_them(
    first: list[float], then: list[float]
) -> None:
    between = spread.since(counted(*first, *then), counted(*first))
    assert between.counts == counted(*then).counts
    assert between.sum == pytest.approx(sum(then), abs=1e-3)


@given(VALUES, VALUES)
def test_two_processes_together_counted_what_one_would_have(one: list[float], other: list[float]) -> None:
    both = spread.together([counted(*one), counted(*other)])
    assert both is not None
    assert both.counts == counted(*one, *other).counts


@given(st.lists(st.floats(0, 249), min_size=1, max_size=60), st.floats(0.01, 1))
def test_a_percentile_lies_in_the_step_of_the_value_it_stands_for(values: list[float], share: float) -> None:
    ordered = sorted(values)
    nth = next(v for at, v in enumerate(ordered) if at + 1 >= share * len(values))
    steps = (0.0, *SIZES)
    upper = next(at for at, step in enumerate(SIZES) if nth <= step)
    found = spread.quantile(counted(*values), share)
    assert found is not None
    assert steps[upper] <= found <= SIZES[upper]


def test_a_process_that_began_anew_counts_from_nothing() -> None:
    assert spread.since(counted(1, 2), counted(1, 1, 1)).total == 2


def test_nothing_counted_has_no_percentile() -> None:
    assert spread.quantile(None, 0.5) is None
    assert spread.quantile(counted(), 0.5) is None
    assert spread.together([]) is None


def test_what_lies_beyond_the_last_step_is_at_least_that() -> None:
    assert spread.quantile(counted(9_999), 0.99) == SIZES[-1]


@pytest.mark.parametrize("card", [None, "much", {}, {"steps": [1], "counts": [1]}])
def test_what_another_version_wrote_is_not_guessed_at(card: object) -> None:
    assert spread.read(card) is None


def test_a_span_that_a_stepped_clock_made_negative_counts_as_nothing() -> None:
    found = counted(-5)
    assert (found.counts[0], found.sum) == (1, 0.0)
