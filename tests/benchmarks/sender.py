"""A publisher of its own: MQTT 3.1.1 by hand, QoS 1, at a fixed rate or as fast as the broker takes it.

A hand-written one, because a client library would cost as much as what is measured.
"""

import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from patrol.clock import system_clock
from tests.benchmarks import child
from tests.benchmarks.load import Load, Say
from tests.benchmarks.report import spread

STAMP_EVERY = 50


@dataclass(slots=True)
class Line:
    """One connection to a broker."""

    socket: socket.socket
    answered: list[int] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def listen(self) -> None:
        """Count the answers; each is four bytes."""
        rest = b""
        while got := self.socket.recv(65536):
            rest += got
            whole = len(rest) // 4
            rest = rest[whole * 4 :]
            with self.news:
                self.answered += [time.monotonic_ns()] * whole
                self.news.notify()

    def wait(self, count: int, patience_s: float = 60.0) -> None:
        """Wait until so many messages are answered for."""
        with self.news:
            if not self.news.wait_for(lambda: len(self.answered) >= count, patience_s):
                raise RuntimeError(f"the broker acknowledged {len(self.answered)} of {count} messages")


def connect(url: str, client_id: str) -> Line:
    """Sign in with a clean session."""
    parts = urlsplit(url)
    line = Line(socket.create_connection((parts.hostname, parts.port)))
    line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.socket.sendall(
        _connect_packet(client_id, unquote(parts.username or ""), unquote(parts.password or ""))
    )
    reply = line.socket.recv(4)
    if reply != b"\x20\x02\x00\x00":
        raise RuntimeError(f"the broker refused us: {reply!r}")
    threading.Thread(target=line.listen, daemon=True).start()
    return line


def _connect_packet(client_id: str, user: str, password: str) -> bytes:
    flags = 0x02 | (0xC0 if user else 0)
    body = _text("MQTT") + bytes([4, flags]) + struct.pack("!H", 0) + _text(client_id)
    body += _text(user) + _text(password) if user else b""
    return b"\x10" + _length(len(body)) + body


def publish_packet(topic: str, payload: str, number: int) -> bytes:
    """Write one QoS 1 publish."""
    told = payload.encode()
    head = _text(topic) + struct.pack("!H", number % 65535 + 1)
    return b"\x32" + _length(len(head) + len(told)) + head + told


def _text(word: str) -> bytes:
    told = word.encode()
    return struct.pack("!H", len(told)) + told


def _length(size: int) -> bytes:
    found = bytearray()
    while True:
        size, digit = divmod(size, 128)
        found.append(digit | (0x80 if size else 0))
        if not size:
            return bytes(found)


def send(line: Line, load: Load, *, first: int, count: int, rate: float, window: int) -> dict[str, Any]:
    """Send `count` messages; `rate` 0 means at once. Message n is due at t0 + (n - first) / rate."""
    line.answered.clear()
    t0 = time.monotonic_ns() + 50_000_000
    late_ns, at = 0, ""
    for sent in range(count):
        if sent % STAMP_EVERY == 0:
            at = system_clock().isoformat()
        if rate:
            late_ns = max(late_ns, _wait_until(t0 + int(sent / rate * 1e9)))
        elif sent % (window // 4) == 0:
            line.wait(sent - window)
        topic, payload = load.message(first + sent, at)
        line.socket.sendall(publish_packet(topic, payload, sent))
    line.wait(count)
    took_s = (time.monotonic_ns() - t0) / 1e9
    waits = spread((at - t0) / 1e6 - n / rate * 1000 for n, at in enumerate(line.answered)) if rate else None
    return {
        "t0": t0,
        "count": count,
        "took_s": took_s,
        "late_ms": late_ns / 1e6,
        "broker_p99_ms": waits and waits.p99,
    }


def _wait_until(due_ns: int) -> int:
    """Sleep until an instant; tell by how much it was missed."""
    while (left := due_ns - time.monotonic_ns()) > 0:
        time.sleep(left / 1e9)
    return -left


def main() -> None:
    """Serve orders to send until the input ends."""
    told = child.order()
    line = connect(told["url"], told["name"])
    load = Load(Say(told["say"]), told["codes"], told["market"], told["root"])
    child.answer({"ready": True})
    while "count" in (told := child.order()):
        child.answer(send(line, load, **told))


if __name__ == "__main__":
    main()
