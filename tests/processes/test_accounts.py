"""Who may say and hear what on the embedded broker."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from patrol.errors import Invalid
from patrol.processes.accounts import BRIDGE, OWN, DeviceAccount, accounts_of, save
from patrol.processes.broker import EmbeddedBroker, reload_accounts
from patrol.processes.broker_address import folder_of, read_address, url_for
from patrol.processes.broker_config import subject
from tests.processes.mqtt_client import Talker, talker

CAR = DeviceAccount(market="yunda", device_class="car", device="car.1", password="a made-up one")


def url(broker: EmbeddedBroker, user: str) -> str:
    address = read_address(broker.data_dir)
    assert address is not None
    return url_for(broker.data_dir, address, user)


def add(broker: EmbeddedBroker, account: DeviceAccount) -> str:
    folder = folder_of(broker.data_dir)
    save(folder, accounts_of(folder).with_device(account))
    assert reload_accounts(broker.data_dir)
    return f"mqtt://{account.user}:{account.password.replace(' ', '%20')}@127.0.0.1:{broker.port}"


def signed_in(url: str, name: str) -> Talker:
    """A reload takes a moment."""
    one = talker(url, name)
    for _ in range(50):
        if one.refused is None:
            break
        one = talker(url, name)
    assert one.refused is None
    return one


def hears_only(broker: EmbeddedBroker, speaker: Talker, allowed: list[str], refused: list[str]) -> None:
    ear = talker(url(broker, OWN), "ear")
    ear.hear("#")
    for topic in [*refused, *allowed]:
        speaker.say(topic)
    ear.until(lambda: len(ear.heard) >= len(allowed))
    assert ear.topics == allowed
    ear.leave()
    speaker.leave()


@pytest.mark.parametrize("who", ["stranger:guess@", f"{OWN}:guess@", ""])
def test_a_stranger_is_refused(broker: EmbeddedBroker, who: str) -> None:
    assert talker(f"mqtt://{who}127.0.0.1:{broker.port}", "stranger").refused == "Not authorized"


def test_a_bridge_tells_of_devices_and_never_speaks_on_our_own_bus(broker: EmbeddedBroker) -> None:
    hears_only(
        broker,
        talker(url(broker, BRIDGE), "bridge"),
        allowed=["patrol/v1/yunda/car/c1/event", "frigate/reviews", "positions", "events", "owntracks/a/b"],
        refused=["patrol/live/hint", "patrol/live", "$MQTT/msgs/x", "$JS/API/x", "$SYS/x"],
    )


@pytest.mark.parametrize("topic", ["#", "patrol/v1/#", "patrol/live/#", "frigate/reviews"])
def test_a_bridge_hears_nothing(broker: EmbeddedBroker, topic: str) -> None:
    bridge = talker(url(broker, BRIDGE), "bridge")
    assert bridge.hear(topic) == "Unspecified error"
    bridge.leave()


def test_a_device_speaks_for_itself_alone(broker: EmbeddedBroker) -> None:
    hears_only(
        broker,
        signed_in(add(broker, CAR), "car"),
        allowed=[f"{CAR.topic}/event", f"{CAR.topic}/position", f"{CAR.topic}/status"],
        refused=["patrol/v1/yunda/car/car.2/event", f"{CAR.topic}/command", "frigate/x", "patrol/live/hint"],
    )


def test_a_device_hears_its_own_commands_alone(broker: EmbeddedBroker) -> None:
    car = signed_in(add(broker, CAR), "car")
    assert car.hear(f"{CAR.topic}/command") == "Granted QoS 1"
    assert car.hear("patrol/v1/yunda/car/car.2/command") == "Unspecified error"
    assert car.hear("#") == "Unspecified error"
    own = talker(url(broker, OWN), "own")
    own.say(f"{CAR.topic}/command", b"go")
    car.until(lambda: car.topics == [f"{CAR.topic}/command"])
    car.leave()
    own.leave()


def test_a_new_password_ends_the_old_one(broker: EmbeddedBroker) -> None:
    old = add(broker, CAR)
    signed_in(old, "car").leave()
    new = add(broker, replace(CAR, password="another"))
    signed_in(new, "car").leave()
    assert talker(old, "car").refused == "Not authorized"


def test_passwords_are_made_once_and_only_the_owner_can_read_them(tmp_path: Path) -> None:
    first = accounts_of(tmp_path)
    assert accounts_of(tmp_path) == first
    assert first.own != first.bridge
    assert stat.S_IMODE((tmp_path / "accounts.json").stat().st_mode) == 0o600
    assert first.own not in repr(first)


def test_the_written_configuration_is_as_private_as_the_passwords_in_it(broker: EmbeddedBroker) -> None:
    assert stat.S_IMODE((folder_of(broker.data_dir) / "nats.conf").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["a b", "a/b", "a>", "*", ""])
def test_a_name_that_cannot_stand_in_a_topic_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        DeviceAccount(market="yunda", device_class="car", device=name, password="x")


def test_a_dot_in_a_name_does_not_open_another_level() -> None:
    assert subject("patrol/v1/yunda/car/car.1") == "patrol.v1.yunda.car.car//1"
