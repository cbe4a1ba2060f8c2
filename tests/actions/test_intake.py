"""What becomes of messages: stored once, decided once, shown once."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from patrol.model.alerts import Alert, Pending
from patrol.model.signals import Quarantined, SignalRecord
from tests.devices.wire import message, samples
from tests.world import NIGHT, World, a_world


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    world = a_world(tmp_path, url=database_url)
    yield world
    world.engine.dispose()


def count(world: World, table: type) -> int:
    with world.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_press_of_a_button_rings_once_and_knows_where_it_is(world: World) -> None:
    world.event("button/btn-a", "sos")
    alert = world.alert()
    assert (alert.kind, alert.severity, alert.category, alert.count) == ("sos", "critical", "PS", 1)
    card = world.snapshot().state["alerts"][str(alert.id)]
    assert isinstance(card, dict)
    assert card["place"]["code"] == "g1-01-a"
    assert (card["grid"], card["group"]) == ("g1", "g1-01")


def test_the_same_message_again_changes_nothing(world: World) -> None:
    body = {"kind": "sos", "id": "press-1", "at": world.now.isoformat()}
    for _ in range(3):
        world.hear("patrol/v1/yunda/button/btn-a/event", body)
    assert world.alert().count == 1
    assert count(world, SignalRecord) == 1


def test_a_second_press_with_the_same_bytes_counts_again_when_it_comes_later(world: World) -> None:
    world.hear("patrol/v1/yunda/button/btn-a/event", {"kind": "sos"})
    world.later(seconds=5).hear("patrol/v1/yunda/button/btn-a/event", {"kind": "sos"})
    assert world.alert().count == 1
    world.later(minutes=5).hear("patrol/v1/yunda/button/btn-a/event", {"kind": "sos"})
    assert world.alert().count == 2


def test_two_buttons_are_two_alerts(world: World) -> None:
    world.event("button/btn-a", "sos")
    world.event("button/btn-b", "sos")
    assert len(world.open_alerts()) == 2


def test_a_pressed_button_that_was_seen_rings_again(world: World) -> None:
    world.event("button/btn-a", "sos")
    world.order(world.alert(), "see")
    assert world.alert().attention == "seen"
    seq = world.snapshot().seq
    world.later(minutes=1).event("button/btn-a", "sos")
    assert world.alert().attention == "new"
    assert [event.type for event in world.since(seq)] == ["alert.rung"]


def test_smoke_that_ends_stays_on_the_board(world: World) -> None:
    world.event("sensor/smoke-a", "fire")
    world.event("sensor/smoke-a", "fire", phase="end")
    assert world.alert().condition == "active"


def test_a_door_after_hours_rings_and_clears_when_it_closes(world: World) -> None:
    world.now = NIGHT
    world.event("sensor/door-a", "door", level="contact", on=True)
    assert world.alert().rule == "shutter-after-hours"
    world.later(minutes=1).event("sensor/door-a", "door", level="contact", on=False)
    assert world.alert().condition == "cleared"


def test_a_level_that_repeats_is_one_edge(world: World) -> None:
    for _ in range(4):
        world.later(seconds=30).event("sensor/smoke-a", "fire", level="smoke", on=True)
    assert world.alert().count == 1
    world.later(seconds=30).event("sensor/smoke-a", "fire", level="smoke", on=False)
    world.later(seconds=30).event("sensor/smoke-a", "fire", level="smoke", on=True)
    assert world.alert().count == 2


def test_what_would_wait_and_is_over_in_the_same_batch_leaves_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    topic = "patrol/v1/yunda/camera/d5_atrium/status"
    world.hear_all([message(topic, {"state": word}, at=world.now) for word in ("offline", "online")])
    assert world.open_alerts() == []
    assert (count(world, SignalRecord), count(world, Pending)) == (2, 0)
    assert caplog.records == []


def test_an_unknown_button_still_calls_for_help(world: World) -> None:
    world.event("button/nobody-knows", "sos")
    assert world.alert().place_id is None
    with world.sessions() as session:
        assert session.scalars(select(Quarantined.reason)).all() == ["unknown-device"]
    assert world.alert().subject["device"] == "button/nobody-knows"


def test_an_unknown_camera_rings_nobody_and_is_listed_once(world: World) -> None:
    for _ in range(3):
        world.event("camera/stranger", "intrusion")
    assert world.open_alerts() == []
    assert count(world, Quarantined) == 1
    assert count(world, SignalRecord) == 3


def test_what_cannot_be_read_is_set_aside_and_counted_on_the_board(world: World) -> None:
    world.hear("patrol/v1/yunda/button/btn-a/event", b"\xff{")
    world.hear("no/such/topic", b"1")
    summary = world.snapshot().state["quarantine"]["open"]
    assert isinstance(summary, dict)
    assert summary["open"] == 2


def test_an_unknown_kind_is_shown_and_not_refused(world: World) -> None:
    world.event("sensor/door-a", "flood")
    assert (world.alert().rule, world.alert().severity) == ("unknown-kind", "notice")


def test_a_device_that_comes_back_soon_is_not_shown(world: World) -> None:
    world.hear("patrol/v1/yunda/camera/d2_east_gate/status", {"state": "offline"})
    assert world.open_alerts() == []
    world.later(seconds=20).hear("patrol/v1/yunda/camera/d2_east_gate/status", {"state": "online"})
    state = world.snapshot().state["devices"]["d2_east_gate"]
    assert isinstance(state, dict)
    assert state["status"] == "online"


RINGS = {
    "TR1": "sos", "NA1": "sos", "NA3": "sos", "Z5": "sos",
    "Z1": "fire", "FR2": "person", "FR6": "audio_alarm",
}  # fmt: skip
"""The samples of devices we know that must ring, and calls for help of any: one alert each."""


def play(
    world: World, *, order: random.Random | None = None, twice: bool = False, flip: bool = False
) -> None:
    messages = [sample.message for sample in samples()]
    if flip:
        messages = [replace(message, retained=not message.retained) for message in messages]
    if twice:
        messages += messages
    if order is not None:
        order.shuffle(messages)
    for one in messages:
        world.hear_all([one])


def rung(world: World) -> list[str]:
    with world.sessions() as session:
        wanted = ("sos", "person", "vehicle", "audio_alarm", "fire", "geofence_exit")
        return sorted(session.scalars(select(Alert.kind).where(Alert.kind.in_(wanted))))


def test_the_recorded_messages_ring_as_expected(world: World) -> None:
    play(world)
    assert rung(world) == sorted(RINGS.values())


def test_the_recorded_messages_twice_ring_no_more(world: World) -> None:
    play(world, twice=True)
    assert rung(world) == sorted(RINGS.values())


@pytest.mark.parametrize("seed", range(5))
def test_the_recorded_messages_shuffled_ring_no_more(world: World, seed: int) -> None:
    play(world, order=random.Random(seed), twice=True)
    assert set(rung(world)) <= {"sos", "fire", "person", "vehicle", "audio_alarm"}
    assert rung(world).count("sos") == 4
    assert rung(world).count("audio_alarm") == 1
    assert len(rung(world)) <= len(RINGS)


def test_with_retain_toggled_only_a_level_and_the_once_retained_fire_ring(world: World) -> None:
    play(world, flip=True)
    assert rung(world) == ["fire", "sos"]
