"""Telephone numbers are compared by their digits and shown without their middle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.phones import digits, fits, masked

numbers = st.text("0123456789", min_size=8, max_size=13)


@pytest.mark.parametrize(
    "written", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "0086 13812345678", "（138）12345678"]
)
def test_the_same_number_is_found_however_it_is_written(written: str) -> None:
    assert digits(written) == "13812345678"
    assert fits("138-1234-5678", written)


def test_a_torn_paper_with_the_last_four_digits_is_enough_and_three_are_not() -> None:
    assert fits("13812345678", "5678")
    assert fits("13812345678", "1381")
    assert not fits("13812345678", "678")
    assert not fits("13812345678", "2345")
    assert not fits(None, "5678")


@given(numbers)
def test_what_is_shown_keeps_no_more_than_seven_digits(number: str) -> None:
    shown = masked(number)
    assert shown is not None
    assert sum(char.isdecimal() for char in shown) <= 7
    assert len(shown) == len(digits(number))
    assert masked("110") == "*10"
    assert masked(None) is None
