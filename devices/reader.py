"""paho's client, with a quicker way for the one packet that comes by the thousand: a published message.

paho asks the socket three times for every packet and builds an object around each message; that took
two thirds of what ingest took. Here one read brings as many packets as there are, and published messages
are cut out of it. Everything else (signing in, keeping alive, TLS, coming back) stays paho's own work.
"""

import struct
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, NamedTuple

from paho.mqtt.client import PUBACK, Client
from paho.mqtt.enums import MQTTErrorCode

READ_AHEAD = 256 * 1024
_SUCCESS = MQTTErrorCode.MQTT_ERR_SUCCESS
_LONGEST_LENGTH = 4
"""Bytes in which a packet says how long it is (MQTT 3.1.1, 2.2.3)."""


class Got(NamedTuple):
    """One published message as it lay on the wire."""

    topic: str
    payload: bytes
    mid: int
    qos: int
    retained: bool


class Reader(Client):
    """A subscriber whose messages come in bundles (`on_bundle`) and are acknowledged in bundles."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self.on_bundle: Callable[[Sequence[Got]], None] = lambda _bundle: None
        self._ahead = bytearray()
        self._lost: OSError | None = None
        self._writing = Lock()

    def reconnect(self) -> MQTTErrorCode:
        """Connect; what was read of an earlier connection counts no more."""
        self._ahead.clear()
        self._lost = None
        return super().reconnect()

    def loop_read(self, max_packets: int = 1) -> MQTTErrorCode:
        """Read what has come: messages go to `on_bundle`, other packets to paho."""
        try:
            read = super()._sock_recv(READ_AHEAD)
        except BlockingIOError:
            return _SUCCESS
        except OSError as error:
            self._lost, read = error, b""
        if not read:
            self._ahead.clear()
            return super().loop_read(max_packets)
        self._ahead += read
        bundle: list[Got] = []
        code = self._cut(bundle)
        if bundle:
            self.on_bundle(bundle)
        return code

    def loop_write(self) -> MQTTErrorCode:
        """Write what waits; two threads that do it at once would mix their packets."""
        with self._writing:
            return super().loop_write()

    def acknowledge(self, mids: Sequence[int]) -> bool:
        """Acknowledge many at once; False when the connection is gone, and then they come again."""
        packets = b"".join(_PUBACK.pack(PUBACK, 2, mid) for mid in mids)
        return self._packet_queue(PUBACK, packets, mids[-1], 1) == _SUCCESS

    def _cut(self, bundle: list[Got]) -> MQTTErrorCode:
        """Take every whole packet out of what was read."""
        ahead, at, code = bytes(self._ahead), 0, _SUCCESS
        while code == _SUCCESS and (span := _span(ahead, at)) is not None:
            body, end = span
            got = _published(ahead, at, body, end)
            if got is None:
                self._ahead[:] = ahead[at:end]
                code = super().loop_read()
                ahead, at = bytes(self._ahead) + ahead[end:], 0
                continue
            bundle.append(got)
            at = end
        self._ahead[:] = ahead[at:]
        return code

    def _sock_recv(self, bufsize: int) -> bytes:
        """Give paho, which works on one whole packet, its bytes."""
        if self._lost is not None:
            raise self._lost
        part = bytes(self._ahead[:bufsize])
        del self._ahead[:bufsize]
        return part


_PUBACK = struct.Struct("!BBH")


def _span(octets: bytes, at: int) -> tuple[int, int] | None:
    """Give where the body of a packet begins and where it ends; None while it is not whole.

    A length that is none is paho's to judge: the packet then ends where it can tell.
    """
    size, place = 0, at + 1
    for digit in range(_LONGEST_LENGTH):
        if place >= len(octets):
            return None
        octet = octets[place]
        size |= (octet & 127) << (7 * digit)
        place += 1
        if octet < 128:
            return (place, place + size) if place + size <= len(octets) else None
    return place, min(len(octets), place + 1)


def _published(octets: bytes, at: int, body: int, end: int) -> Got | None:
    """Read a published message of QoS 0 or 1; None for every other packet and for a broken one."""
    head = octets[at]
    if head & 0xF4 != 0x30 or end - body < 2:
        return None
    qos = head >> 1 & 1
    topic = body + 2
    mid = topic + (octets[body] << 8 | octets[body + 1])
    payload = mid + 2 * qos
    if payload > end:
        return None
    number = octets[mid] << 8 | octets[mid + 1] if qos else 0
    told = octets[topic:mid].decode("utf-8", "replace")
    return Got(told, octets[payload:end], number, qos, bool(head & 1))
