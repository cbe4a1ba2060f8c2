"""The bus of a web process on a real broker: it knows at once that the broker lives; hints wake it."""

from threading import Event

import pytest

from patrol.mqtt import HINTS
from web import bus
from web.bus import Bus

pytestmark = pytest.mark.needs_mosquitto


def test_the_broker_is_asked_as_soon_as_its_answer_can_be_heard(
    mosquitto_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "PING_EVERY_S", 3600.0)
    answered = Event()
    one = Bus(
        f"mqtt://127.0.0.1:{mosquitto_port}",
        "web-asks",
        woken=lambda: None,
        positions=lambda *_: None,
        answered=answered.set,
    )
    one.start()
    try:
        assert answered.wait(20)
    finally:
        one.stop()


def test_a_hint_of_one_process_wakes_another(mosquitto_port: int) -> None:
    url, woken, ready = f"mqtt://127.0.0.1:{mosquitto_port}", Event(), Event()
    sleeper = Bus(url, "web-sleeps", woken=woken.set, positions=lambda *_: None, answered=ready.set)
    teller = Bus(url, "web-tells", woken=lambda: None, positions=lambda *_: None, answered=ready.set)
    try:
        for one in (sleeper, teller):
            ready.clear()
            one.start()
            assert ready.wait(20), HINTS
        woken.clear()
        teller.hint()
        assert woken.wait(20)
    finally:
        sleeper.stop()
        teller.stop()
