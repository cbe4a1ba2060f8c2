"""A small client of the live protocol, over a real websocket: what a page does, without a browser."""

import socket
import threading
from typing import Any

import orjson
from simple_websocket import Client, ConnectionClosed

UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class _Prompt(Client):  # type: ignore[misc] # the library ships no types
    """Reads at once what came together with the answer to its handshake; the library waits for more."""

    def handshake(self) -> None:
        """Shake hands, then look at what else there is."""
        super().handshake()
        self.connected = self._handle_events()


class LiveClient:
    """Speaks Engine.IO 4 and Socket.IO 5 over one websocket, and keeps everything it hears."""

    def __init__(self, address: str, *, cookie: str = "", token: str | None = None, origin: str = "") -> None:
        headers = {name: value for name, value in (("Cookie", cookie), ("Origin", origin)) if value}
        url = address.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._socket = _Prompt.connect(url, headers=headers)
        self.heard: list[tuple[str, Any]] = []
        self.refused: Any = None
        self.closed = False
        self._news = threading.Condition()
        self._connected = threading.Event()
        auth = "" if token is None else orjson.dumps({"token": token}).decode()
        self._greeting = f"40{auth}"
        threading.Thread(target=self._listen, daemon=True).start()
        self._connected.wait(10)

    def say(self, event: str, body: object) -> None:
        """Send one event."""
        self._socket.send("42" + orjson.dumps([event, body]).decode())

    def wait(self, event: str, *, count: int = 1, seconds: float = 10.0) -> list[Any]:
        """Wait until an event was heard so many times, and give all of its bodies."""
        with self._news:
            self._news.wait_for(lambda: len(self.bodies(event)) >= count or self.closed, seconds)
        found = self.bodies(event)
        assert len(found) >= count, f"heard {[name for name, _ in self.heard]}, waited for {count} {event}"
        return found

    def wait_closed(self, seconds: float = 10.0) -> bool:
        """Wait until the server ends the connection."""
        with self._news:
            return self._news.wait_for(lambda: self.closed, seconds)

    def bodies(self, event: str) -> list[Any]:
        """Give the bodies of an event heard so far."""
        return [body for name, body in self.heard if name == event]

    def close(self) -> None:
        """Go away."""
        if self._socket.connected:
            self._socket.close()

    def _listen(self) -> None:
        try:
            while True:
                self._take(str(self._socket.receive()))
        except (ConnectionClosed, OSError):
            with self._news:
                self.closed = True
                self._news.notify_all()
            self._connected.set()

    def _take(self, packet: str) -> None:
        match packet[:2]:
            case "2":
                self._socket.send("3")
            case "40":
                self._connected.set()
            case "41":
                self._socket.close()
            case "42":
                name, *rest = orjson.loads(packet[2:])
                with self._news:
                    self.heard.append((name, rest[0] if rest else None))
                    self._news.notify_all()
            case "44":
                self.refused = orjson.loads(packet[2:])
                self._connected.set()
            case _ if packet.startswith("0"):
                self._socket.send(self._greeting)


def deaf_client(address: str, token: str, room: str) -> socket.socket:
    """Connect, say hello, and never read what comes."""
    host, _, port = address.removeprefix("http://").partition(":")
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect((host, int(port)))
    deaf.sendall(UPGRADE.format(host=f"{host}:{port}").encode())
    deaf.recv(12)
    deaf.sendall(_frame("40" + orjson.dumps({"token": token}).decode()))
    deaf.sendall(_frame("42" + orjson.dumps(["hello", {"rooms": [{"room": room}]}]).decode()))
    return deaf


def _frame(text: str) -> bytes:
    """One masked text frame; the mask is zero, so the text stays readable."""
    return b"\x81\xfe" + len(text).to_bytes(2, "big") + bytes(4) + text.encode()
