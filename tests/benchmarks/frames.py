"""The least of a websocket and of Socket.IO that a listener needs: connect, read frames, answer pings."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
SOCKET_IO = "/socket.io/?EIO=4&transport=websocket"
TEXT, CLOSE, PING = 0x1, 0x8, 0x9


class Frames:
    """One websocket connection, read in frames."""

    def __init__(self, address: str, path: str) -> None:
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname, parts.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(UPGRADE.format(path=path, host=f"{parts.hostname}:{parts.port}").encode())
        self._rest = self._after_the_greeting()

    def _after_the_greeting(self) -> bytes:
        got = b""
        while b"\r\n\r\n" not in got:
            more = self.socket.recv(4096)
            if not more:
                raise ConnectionError(f"the server hung up: {got[:80]!r}")
            got += more
        head, _, rest = got.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(f"no websocket here: {head[:80]!r}")
        return rest

    def say(self, text: str) -> None:
        """Send one text frame; the mask is zero, so the text stays readable."""
        told = text.encode()
        size = bytes([0x80 | len(told)]) if len(told) < 126 else b"\xfe" + len(told).to_bytes(2, "big")
        self.socket.sendall(b"\x81" + size + bytes(4) + told)

    def take(self) -> Iterator[bytes]:
        """Read what has come, and give the whole text frames in it."""
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionError("the server hung up")
        self._rest += got
        yield from self.whole()

    def whole(self) -> Iterator[bytes]:
        """Give the frames that are complete."""
        while (found := self._frame()) is not None:
            opcode, payload = found
            if opcode == CLOSE:
                raise ConnectionError("the server closed")
            if opcode != PING:
                yield payload

    def _frame(self) -> tuple[int, bytes] | None:
        rest = self._rest
        if len(rest) < 2:
            return None
        size, start = rest[1] & 0x7F, 2
        if size >= 126:
            wide = 2 if size == 126 else 8
            size, start = int.from_bytes(rest[2 : 2 + wide], "big"), 2 + wide
        if len(rest) < start + size:
            return None
        self._rest = rest[start + size :]
        return rest[0] & 0x0F, rest[start : start + size]


class Board(Frames):
    """A connection that speaks Socket.IO: signs in with a token and hears one room."""

    def __init__(self, address: str, token: str, room: str) -> None:
        super().__init__(address, SOCKET_IO)
        self._token, self._room = token, room
        self.ready = False
        for frame in self.whole():
            self.hear(frame)

    def hear(self, frame: bytes) -> bytes | None:
        """Do what the protocol asks; give the frame when it is an event."""
        match frame[:2]:
            case b"42":
                self.ready = self.ready or frame.startswith(b'42["ready"')
                return frame
            case b"40":
                self.say("42" + json.dumps(["hello", {"rooms": [{"room": self._room}]}]))
            case b"44":
                raise ConnectionError(frame.decode())
            case _ if frame[:1] == b"0":
                self.say("40" + json.dumps({"token": self._token}))
            case _ if frame[:1] == b"2":
                self.say("3")
        return None
