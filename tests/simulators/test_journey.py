"""The simulators on a real broker: seen at once, back after an outage, gone cleanly."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from patrol.processes.broker import EmbeddedBroker
from patrol.processes.broker_address import read_address, url_for
from tests.processes.mqtt_client import Talker, talker
from tests.simulators.markets import market_file

ROOT = Path(__file__).parents[2]
CAR_STATUS = "patrol/v1/yunda/car/car-2/status"
pytestmark = pytest.mark.journey


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    one = EmbeddedBroker(tmp_path, say=lambda _line: None)
    one.start()
    yield one
    one.stop()


def url_of(broker: EmbeddedBroker) -> str:
    address = read_address(broker.data_dir)
    assert address is not None
    return url_for(broker.data_dir, address)


@contextmanager
def simulators(broker: EmbeddedBroker, *more: str) -> Iterator[subprocess.Popen[str]]:
    market = broker.data_dir / "market.json"
    market.write_text(json.dumps(market_file()), encoding="utf-8")
    words = ["market_day", "--market", str(market), "--mqtt", url_of(broker), *more]
    command = [sys.executable, "-m", "simulators", *words]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as play:
        try:
            yield play
        finally:
            play.kill()


def listener(broker: EmbeddedBroker) -> Talker:
    ear = talker(url_of(broker), "ear")
    for topic in ("patrol/v1/#", "frigate/reviews", "positions"):
        ear.hear(topic)
    return ear


def states(ear: Talker) -> list[str]:
    return [json.loads(m.payload)["state"] for m in list(ear.heard) if m.topic == CAR_STATUS and m.payload]


def soon(happened: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.05)


def test_a_first_alert_and_moving_cars_are_seen_within_seconds_and_the_end_is_clean(
    broker: EmbeddedBroker,
) -> None:
    ear = listener(broker)
    began = time.monotonic()
    with simulators(broker) as play:
        ear.until(
            lambda: {"frigate/reviews", "positions", "patrol/v1/yunda/car/car-2/position"} <= set(ear.topics)
        )
        assert time.monotonic() - began < 8, "three seconds, and the start of a process on a busy machine"
        play.send_signal(signal.SIGTERM)
        assert play.wait(10) == 0
    ear.until(lambda: states(ear)[-1:] == ["offline"])
    ear.leave()


def test_a_play_that_dies_leaves_its_wills(broker: EmbeddedBroker) -> None:
    ear = listener(broker)
    with simulators(broker) as play:
        ear.until(lambda: "online" in states(ear))
        play.kill()
        ear.until(lambda: states(ear)[-1] == "offline")
    ear.leave()


def test_the_play_goes_on_when_the_broker_comes_back(broker: EmbeddedBroker) -> None:
    ear = listener(broker)
    with simulators(broker) as play:
        ear.until(lambda: "positions" in ear.topics)
        ear.drop()
        broker.stop()
        broker.start()
        back = talker(url_of(broker), "ear-again")
        back.hear("patrol/v1/#")
        soon(lambda: sum(topic.endswith("/position") for topic in back.topics) > 3)
        play.send_signal(signal.SIGINT)
        assert play.wait(10) == 0
        back.leave()


def test_the_play_ends_at_once_when_the_broker_is_away(broker: EmbeddedBroker) -> None:
    ear = listener(broker)
    with simulators(broker) as play:
        ear.until(lambda: "positions" in ear.topics)
        ear.drop()
        broker.stop()
        time.sleep(1)
        began = time.monotonic()
        play.send_signal(signal.SIGTERM)
        assert play.wait(15) == 0
        assert time.monotonic() - began < 4


def test_a_file_that_is_no_market_is_refused_in_one_line(tmp_path: Path) -> None:
    wrong = tmp_path / "m.json"
    wrong.write_text("{}")
    command = [sys.executable, "-m", "simulators", "fire", "--market", str(wrong)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
