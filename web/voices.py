"""How this process speaks to its own clients: each packet is written once for a whole room."""

import socket as sockets
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, cast

from flask_socketio import SocketIO
from simple_websocket import ConnectionClosed
from simple_websocket import Server as WebSocket

LARGEST_MESSAGE = 16_384
"""Bytes a client may send at once; hello for every room there is takes less."""


class Voices(Protocol):
    """What the relay needs of a socket server. A group is everybody who hears the same."""

    def say(self, to: str, event: str, body: object, *, but_not: tuple[str, ...] = ()) -> None:
        """Send to a group or to one client; never waits."""

    def enter(self, sid: str, group: str) -> None:
        """Let a client hear a group."""

    def leave(self, sid: str, group: str) -> None:
        """Let it hear the group no more."""

    def backlog(self, sid: str) -> int:
        """Count what waits to be taken by a client."""

    def drop(self, sid: str) -> None:
        """Cut a client off at once, whether or not it reads; it may come back."""

    def disconnect(self, sid: str) -> None:
        """Tell a client to go, and not to come back by itself."""


class SocketVoices:
    """Speaks through Socket.IO."""

    def __init__(self, server: SocketIO) -> None:
        self._io: Any = server.server  # type: ignore[attr-defined]
        self._lines: dict[str, Line] = {}
        self._io.eio._async = {**self._io.eio._async, "websocket": self._new_line}

    def say(self, to: str, event: str, body: object, *, but_not: tuple[str, ...] = ()) -> None:
        """Put it into every hearer's queue; Socket.IO writes the packet once."""
        self._io.emit(event, body, to=to, skip_sid=list(but_not))

    def enter(self, sid: str, group: str) -> None:
        """Let a client hear a group; one that left in the meantime hears nothing."""
        with suppress(ValueError, KeyError):
            self._io.enter_room(sid, group)

    def leave(self, sid: str, group: str) -> None:
        """Let it hear the group no more."""
        self._io.leave_room(sid, group)

    def backlog(self, sid: str) -> int:
        """Count packets in the client's queue, which has no bound of its own."""
        held = self._io.eio.sockets.get(self._eio_sid(sid))
        return 0 if held is None else held.queue.qsize()

    def drop(self, sid: str) -> None:
        """End the session, then cut the connection: its writer may hang in a send that nobody reads."""
        eio_sid = self._eio_sid(sid)
        held = self._io.eio.sockets.get(eio_sid)
        if held is None:
            self._io.disconnect(sid)
            return
        held.close(wait=False, abort=True)
        if line := self._lines.pop(eio_sid, None):
            line.cut()

    def disconnect(self, sid: str) -> None:
        """Tell a client to go, and not to come back by itself."""
        self._io.disconnect(sid)

    def forget(self, sid: str) -> None:
        """Let go of what was kept of a client that left by itself."""
        self._lines.pop(self._eio_sid(sid), None)

    def _eio_sid(self, sid: str) -> str:
        return str(self._io.manager.eio_sid_from_sid(sid, "/") or "")

    def _new_line(self, handler: Callable[[Any], Any], _server: object) -> "Line":
        owner = getattr(handler, "__self__", None)
        line = Line(handler)
        if owner is not None:
            self._lines[owner.sid] = line
        return line


class Line:
    """One websocket as Engine.IO wants it, that can be cut from outside."""

    def __init__(self, handler: Callable[[Any], Any]) -> None:
        self._handler = handler
        self.ws: WebSocket | None = None

    def __call__(self, environ: dict[str, Any], _start_response: object) -> Any:
        """Take the connection over until it ends."""
        self.ws = WebSocket(environ, max_message_size=LARGEST_MESSAGE)
        answer = self._handler(self)
        if self.ws.mode == "gunicorn":
            raise StopIteration
        if self.ws.mode == "werkzeug":
            raise ConnectionError
        return answer

    def send(self, message: str | bytes) -> None:
        """Send one packet; waits while the client's connection is full."""
        assert self.ws is not None
        try:
            self.ws.send(message)
        except ConnectionClosed as error:
            raise OSError from error

    def wait(self) -> str | bytes | None:
        """Give the next packet; None when the client closed."""
        assert self.ws is not None
        try:
            return cast("str | bytes | None", self.ws.receive())
        except ConnectionClosed:
            return None

    def close(self) -> None:
        """Close in good order."""
        if self.ws is not None and self.ws.connected:
            self.ws.close()

    def cut(self) -> None:
        """Break the connection, so that whoever waits on it wakes."""
        if self.ws is not None:
            with suppress(OSError):
                self.ws.sock.shutdown(sockets.SHUT_RDWR)
