"""The quick way for published messages, against a broker that sends whatever and however it likes."""

import socket
import struct
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from paho.mqtt.enums import MQTTErrorCode

from devices.reader import Got, Reader
from patrol.mqtt import make

PING_ANSWER = b"\xd0\x00"
PATIENCE = 200
"""Turns of the loop in which whatever was sent must have come."""


class Ear:
    """A reader that is signed in, and the broker's end of its connection."""

    def __init__(self) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as door:
            url = f"mqtt://127.0.0.1:{door.getsockname()[1]}"
            self.reader = make(Reader, url, "ear", keep_session=True, manual_ack=True)
            self.heard: list[Got] = []
            self.reader.on_bundle = self.heard.extend
            self.reader.connect("127.0.0.1", door.getsockname()[1])
            self.broker, _ = door.accept()
        self.broker.settimeout(5)
        self.reader.loop(0.1)
        assert self.broker.recv(1024)[:1] == b"\x10"
        self.broker.sendall(b"\x20\x02\x00\x00")
        self.turn_until(self.reader.is_connected)

    def turn_until(self, enough: object) -> None:
        for _ in range(PATIENCE):
            if callable(enough) and enough():
                return
            self.reader.loop(0.02)
        raise AssertionError("it never came")


@pytest.fixture
def ear() -> Iterator[Ear]:
    one = Ear()
    yield one
    one.broker.close()
    one.reader.disconnect()


def published(topic: str, payload: bytes, mid: int, *, head: int = 0x32) -> bytes:
    name = topic.encode()
    body = struct.pack("!H", len(name)) + name + (struct.pack("!H", mid) if head & 6 else b"") + payload
    size, length = len(body), bytearray()
    while True:
        size, digit = divmod(size, 128)
        length.append(digit | (0x80 if size else 0))
        if not size:
            return bytes([head]) + bytes(length) + body


@pytest.mark.parametrize("piece", [1, 3, 50, 100_000])
def test_messages_come_whole_and_in_order_however_the_network_cuts_them(ear: Ear, piece: int) -> None:
    wanted = [Got(f"a/{n}", b"x" * (n * 37), n, 1, n % 2 == 1) for n in range(1, 9)]
    sent = b"".join(
        published(one.topic, one.payload, one.mid, head=0x32 | one.retained) + PING_ANSWER for one in wanted
    )
    for start in range(0, len(sent), piece):
        ear.broker.sendall(sent[start : start + piece])
        ear.reader.loop(0)
    ear.turn_until(lambda: len(ear.heard) == len(wanted))
    assert ear.heard == wanted


def test_a_message_of_quality_0_has_no_number(ear: Ear) -> None:
    ear.broker.sendall(published("a", b"1", 0, head=0x31))
    ear.turn_until(lambda: ear.heard)
    assert ear.heard == [Got("a", b"1", 0, 0, retained=True)]


def test_a_picture_of_a_megabyte_comes_whole(ear: Ear) -> None:
    picture = bytes(range(256)) * 4096
    ear.broker.setblocking(False)
    rest = memoryview(published("a", picture, 7))
    for _ in range(PATIENCE):
        with suppress(BlockingIOError):
            rest = rest[ear.broker.send(rest) :] if rest else rest
        ear.reader.loop(0.01)
        if ear.heard:
            break
    assert ear.heard == [Got("a", picture, 7, 1, retained=False)]


def test_a_bundle_is_acknowledged_in_one_packet_of_the_network(ear: Ear) -> None:
    assert ear.reader.acknowledge([1, 2, 65_535])
    assert ear.broker.recv(1024) == b"\x40\x02\x00\x01\x40\x02\x00\x02\x40\x02\xff\xff"


@pytest.mark.parametrize("rotten", [b"\x32\xff\xff\xff\xff\x7f" + b"x" * 64, b"\x32\x03\x00\xffz"])
def test_a_packet_that_is_none_ends_the_connection_and_harms_nothing_before_it(
    ear: Ear, rotten: bytes
) -> None:
    ear.broker.sendall(published("a", b"1", 3) + rotten)
    ear.turn_until(lambda: ear.reader.socket() is None)
    assert [one.mid for one in ear.heard] == [3]


def test_a_connection_that_ends_is_told_as_paho_tells_it(ear: Ear) -> None:
    ear.broker.close()
    found = {ear.reader.loop(0.05) for _ in range(5)}
    assert MQTTErrorCode.MQTT_ERR_CONN_LOST in found
