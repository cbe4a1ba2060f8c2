"""Somebody who listens at the socket, in the process of the test."""

from collections.abc import Iterable
from typing import Any

from flask_socketio import SocketIO, SocketIOTestClient

from patrol import outbox
from tests.web.house import House


class Ears:
    """One connection; what it heard is kept until it is taken."""

    def __init__(self, house: House, login: str | None = None, *, token: str | None = None) -> None:
        server: SocketIO = house.app.extensions["socketio"]
        browser = house.client(login)
        auth = None if token is None else {"token": house.tokens.get(token, token)}
        self._client: SocketIOTestClient = server.test_client(house.app, flask_test_client=browser, auth=auth)
        self.heard: list[tuple[str, Any]] = []

    @property
    def connected(self) -> bool:
        """Whether the server let it in, and still does."""
        return bool(self._client.is_connected())

    def say(self, event: str, body: object) -> None:
        """Send one event and keep what comes back."""
        self._client.emit(event, body)
        self.listen()

    def hello(self, *rooms: str, since: int | None = None, epoch: str | None = None, **more: object) -> None:
        """Ask for rooms."""
        held = {} if since is None else {"since": since}
        self.say("hello", {"rooms": [{"room": room, **held, **more} for room in rooms], "epoch": epoch})

    def listen(self) -> None:
        """Keep what arrived."""
        if self.connected:
            self.heard += [(said["name"], said["args"][0]) for said in self._client.get_received()]

    def bodies(self, event: str) -> list[Any]:
        """Give the bodies of one event."""
        self.listen()
        return [body for name, body in self.heard if name == event]

    def numbers(self, room: str = "market:yunda") -> list[int]:
        """Give the numbers heard in a room, in the order in which they came."""
        return [body["seq"] for body in self.bodies("stream") if body["room"] == room]

    def names(self) -> list[str]:
        """Give the names of everything heard."""
        self.listen()
        return [name for name, _ in self.heard]

    def go(self) -> None:
        """Disconnect."""
        self._client.disconnect()


def say_in(house: House, times: int = 1, rooms: Iterable[str] = ("market:yunda",)) -> None:
    """Post so many events, each in a transaction of its own."""
    for number in range(times):
        with house.context.transaction() as (session, now):
            outbox.post(
                session,
                rooms,
                "device.online",
                entity=f"device:{number}",
                version=1,
                body={"version": 1},
                now=now,
            )
