"""A device nobody knew is let in from the message it sent, and counts from its next word on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import strangers
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.signals import Quarantined
from patrol.rules.signal import DeviceKey
from patrol.rules.strangers import Newcomer, proposal
from patrol.rules.words import DeviceClass
from tests.world import World, a_world

DOOR = "zigbee2mqtt/D1/fire-exit-3"
OPEN, SHUT = {"contact": False, "battery": 77}, {"contact": True, "battery": 77}
NEW = Newcomer(DeviceClass.SENSOR, "fire-exit-3", "Fire exit 3", "g1-01-a")


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    world = a_world(tmp_path, url=database_url)
    world.hear(DOOR, OPEN)
    yield world
    world.engine.dispose()


def waiting(world: World) -> list[Quarantined]:
    with world.sessions() as session:
        return list(session.scalars(select(Quarantined).where(Quarantined.resolved_at.is_(None))))


def let_in(world: World, newcomer: Newcomer = NEW) -> None:
    (row,) = waiting(world)
    with world.sessions.begin() as session:
        register = world.register.current(session)
        strangers.register_stranger(session, register, row.id, newcomer, by=1, now=world.now)


def know_as(world: World, code: str, message_id: int) -> None:
    with world.sessions.begin() as session:
        register = world.register.current(session)
        strangers.know_stranger_as(session, register, message_id, code, by=1, now=world.now)


def test_an_unknown_sender_waits_under_the_name_the_wire_has_for_it(world: World) -> None:
    (row,) = waiting(world)
    assert row.stranger == {"source": "zigbee2mqtt", "instance": "zigbee2mqtt", "key": "D1/fire-exit-3"}
    assert world.open_alerts() == []


def test_a_registered_stranger_rings_from_its_next_word_on(world: World) -> None:
    let_in(world)
    assert waiting(world) == []
    world.later(seconds=5).hear(DOOR, SHUT)
    world.later(seconds=5).hear(DOOR, OPEN | {"tamper": True})
    (alert,) = [alert for alert in world.open_alerts() if alert.kind == "tamper"]
    card = world.snapshot().state["alerts"][str(alert.id)]
    assert isinstance(card, dict)
    assert (card["device"]["code"], card["place"]["code"]) == ("fire-exit-3", "g1-01-a")


def test_a_board_learns_of_the_new_device_by_the_stream(world: World) -> None:
    before = world.snapshot().seq
    let_in(world)
    told = {event.entity: event.body for event in world.since(before)}
    assert told["device:fire-exit-3"] == world.snapshot().state["devices"]["fire-exit-3"]


def test_a_code_that_another_device_has_is_refused_and_nothing_is_changed(world: World) -> None:
    with pytest.raises(Invalid, match="the code is taken"):
        let_in(world, Newcomer(DeviceClass.SENSOR, "btn-a", "A"))
    assert len(waiting(world)) == 1


def test_a_place_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(NotFound, match="no place"):
        let_in(world, Newcomer(DeviceClass.SENSOR, "fire-exit-3", "A", "nowhere"))


def test_a_new_tracker_becomes_another_name_of_the_device_it_serves(world: World) -> None:
    (row,) = waiting(world)
    know_as(world, "btn-a", row.id)
    world.hear(DOOR, SHUT | {"tamper": True})
    card = world.snapshot().state["alerts"][str(world.alert().id)]
    assert isinstance(card, dict)
    assert card["device"]["code"] == "btn-a"


def test_who_comes_second_is_told_that_the_sender_is_registered(world: World) -> None:
    (row,) = waiting(world)
    let_in(world)
    with pytest.raises(NotNow, match="registered already"):
        know_as(world, "btn-a", row.id)


def test_a_device_that_does_not_stand_takes_no_name(world: World) -> None:
    (row,) = waiting(world)
    with pytest.raises(NotFound, match="no device 'nobody'"):
        know_as(world, "nobody", row.id)


def test_a_message_that_was_not_understood_has_no_sender_to_register(world: World) -> None:
    world.hear("patrol/v1/yunda/button/btn-a/event", b"oops")
    row = next(row for row in waiting(world) if row.stranger is None)
    with pytest.raises(NotFound, match="of an unknown device"):
        know_as(world, "btn-a", row.id)


@pytest.mark.parametrize(
    ("source", "key", "device_class", "code"),
    [
        ("patrol", "gate/north 2", "gate", "north-2"),
        ("traccar", "865000000000009", "car", "865000000000009"),
        ("frigate", "yard_east", "camera", "yard_east"),
        ("frigate", "bridge", "bridge", "bridge"),
        ("zigbee2mqtt", "D3/shop-1207/sos", "button", "D3-shop-1207-sos"),
        ("zigbee2mqtt", "D1/fire-exit-3", "sensor", "D1-fire-exit-3"),
        ("tasmota", "烟感", "sensor", "device"),
        ("owntracks", "guard099/phone", "phone", "guard099-phone"),
    ],
)
def test_a_proposal_is_made_from_the_name(source: str, key: str, device_class: str, code: str) -> None:
    found = proposal(DeviceKey(source, source, key))
    assert (found.device_class, found.code) == (device_class, code)
