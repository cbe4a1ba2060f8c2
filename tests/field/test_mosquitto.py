"""The shipped configuration of Mosquitto: who may speak, what waits, what survives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from paho.mqtt.enums import MQTTProtocolVersion

from patrol import mqtt
from patrol.errors import Misconfigured, Unavailable
from tests.field.broker import ACCOUNTS, FieldBroker, field_broker
from tests.field.certificate import make_certificates
from tests.field.speaker import V5, V31, V311, Speaker, speaker, until

pytestmark = pytest.mark.needs_mosquitto
CAR = "patrol/v1/yunda/car/car"


@pytest.fixture(scope="module")
def broker() -> Iterator[FieldBroker]:
    with field_broker() as one:
        yield one


def account(name: str) -> tuple[str, str]:
    return name, ACCOUNTS[name]


@pytest.mark.parametrize("who", [None, ("stranger", "x"), ("patrol", "wrong"), ("yunda/car/car", "press")])
def test_a_stranger_is_refused(broker: FieldBroker, who: tuple[str, str] | None) -> None:
    with speaker(broker.port, who) as one:
        assert one.refused in ("Not authorized", "Unspecified error")


def test_a_device_speaks_for_itself_alone(broker: FieldBroker) -> None:
    with (
        speaker(broker.port, account("patrol")) as ours,
        speaker(broker.port, account("yunda/car/car")) as car,
    ):
        ours.listen("patrol/#")
        for topic in (
            "patrol/v1/yunda/car/other/event",
            "patrol/v1/yunda/button/button/event",
            "patrol/v1/elsewhere/car/car/event",
            "patrol/live/hint",
            f"{CAR}/command",
            f"{CAR}/event",
        ):
            car.say(topic)
        until(lambda: bool(ours.heard))
        assert [message.topic for message in ours.heard] == [f"{CAR}/event"]


def test_a_device_hears_its_own_commands_alone(broker: FieldBroker) -> None:
    with (
        speaker(broker.port, account("patrol")) as ours,
        speaker(broker.port, account("yunda/car/car")) as car,
    ):
        for topic in ("#", "patrol/v1/#", "patrol/v1/yunda/car/+/command", f"{CAR}/command"):
            car.listen(topic)
        for topic in (
            f"{CAR}/event",
            "patrol/live/hint",
            "patrol/v1/yunda/button/button/command",
            f"{CAR}/command",
        ):
            ours.say(topic)
        until(lambda: bool(car.heard))
        assert {message.topic for message in car.heard} == {f"{CAR}/command"}


def test_version_5_tells_a_device_that_it_may_not(broker: FieldBroker) -> None:
    with speaker(broker.port, account("yunda/car/car"), version=V5) as car:
        car.say("patrol/v1/yunda/car/other/event")
        assert car.answers == ["Not authorized"]


def test_a_screen_may_hear_the_bus_and_command_and_nothing_else(broker: FieldBroker) -> None:
    with speaker(broker.port, account("patrol-web")) as web, speaker(broker.port, account("patrol")) as ours:
        web.listen("#")
        ours.listen("patrol/v1/#")
        web.say(f"{CAR}/event")
        web.say(f"{CAR}/command")
        ours.say(f"{CAR}/position")
        ours.say("patrol/live/hint")
        until(lambda: bool(web.heard))
        assert [message.topic for message in web.heard] == ["patrol/live/hint"]
        assert [message.topic for message in ours.heard] == [f"{CAR}/command", f"{CAR}/position"]


def test_three_versions_meet_on_one_broker(broker: FieldBroker) -> None:
    with speaker(broker.port, account("patrol")) as ours:
        ours.listen("#")
        said: list[tuple[str, str, MQTTProtocolVersion]] = [
            ("p7", "owntracks/p7/phone", V31),
            ("yunda/button/button", "patrol/v1/yunda/button/button/event", V311),
            ("traccar", "positions", V5),
        ]
        for name, topic, version in said:
            with speaker(broker.port, account(name), name=f"v{int(version)}", version=version) as one:
                one.say(topic)
        until(lambda: len(ours.heard) == len(said))
        assert [message.topic for message in ours.heard] == [topic for _, topic, _ in said]


@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <ssl"
)  # paho forgets the socket of a failed handshake
def test_what_comes_over_the_network_is_ciphered_and_the_broker_proves_who_it_is(
    broker: FieldBroker, tmp_path: Path
) -> None:
    assert mqtt.try_to_connect(broker.tls_url(broker.ca), "tls") is None
    with pytest.raises(Unavailable, match="certificate"):
        mqtt.try_to_connect(broker.tls_url(make_certificates(tmp_path / "other")), "tls")
    with pytest.raises(Misconfigured, match=r"PATROL_MQTT_URL: ca="):
        mqtt.try_to_connect(broker.tls_url(tmp_path / "nothing"), "tls")


def test_pictures_pass_and_a_flood_does_not(broker: FieldBroker) -> None:
    with (
        speaker(broker.port, account("patrol")) as ours,
        speaker(broker.port, account("yunda/car/car")) as car,
    ):
        ours.listen(f"{CAR}/event")
        car.say(f"{CAR}/event", b"x" * (8 * 1024 * 1024 + 1))
        car.say(f"{CAR}/event", b"x" * 8 * 1024 * 1024)
        until(lambda: bool(ours.heard))
        assert [len(message.payload) for message in ours.heard] == [8 * 1024 * 1024]


def leave_a_session(broker: FieldBroker) -> None:
    with speaker(broker.port, account("patrol"), name="away", keep_session=True) as away:
        away.listen("patrol/v1/#")


def come_back(broker: FieldBroker, wanted: int) -> Speaker:
    with speaker(broker.port, account("patrol"), name="away", keep_session=True) as away:
        assert away.session_present
        until(lambda: len(away.heard) >= wanted)
        return away


def test_everything_waits_for_who_is_away_whatever_its_quality_of_service(broker: FieldBroker) -> None:
    leave_a_session(broker)
    said = [(f"{CAR}/event", str(number).encode(), number % 2) for number in range(5000)]
    with speaker(broker.port, account("yunda/car/car")) as car:
        car.say_all(said)
    away = come_back(broker, len(said))
    numbers = [int(payload) for payload in away.payloads()]
    for parity in (0, 1):  # each quality of service in its own order; the publisher lets the two overtake
        assert [number for number in numbers if number % 2 == parity] == list(range(parity, 5000, 2))
    assert len(numbers) == 5000
    assert {message.qos for message in away.heard} == {1}


def test_a_killed_broker_remembers_sessions_and_what_waits_in_them(broker: FieldBroker) -> None:
    leave_a_session(broker)
    with speaker(broker.port, account("yunda/car/car")) as car:
        for number in range(200):
            car.say(f"{CAR}/event", str(number).encode(), qos=number % 2)
    broker.until_saved()
    broker.kill()
    broker.start()
    assert come_back(broker, 200).payloads() == [str(number).encode() for number in range(200)]


def test_a_flood_of_positions_never_pushes_an_alarm_out_of_the_queue() -> None:
    few = ("max_queued_messages 400000", "max_queued_messages 500")
    with field_broker(few) as small:
        for name, topic in (("alarms", f"{CAR}/event"), ("positions", f"{CAR}/position")):
            with speaker(small.port, account("patrol"), name=name, keep_session=True) as away:
                away.listen(topic)
        with speaker(small.port, account("yunda/car/car")) as car:
            car.say_all([(f"{CAR}/position", b"{}", 1) for _ in range(4000)])
            car.say(f"{CAR}/event", b"help")
        with speaker(small.port, account("patrol"), name="alarms", keep_session=True) as back:
            until(lambda: back.payloads() == [b"help"])
