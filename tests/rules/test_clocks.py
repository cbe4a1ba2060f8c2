"""A device's clock is believed within reason, and what is late is said to be late."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.clocks import AHEAD, LATE, Reading, judge
from patrol.rules.words import TimeQuality

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
DEVICE = TimeQuality.DEVICE


def after(skew: timedelta, *, offset_s: int = 0) -> Reading:
    return judge(NOW + skew, received_at=NOW, quality=DEVICE, offset_s=offset_s)


def test_no_time_means_the_time_of_arrival() -> None:
    reading = judge(None, received_at=NOW, quality=TimeQuality.RECEIVED)
    assert (reading.shown_at, reading.quality, reading.late) == (NOW, TimeQuality.RECEIVED, False)


def test_a_fresh_time_is_shown_as_it_came() -> None:
    reading = after(timedelta(seconds=-3))
    assert (reading.shown_at, reading.quality) == (NOW - timedelta(seconds=3), DEVICE)


def test_a_clock_a_little_ahead_is_believed_but_never_shown_in_the_future() -> None:
    reading = after(timedelta(seconds=90))
    assert (reading.shown_at, reading.quality, reading.skew_s) == (NOW, DEVICE, 90)


def test_a_clock_more_than_two_minutes_ahead_is_suspect() -> None:
    reading = after(timedelta(seconds=121))
    assert (reading.shown_at, reading.quality) == (NOW, TimeQuality.SUSPECT)
    assert reading.warnings == ("clock-ahead",)


def test_what_was_held_up_keeps_its_time_and_is_called_late() -> None:
    reading = after(timedelta(minutes=-35))
    assert reading.late
    assert reading.shown_at == NOW - timedelta(minutes=35)


@pytest.mark.parametrize("turns", [-2, -1, 1])
def test_a_gps_week_that_started_again_is_suspect(turns: int) -> None:
    reading = after(timedelta(days=7168 * turns, minutes=-4))
    assert (reading.quality, reading.warnings) == (TimeQuality.SUSPECT, ("gps-rollover",))
    assert not reading.late


def test_a_clock_never_set_is_suspect() -> None:
    reading = judge(datetime(1970, 1, 1, tzinfo=UTC), received_at=NOW, quality=DEVICE)
    assert reading.warnings == ("clock-unset",)


def test_a_skew_of_whole_hours_offers_an_offset() -> None:
    assert after(timedelta(hours=8, seconds=20)).zone_hours == 8
    assert after(timedelta(hours=-8)).zone_hours == -8
    assert after(timedelta(hours=7, minutes=30)).zone_hours is None


def test_a_known_offset_is_taken_away() -> None:
    reading = after(timedelta(hours=8, seconds=-5), offset_s=8 * 3600)
    assert (reading.shown_at, reading.quality) == (NOW - timedelta(seconds=5), DEVICE)
    assert reading.zone_hours is None


@given(
    skew=st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000)),
    offset=st.integers(-50_000, 50_000),
)
def test_nothing_is_ever_shown_before_it_could_have_happened(skew: timedelta, offset: int) -> None:
    reading = after(skew, offset_s=offset)
    true_skew = skew - timedelta(seconds=offset)
    assert reading.shown_at <= NOW
    assert (reading.quality is TimeQuality.SUSPECT) == bool(reading.warnings)
    if true_skew > AHEAD:
        assert reading.quality is TimeQuality.SUSPECT
    if reading.quality is TimeQuality.SUSPECT:
        assert reading.shown_at == NOW
    else:
        assert reading.late == (-true_skew > LATE)
