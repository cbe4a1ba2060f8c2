"""History is cut without gaps and without overlaps, and a slice goes when all in it has outlived its time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from patrol.rules.slices import AHEAD, FAMILIES, Family, read_name

INSTANTS = some.integers(1_577_836_800, 3_786_912_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(INSTANTS, some.sampled_from(FAMILIES))
def test_every_instant_lies_in_one_slice_and_the_next_begins_where_it_ends(
    at: datetime, family: Family
) -> None:
    one = family.slice_at(at)
    assert one.begins <= at < one.ends
    assert family.slice_at(one.begins) == family.slice_at(one.ends - timedelta(microseconds=1)) == one
    assert family.slice_at(one.ends).begins == one.ends


@given(INSTANTS, some.sampled_from(FAMILIES))
def test_a_slice_can_be_read_from_its_name(at: datetime, family: Family) -> None:
    one = family.slice_at(at)
    assert read_name(one.name) == one
    assert len(one.name) < 64


@given(INSTANTS, some.sampled_from(FAMILIES))
def test_the_coming_days_are_covered(now: datetime, family: Family) -> None:
    wanted = list(family.wanted(now))
    assert wanted[0].begins <= now
    assert wanted[-1].ends > now + AHEAD
    assert all(a.ends == b.begins for a, b in pairwise(wanted))


@given(INSTANTS, some.sampled_from(FAMILIES))
def test_nothing_goes_before_its_time_and_nothing_stays_a_slice_longer(at: datetime, family: Family) -> None:
    one = family.slice_at(at)
    assert not one.is_over(at + family.kept)
    assert one.is_over(at + family.kept + (one.ends - one.begins))


@pytest.mark.parametrize(
    "name", ["signal", "signal_rest", "signal_key", "signal_other_20260901_20260902", "alert"]
)
def test_other_tables_are_no_slices(name: str) -> None:
    assert read_name(name) is None


def test_slices_are_days_weeks_from_monday_and_months() -> None:
    leap_day = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)
    names = [family.slice_at(leap_day).name for family in FAMILIES]
    assert names == [
        "stream_event_20280229_20280301",
        "signal_position_20280229_20280301",
        "signal_signal_20280228_20280306",
        "signal_evidence_20280201_20280301",
    ]
