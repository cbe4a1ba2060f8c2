"""How late a timer is: five seconds are a clock's own business, from the sixth on it is said."""

from datetime import UTC, datetime, timedelta

import pytest

from patrol.rules.timers import late_by

DUE = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "said"), [(0.0, None), (5.0, None), (5.6, 6), (600.0, 600)])
def test_it_says_by_how_much_it_is_late_from_the_sixth_second_on(seconds: float, said: int | None) -> None:
    assert late_by(DUE, DUE + timedelta(seconds=seconds)) == said
