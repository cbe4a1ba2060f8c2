"""What breaks around a market that goes on: what was taken is not lost, doubled or missing on the board."""

import json
import random
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.clock import system_clock
from patrol.db import make_readers
from patrol.model.signals import Quarantined, SignalRecord
from tests.journeys.crowd import Crowd, button, said
from tests.journeys.house import MARKET, House
from tests.journeys.reckoning import NOTHING, calls, counted, reckon, stored, works_off
from tests.journeys.test_kills import until
from tests.processes.mqtt_client import Talker, talker

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture
def house(shaken: House) -> House:
    return shaken


@pytest.fixture
def step(shaken: House) -> Path:
    """The file by which all clocks of the market are wrong."""
    return shaken.folder.parent / "step"


def test_a_database_that_somebody_else_holds_delays_and_loses_nothing(
    house: House, stream: int, locked_s: float
) -> None:
    during, crowd = stream // 4, Crowd(house.url(), stream, mark="locked-")
    late = Crowd(house.url(), during, name="late", mark="waits-")
    other = sqlite3.connect(house.folder / "patrol.sqlite3", isolation_level=None)
    crowd.begin()
    crowd.wait(stream // 4)
    other.execute("BEGIN IMMEDIATE")
    held_until = system_clock() + timedelta(seconds=locked_s)
    late.begin()
    late.wait(during)
    until(lambda: system_clock() > held_until, locked_s + 30)
    assert stored(house, "waits-") == 0
    other.execute("ROLLBACK")
    other.close()
    works_off(house, crowd, "locked-", stream)
    works_off(house, late, "waits-", during)
    assert reckon(house, {"locked-": stream, "waits-": during}) == NOTHING


def test_a_broker_that_is_stopped_and_started_again_loses_nothing(house: House, stream: int) -> None:
    crowd = Crowd(house.url(), stream, mark="broker-")
    crowd.begin()
    crowd.wait(stream // 2)
    assert house.parts["broker"].stop() == 0
    house.start("broker")
    works_off(house, crowd, "broker-", stream)
    assert reckon(house, {"broker-": stream}) == NOTHING
    assert house.parts["ingest"].process.poll() is None


def test_a_storm_of_repetitions_is_stored_once_and_rings_once(house: House, stream: int) -> None:
    before, once = counted(house), stream // 8
    dice, device = random.Random(5), talker(house.url(), "storm")
    words = [(topic, json.dumps(body)) for topic, body in (said(n, "storm-") for n in range(once))] * 12
    dice.shuffle(words)
    publish(device, words)
    device.leave()
    until(lambda: stored(house, "storm-") >= once, 60)
    after = talker(house.url(), "after-the-storm")
    after.say(f"patrol/v1/{MARKET}/camera/cam-001/event", b'{"kind":"checkin","id":"after-the-storm"}')
    after.leave()
    until(lambda: stored(house, "after-the-storm") == 1, 60)
    assert reckon(house, {"storm-": once}) == NOTHING
    assert counted(house) - before == len(calls(once))


POISON = '{"kind":"sos","id":"poison","poison":true}'


def test_a_message_that_breaks_the_handler_hurts_itself_alone(house: House) -> None:
    device, count = talker(house.url(), "poisoner"), 60
    words = [(topic, json.dumps(body)) for topic, body in (said(n, "beside-") for n in range(count))]
    words.insert(count // 2, (f"patrol/v1/{MARKET}/button/{button(0)}/event", POISON))
    publish(device, words)
    device.leave()
    until(lambda: stored(house, "beside-") >= count and faults(house) == [POISON], 60)
    assert stored(house, "poison") == 0
    assert reckon(house, {"beside-": count}) == NOTHING
    assert house.parts["ingest"].process.poll() is None


def publish(device: Talker, words: Sequence[tuple[str, str]]) -> None:
    """Say all of it at once, and wait until the broker has taken it."""
    taken = [device.client.publish(topic, body, qos=1) for topic, body in words]
    for one in taken:
        one.wait_for_publish(60)
        assert one.is_published()


def faults(house: House) -> list[str]:
    """What was set aside because storing it failed."""
    with make_readers(house.engine)() as session:
        wanted = select(Quarantined.payload).where(Quarantined.reason == "format-fault")
        return [bytes(payload).decode() for payload in session.scalars(wanted)]


WRONG = {
    "an hour ahead": timedelta(hours=1),
    "an hour behind": timedelta(hours=-1),
    "three days behind": timedelta(days=-3),
    "in the last century": timedelta(days=-20_000),
    "in the next one": timedelta(days=30_000),
}


def test_a_device_whose_clock_steps_about_rings_every_time(house: House) -> None:
    before, device = counted(house), talker(house.url(), "clockless")
    for name, wrong in WRONG.items():
        at = (system_clock() + wrong).isoformat()
        body = {"kind": "sos", "id": f"wrong-{name}", "at": at}
        device.say(f"patrol/v1/{MARKET}/button/{button(1)}/event", json.dumps(body).encode())
    device.leave()
    until(lambda: stored(house, "wrong-") >= len(WRONG), 60)
    assert counted(house) - before == len(WRONG)
    assert reckon(house, {}) == NOTHING
    with make_readers(house.engine)() as session:
        heard = session.scalars(select(SignalRecord).where(SignalRecord.raw.like('%"wrong-%'))).all()
    assert all(abs(one.received_at - one.recorded_at) < timedelta(minutes=1) for one in heard)


@pytest.mark.parametrize("seconds", [3_600, -3_600])
def test_our_own_clock_may_step_in_the_middle_of_a_stream(
    house: House, step: Path, stream: int, seconds: int
) -> None:
    mark = f"step{seconds}-"
    crowd = Crowd(house.url(), stream, mark=mark)
    crowd.begin()
    crowd.wait(stream // 2)
    step.write_text(str(seconds))
    works_off(house, crowd, mark, stream)
    assert reckon(house, {mark: stream}) == NOTHING
    board = house.board()
    until(lambda: all(part["ok"] for part in parts(board.bodies("beat")).values()), 30)
    board.close()
    assert all(house.parts[name].process.poll() is None for name in ("ingest", "jobs", "web"))
    step.write_text("0")


def parts(beats: list[dict[str, dict[str, dict[str, bool]]]]) -> dict[str, dict[str, bool]]:
    return beats[-1]["parts"] if beats else {"none": {"ok": False}}
