"""The market's day begins at its cut, and hours may pass midnight."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.hours import DAY_MINUTES, MarketClock, is_open

SHANGHAI = MarketClock("Asia/Shanghai", 14 * 60)
BERLIN = MarketClock("Europe/Berlin", 14 * 60)
instants = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 — Hypothesis puts the zone to its bounds itself
    datetime(2028, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
minutes = st.integers(0, DAY_MINUTES - 1)


def test_a_night_of_trade_is_one_market_day() -> None:
    before, after = datetime(2026, 9, 1, 15, 50, tzinfo=UTC), datetime(2026, 9, 1, 16, 40, tzinfo=UTC)
    assert SHANGHAI.local(before).date() != SHANGHAI.local(after).date()
    assert SHANGHAI.day(before) == SHANGHAI.day(after) == date(2026, 9, 1)


@given(instants, st.sampled_from([SHANGHAI, BERLIN]))
def test_days_follow_each_other_without_gap_or_return(instant: datetime, clock: MarketClock) -> None:
    day, next_day = clock.day(instant), clock.day(instant + timedelta(hours=1))
    assert next_day - day in (timedelta(0), timedelta(days=1))


def test_a_day_that_loses_an_hour_is_still_one_day() -> None:
    spring = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert [BERLIN.minute(spring + timedelta(minutes=30 * n)) for n in range(3)] == [90, 180, 210]
    assert BERLIN.day(spring) == BERLIN.day(spring + timedelta(hours=1)) == date(2026, 3, 28)


@given(minutes, minutes, minutes)
def test_open_hours_are_as_long_as_they_say(opens: int, closes: int, minute: int) -> None:
    length = (closes - opens) % DAY_MINUTES
    assert sum(is_open(opens, closes, m) for m in range(DAY_MINUTES)) == length
    assert is_open(0, DAY_MINUTES, minute)
