"""Kill −9 of any part, in the middle of a stream: all that was taken is stored once and rings once."""

import time
from collections.abc import Callable

import pytest

from patrol.clock import monotonic
from tests.journeys.crowd import CALLERS, Crowd
from tests.journeys.house import House
from tests.parts.live_client import LiveClient

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]

BACK_WITHIN_S = 10.0
"""After the death of ingest its messages come again when the broker's patience is over, 5 s."""


NAMED_WITHIN_S = 10.0
THOROUGH = 20_000
"""With so many messages a part may stay dead until the boards have named it, and the stream goes on."""


def until(happened: Callable[[], bool], seconds: float) -> float:
    """Wait for something, and say how long it took."""
    began = monotonic()
    while not happened():
        assert monotonic() - began < seconds, f"it did not happen in {seconds} s"
        time.sleep(0.05)
    return monotonic() - began


def is_named(board: LiveClient, victim: str) -> bool:
    """Say whether a board sees that a part is dead; of its own server it knows by the line."""
    beats = board.bodies("beat")
    return board.closed if victim == "web" else bool(beats) and not beats[-1]["parts"][victim]["ok"]


@pytest.mark.parametrize("victim", ["ingest", "web", "jobs", "broker"])
def test_nothing_is_lost_and_nothing_doubled_when_a_part_is_killed(
    house: House, messages: int, victim: str
) -> None:
    board, crowd = house.board(), Crowd(house.url(), messages)
    crowd.begin()
    crowd.wait(messages // 2)
    house.kill(victim)
    if messages >= THOROUGH:
        until(lambda: is_named(board, victim), NAMED_WITHIN_S)
    crowd.wait(messages // 2 + (0 if victim == "broker" else 100))
    house.start(victim)
    crowd.wait(messages)
    until(lambda: house.signals("patrol/v1/yunda/%")[0] >= messages, 60)
    crowd.leave()
    assert house.signals("patrol/v1/yunda/%") == (messages, messages)
    calls = house.open_alerts("sos")
    assert len(calls) == min(CALLERS, messages // 50)
    (picture,) = house.board().wait("snapshot")
    shown = picture["state"]["alerts"].values()
    assert sorted(card["id"] for card in shown if card["kind"] == "sos") == calls
    assert sum(card["count"] for card in shown if card["kind"] == "sos") == messages // 50


def test_the_alarm_path_is_back_in_seconds_after_ingest_was_killed(house: House) -> None:
    board = house.board()
    crowd = Crowd(house.url(), 400, a_second=2000)
    crowd.begin()
    crowd.wait(100)
    house.kill("ingest")
    crowd.wait(400)
    house.start("ingest")
    until(lambda: house.signals("patrol/v1/yunda/%")[0] >= 400, BACK_WITHIN_S)
    crowd.leave()
    board.close()
