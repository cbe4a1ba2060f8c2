"""A part that died rests a second, and longer each time it dies at once."""

from patrol.processes.pace import Pace


def after(*lives: float) -> Pace:
    pace = Pace()
    for life in lives:
        pace = pace.after_life(life)
    return pace


def test_the_first_rest_is_one_second() -> None:
    assert after(0.1).rest_s == 1
    assert after(3600).rest_s == 1


def test_each_death_at_once_doubles_the_rest_up_to_half_a_minute() -> None:
    assert [after(*[0.1] * n).rest_s for n in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_long_life_begins_the_count_anew() -> None:
    assert after(0.1, 0.1, 0.1, 60).rest_s == 1


def test_five_deaths_at_once_are_said_loudly_and_again_after_five_more() -> None:
    assert [n for n in range(1, 12) if after(*[0.1] * n).hopeless] == [5, 10]
