"""Bulk is stored in portions of a bounded time, whatever a message costs here and now."""

from hypothesis import given
from hypothesis import strategies as st

from devices.portion import GO_S, LEAST, MOST, Portion


def after(each_s: float, *, commit_s: float = 0.002, portions: int = 30) -> tuple[int, float]:
    """Store full portions on a machine of this speed; give the size at the end and the time of the last."""
    portion, took = Portion(), 0.0
    for _ in range(portions):
        took = commit_s + portion.size * each_s
        portion.took(portion.size, took)
    return portion.size, took


@given(each_s=st.floats(0.00004, 0.0004), commit_s=st.floats(0.0, 0.005))
def test_a_portion_takes_its_time_and_no_longer(each_s: float, commit_s: float) -> None:
    size, took = after(each_s, commit_s=commit_s)
    assert took <= GO_S * 1.1 or size == LEAST
    assert took >= GO_S * 0.6 or size == MOST


def test_a_quick_machine_stores_as_much_as_is_allowed() -> None:
    assert after(0.00001)[0] == MOST


def test_a_slow_disk_never_makes_portions_that_hold_nothing() -> None:
    assert after(0.001, commit_s=0.2)[0] == LEAST


def test_a_single_message_says_nothing_of_what_many_cost() -> None:
    portion = Portion()
    portion.took(1, 0.02)
    assert portion.size == MOST
