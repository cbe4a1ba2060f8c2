"""Periods of market days, walked across month ends, leap days and the night."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from patrol.rules.hours import MarketClock
from patrol.rules.periods import Span, around

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("span", Span)
def test_periods_follow_each_other_without_gap_or_overlap(span: Span) -> None:
    day = date(2027, 12, 25)
    for _ in range(800):
        here = around(span, day)
        assert here.first <= day <= here.last
        assert here.after.first == here.last + timedelta(days=1)
        assert here.before.last == here.first - timedelta(days=1)
        assert here.after.before == here
        day += timedelta(days=1)


def test_a_year_before_is_the_same_month_or_the_same_weekday() -> None:
    assert around(Span.MONTH, date(2028, 2, 29)).a_year_before.last == date(2027, 2, 28)
    assert around(Span.WEEK, date(2026, 11, 25)).a_year_before.first.weekday() == 0
    assert around(Span.DAY, date(2026, 11, 25)).a_year_before.first == date(2025, 11, 26)


def test_a_night_of_trade_is_one_market_day_from_cut_to_cut() -> None:
    clock = MarketClock("Asia/Shanghai", 14 * 60)
    before, after = (
        datetime(2026, 9, 1, 23, 50, tzinfo=SHANGHAI),
        datetime(2026, 9, 2, 0, 40, tzinfo=SHANGHAI),
    )
    assert clock.day(before) == clock.day(after) == date(2026, 9, 1)
    begins = clock.begins(date(2026, 9, 1))
    assert begins == datetime(2026, 9, 1, 14, tzinfo=SHANGHAI)
    assert clock.day(begins) == date(2026, 9, 1)
    assert clock.day(begins - timedelta(seconds=1)) == date(2026, 8, 31)
