"""Alarms overtake bulk, keep their order, and are acknowledged on the connection they came on."""

from collections.abc import Sequence
from datetime import UTC, datetime

from devices.lanes import Held, Lanes, acknowledge
from patrol.rules.signal import Message

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Notes:
    """A connection that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[list[int]] = []

    def acknowledge(self, mids: Sequence[int]) -> None:
        self.told.append(list(mids))


def held(line: Notes, *mids: int) -> list[Held]:
    """Build messages as a session hands them over."""
    return [Held(Message(f"t/{mid}", b"{}", 1, False, NOON), line, mid) for mid in mids]


def mids(found: Sequence[Held]) -> list[int]:
    return [one.mid for one in found]


def test_a_call_for_help_passes_a_flood_that_waits_already() -> None:
    lanes, bulk, alarm = Lanes(), Notes(), Notes()
    lanes.put_bulk(held(bulk, *range(1, 1001)))
    assert mids(lanes.take(alarms=5, bulk=400, wait_s=0)) == list(range(1, 401))
    lanes.put_alarms(held(alarm, 7, 8))
    assert mids(lanes.take(alarms=5, bulk=400, wait_s=0)) == [7, 8]
    assert mids(lanes.take(alarms=5, bulk=400, wait_s=0)) == list(range(401, 801))
    assert lanes.depth() == 200


def test_each_lane_has_its_own_measure_and_they_are_never_mixed() -> None:
    lanes, line = Lanes(), Notes()
    lanes.put_bulk(held(line, 1, 2))
    lanes.put_alarms(held(line, 3, 4, 5))
    taken = [mids(lanes.take(alarms=2, bulk=9, wait_s=0)) for _ in range(4)]
    assert taken == [[3, 4], [5], [1, 2], []]


def test_what_came_on_two_connections_is_acknowledged_on_each_in_one_word() -> None:
    one, other = Notes(), Notes()
    acknowledge([*held(one, 1, 2), *held(other, 1, 3)])
    assert (one.told, other.told) == ([[1, 2]], [[1, 3]])
