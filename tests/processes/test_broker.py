"""The embedded broker keeps what it took, and finds a port or says why not."""

import os
import signal
import socket
from pathlib import Path

import pytest

from patrol.errors import Unavailable
from patrol.processes.broker import EmbeddedBroker
from patrol.processes.broker_address import read_address, url_for
from patrol.processes.broker_config import MAX_PAYLOAD
from tests.processes.mqtt_client import talker

EVENT = "patrol/v1/yunda/button/b1/event"


def own_url(broker: EmbeddedBroker) -> str:
    address = read_address(broker.data_dir)
    assert address is not None
    return url_for(broker.data_dir, address)


def kill(broker: EmbeddedBroker) -> None:
    address = read_address(broker.data_dir)
    assert address is not None
    os.kill(address.pid, signal.SIGKILL)
    while broker.poll() is None:
        pass


def test_a_persistent_session_survives_a_kill_of_the_broker(broker: EmbeddedBroker) -> None:
    url = own_url(broker)
    ingest = talker(url, "ingest", keep_session=True, manual_ack=True)
    assert ingest.hear("patrol/v1/#") == "Granted QoS 1"
    ingest.leave()
    device = talker(url, "device")
    for number in range(50):
        device.say(EVENT, str(number).encode())
    device.drop()
    kill(broker)
    broker.start()
    back = talker(url, "ingest", keep_session=True)
    back.until(lambda: len(back.heard) >= 50)
    assert [message.payload for message in back.heard] == [str(number).encode() for number in range(50)]
    back.leave()


def test_what_was_not_acknowledged_comes_again_within_seconds(broker: EmbeddedBroker) -> None:
    url = own_url(broker)
    ingest = talker(url, "ingest", keep_session=True, manual_ack=True)
    ingest.hear("patrol/v1/#")
    device = talker(url, "device")
    device.say(EVENT, b"help")
    ingest.until(lambda: len(ingest.heard) == 1)
    ingest.drop()
    back = talker(url, "ingest", keep_session=True)
    back.until(lambda: len(back.heard) == 1)
    assert back.heard[0].payload == b"help"
    back.leave()
    device.leave()


def test_a_retained_message_waits_for_who_comes_later(broker: EmbeddedBroker) -> None:
    device = talker(own_url(broker), "device")
    device.say("patrol/v1/yunda/button/b1/status", b'{"state":"online"}', retain=True)
    kill(broker)
    broker.start()
    late = talker(own_url(broker), "late")
    late.hear("patrol/v1/#")
    late.until(lambda: len(late.heard) == 1)
    assert late.heard[0].retain
    late.leave()
    device.leave()


def test_the_last_will_speaks_for_a_device_that_vanished(broker: EmbeddedBroker) -> None:
    status = "patrol/v1/yunda/button/b1/status"
    ear = talker(own_url(broker), "ear")
    ear.hear("patrol/v1/#")
    device = talker(own_url(broker), "device", will=(status, b'{"state":"offline"}'))
    device.drop()
    ear.until(lambda: ear.topics == [status])
    ear.leave()


@pytest.mark.parametrize(
    "topic", ["/leading", "trailing/", "a//b", "dotted.name/x", "星/主*题", "plus-minus_1"]
)
def test_odd_topics_arrive_as_they_were_sent(broker: EmbeddedBroker, topic: str) -> None:
    ear = talker(own_url(broker), "ear")
    ear.hear("#")
    ear.say(topic)
    ear.until(lambda: ear.topics == [topic])
    ear.leave()


def test_a_picture_of_eight_megabytes_passes(broker: EmbeddedBroker) -> None:
    ear = talker(own_url(broker), "ear")
    ear.hear("frigate/#")
    ear.say("frigate/big", bytes(MAX_PAYLOAD))
    ear.until(lambda: len(ear.heard) == 1)
    assert len(ear.heard[0].payload) == MAX_PAYLOAD
    ear.leave()


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        broker = EmbeddedBroker(tmp_path, port=port, say=lambda _line: None)
        with pytest.raises(Unavailable, match=f"port {port} .* --broker-port"):
            broker.start()


def test_a_broker_comes_back_where_it_was(tmp_path: Path) -> None:
    first = EmbeddedBroker(tmp_path, say=lambda _line: None)
    address = first.start()
    first.stop()
    second = EmbeddedBroker(tmp_path, say=lambda _line: None)
    assert second.start().port == address.port
    second.stop()


def test_a_broker_whose_port_was_taken_meanwhile_takes_another(tmp_path: Path) -> None:
    first = EmbeddedBroker(tmp_path, say=lambda _line: None)
    port = first.start().port
    first.stop()
    with socket.create_server(("127.0.0.1", port)):
        second = EmbeddedBroker(tmp_path, say=lambda _line: None)
        assert second.start().port != port
        second.stop()


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "broker"
    folder.mkdir()
    (folder / "accounts.json").write_text("{half")
    with pytest.raises(Unavailable, match=r"accounts\.json cannot be read"):
        EmbeddedBroker(tmp_path, say=lambda _line: None).start()
