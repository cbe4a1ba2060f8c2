"""From a device to a board: within a second; and a dead part is named within ten."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from patrol.clock import monotonic
from tests.journeys.crowd import button
from tests.journeys.house import MARKET, PARTS, House
from tests.journeys.test_kills import until
from tests.processes.mqtt_client import talker

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def house(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One market for all of them: each starts again what it has killed."""
    one = House.like(prepared, tmp_path_factory.mktemp("live") / "house")
    try:
        one.start(*PARTS)
        yield one
    finally:
        one.stop()


def test_a_call_for_help_is_on_the_board_within_a_second(house: House) -> None:
    board = house.board()
    device = talker(house.url(), "gateway")
    took = []
    for number in range(20):
        began = monotonic()
        device.say(f"patrol/v1/{MARKET}/button/{button(number)}/event", b'{"kind":"sos"}')
        until(lambda wanted=number + 1: len(raised(board.bodies("stream"))) >= wanted, 5)  # type: ignore[misc]
        took.append(monotonic() - began)
    device.leave()
    board.close()
    assert median(took) < 1.0, took


def raised(events: list[dict[str, object]]) -> list[object]:
    return [event["entity"] for event in events if event["type"] == "alert.raised"]


@pytest.mark.parametrize("part", ["ingest", "jobs", "broker"])
def test_the_board_names_a_dead_part_within_ten_seconds(house: House, part: str) -> None:
    board = house.board()
    until(lambda: all(one["ok"] for one in parts(board.bodies("beat")).values()), 15)
    house.kill(part)
    until(lambda: not parts(board.bodies("beat"))[part]["ok"], 10)
    board.close()
    house.start(part)


def parts(beats: list[dict[str, dict[str, dict[str, bool]]]]) -> dict[str, dict[str, bool]]:
    return beats[-1]["parts"] if beats else {"none": {"ok": False}}


def test_a_board_notices_at_once_that_its_server_died(house: House) -> None:
    board = house.board()
    house.kill("web")
    assert board.wait_closed(5)
    house.start("web")
