"""How even a year is: our rule against the rotations that others use, and the books behind it.

Four years of dice by default, two hundred with `--hypothesis-profile=deep`.
"""

from collections.abc import Callable
from statistics import mean

import pytest
from hypothesis import settings

from patrol.rules.fairness import UNIT, WORKROOM, Books
from tests.rules.groups import (
    EVENING,
    Rotation,
    Year,
    a_year,
    by_calendar,
    by_idleness,
    by_pointer,
    deviation,
    sort_deviation,
    stepped,
)

SHOPS = range(1, 11)


@pytest.fixture(scope="module")
def seeds() -> range:
    return range(200 if settings().max_examples > 100 else 4)


def years(seeds: range, *, absences: int) -> list[Year]:
    return [a_year(seed, absences=absences) for seed in seeds]


def test_with_absences_nobody_is_three_evenings_from_a_fair_share(seeds: range) -> None:
    books = [stepped(year) for year in years(seeds, absences=2)]
    assert max(deviation(book, SHOPS) for book in books) <= 3.0
    assert max(sort_deviation(book, SHOPS) for book in books) <= 1.5


def test_without_absences_nobody_is_two_evenings_from_a_fair_share(seeds: range) -> None:
    books = [stepped(year) for year in years(seeds, absences=0)]
    assert max(deviation(book, SHOPS) for book in books) <= 1.75
    assert max(sort_deviation(book, SHOPS) for book in books) <= 1.0


@pytest.mark.parametrize("other", [by_calendar, by_pointer, by_idleness])
@pytest.mark.parametrize("absences", [0, 2])
def test_every_other_rotation_is_several_times_less_even(
    seeds: range, other: Rotation, absences: int
) -> None:
    those = years(seeds, absences=absences)
    ours, theirs = (mean(deviation(rule(year), SHOPS) for year in those) for rule in (stepped, other))
    assert theirs > 3 * ours


def test_a_turn_is_split_to_the_last_grain_even_among_seventeen() -> None:
    turn = a_year(0).turns[0]
    books = Books()
    books.enter(turn, [(1, UNIT)], list(range(1, 18)))
    assert sum(books.ahead(shop) for shop in range(1, 18)) == 0


def test_a_turn_nobody_owed_is_on_the_workrooms_account() -> None:
    turn = a_year(0).turns[0]
    books = Books()
    books.enter(turn, [(WORKROOM, UNIT)], [])
    assert books.ahead(WORKROOM) == 0
    assert books.balances([WORKROOM])[0].load == turn.weight


def test_an_adjustment_is_taken_from_the_workroom() -> None:
    books = Books()
    books.adjust(3, EVENING)
    (mine, theirs) = books.balances([3, WORKROOM])
    assert (mine.ahead, theirs.ahead) == (EVENING, -EVENING)


def test_the_books_tell_who_served_what() -> None:
    year = a_year(1)
    balances = stepped(year).balances(SHOPS)
    assert sum(sum(part for _, part in one.served) for one in balances) == pytest.approx(730)
    assert all(dict(one.served).keys() <= {turn.sort for turn in year.turns} for one in balances)


def test_who_was_away_unexcused_makes_up_for_it_and_who_was_excused_does_not() -> None:
    def turns_of(excused: Callable[[int], bool]) -> float:
        year = a_year(3, away_in_may=excused)
        return sum(part for _, part in stepped(year).balances([1])[0].served)

    assert turns_of(lambda _: False) > turns_of(lambda _: True) + 4
