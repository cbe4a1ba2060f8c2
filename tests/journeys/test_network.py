"""Ingest on another machine, and the line to it: cut for a while, and slow. Nothing is lost or doubled."""

from collections.abc import Iterator

import pytest

from patrol.clock import monotonic
from tests.journeys.crowd import Crowd
from tests.journeys.house import House
from tests.journeys.reckoning import NOTHING, reckon, stored, works_off
from tests.journeys.test_kills import until
from tests.parts.namespaces import OtherMachine, other_machine
from tests.processes.mqtt_client import talker

pytestmark = [pytest.mark.journey, pytest.mark.needs_namespaces, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def machine() -> Iterator[OtherMachine]:
    with other_machine() as one:
        yield one


@pytest.fixture(scope="module")
def house(shaken: House, machine: OtherMachine) -> Iterator[House]:
    """The shaken market, its ingest moved to the other machine for the time being."""
    shaken.parts["ingest"].stop()
    told = {"PATROL_MQTT_URL": shaken.url("patrol").replace("127.0.0.1", machine.address)}
    shaken.start("ingest", inside=machine.inside, told=told)
    yield shaken
    shaken.parts["ingest"].stop()
    shaken.start("ingest")


def test_a_line_that_was_cut_in_the_middle_of_a_stream_loses_nothing(
    house: House, machine: OtherMachine, stream: int, cut_s: float
) -> None:
    crowd = Crowd(house.url(), stream, mark="cut-")
    crowd.begin()
    crowd.wait(stream // 4)
    machine.cut()
    crowd.wait(stream)
    over = monotonic() + cut_s
    until(lambda: monotonic() > over, cut_s + 30)
    missing = stream - stored(house, "cut-")
    machine.mend()
    works_off(house, crowd, "cut-", stream)
    assert missing > 0
    assert reckon(house, {"cut-": stream}) == NOTHING


def test_a_slow_line_that_drops_packets_loses_nothing_and_a_call_still_rings(
    house: House, machine: OtherMachine, stream: int
) -> None:
    crowd = Crowd(house.url(), stream, mark="slow-")
    machine.slow()
    try:
        crowd.begin()
        device = talker(house.url(), "caller")
        device.say("patrol/v1/yunda/button/btn-E1-061/event", b'{"kind":"sos","id":"through-the-mud"}')
        device.leave()
        until(lambda: stored(house, "through-the-mud") == 1, 60)
        works_off(house, crowd, "slow-", stream)
    finally:
        machine.quicken()
    assert reckon(house, {"slow-": stream}) == NOTHING
