"""The socket: who may connect, what each may hear, and the words of the protocol."""

import logging
from datetime import datetime
from typing import Any, TypeVar

import orjson
from flask import Flask, request, session
from flask_socketio import SocketIO
from pydantic import ValidationError
from socketio.exceptions import ConnectionRefusedError as Refused
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from patrol.actions import presence
from patrol.actions.people import token_sha256
from patrol.actions.presence import Onlooker
from patrol.model.places import Market
from patrol.queries import paths, people
from patrol.rules.rights import USER_ROOM, Permission, may, may_hear
from patrol.rules.words import Role
from web.clients import Client, Key, home_markets, markets_open_to, right_of
from web.context import Context
from web.live import Live, make_live
from web.orjson_provider import OPTIONS
from web.relay import Ask, Gone
from web.socket_words import Hello, Open, Resume, Word
from web.voices import LARGEST_MESSAGE, SocketVoices

W = TypeVar("W", bound=Word)

PING_EVERY_S = 10
PING_PATIENCE_S = 10


class _Json:
    """What Socket.IO writes and reads its packets with."""

    @staticmethod
    def dumps(value: object, **_: object) -> str:
        return orjson.dumps(value, option=OPTIONS).decode()

    @staticmethod
    def loads(text: str | bytes, **_: object) -> Any:
        return orjson.loads(text)


def install(app: Flask, context: Context) -> Live:
    """Open the socket in an application; the live parts are started by the server."""
    server = SocketIO(
        app,
        async_mode="threading",
        json=_Json,
        manage_session=False,
        logger=logging.getLogger("socketio"),
        engineio_logger=logging.getLogger("engineio"),
        ping_interval=PING_EVERY_S,
        ping_timeout=PING_PATIENCE_S,
        max_http_buffer_size=LARGEST_MESSAGE,
        cors_allowed_origins=None,  # type: ignore[arg-type] # None: our own origin alone
    )
    live = make_live(context, SocketVoices(server))
    desk = Desk(context, live)
    server.on_event("connect", desk.connect)
    server.on_event("disconnect", desk.disconnect)
    server.on_event("hello", desk.hello)
    server.on_event("resume", desk.resume)
    server.on_event("open", desk.open)
    return live


class Desk:
    """Answers what clients say."""

    def __init__(self, context: Context, live: Live) -> None:
        self._context, self._live = context, live

    def connect(self, auth: object = None) -> None:
        """Let those in who are somebody and hold a role now."""
        with self._context.reading() as (database, now):
            key = self._key(database, auth, now)
            viewer = right_of(database, key, now) if key else None
            if key is None or viewer is None or not viewer.holdings:
                raise Refused("sign-in-needed")
            positions = markets_open_to(database, viewer, Permission.SEE_POSITIONS)
        client = Client(_sid(), key, viewer)
        self._live.clients.add(client)
        for market in home_markets(viewer):
            self._live.voices.enter(client.sid, f"beat:{market}")
        for market in positions:
            self._live.voices.enter(client.sid, f"positions:{market}")

    def disconnect(self, _reason: str | None = None) -> None:
        """Forget a client; what it had open is told by the housekeeping."""
        self._live.clients.remove(_sid())
        self._live.relay.leave(_sid())

    def hello(self, body: object = None) -> None:
        """Bring a client up to date in the rooms it asks for."""
        if (word := self._read(Hello, body)) is not None:
            self._join([Ask(r.room, r.since, word.epoch, r.heard_at) for r in word.rooms])

    def resume(self, body: object = None) -> None:
        """Send again what a client missed."""
        if (word := self._read(Resume, body)) is not None:
            self._join([Ask(word.room, word.since, word.epoch)])

    def open(self, body: object = None) -> None:
        """Tell the other boards which card this one has open."""
        word, client = self._read(Open, body), self._live.clients.get(_sid())
        if word is None or client is None or client.viewer.roles == (Role.WALL,):
            return
        with self._context.transaction() as (database, now):
            market = _market(database, word.market)
            path = paths.of_market(database, word.market)
            if market is None or not may(client.viewer.holdings, Permission.SEE_BOARD, path or ()):
                self._problem("forbidden", word.market)
                return
            client.has_presence = True
            who = Onlooker(client.name, self._context.process, client.viewer.name, client.viewer.person_id)
            presence.open_card(database, who, market.id, word.entity, now)

    def _join(self, asks: list[Ask]) -> None:
        client = self._live.clients.get(_sid())
        if client is None:
            return
        try:
            with client.busy:
                heads = {
                    ask.room: self._live.relay.join(client.sid, ask) for ask in self._allowed(client, asks)
                }
        except (Gone, SQLAlchemyError, OSError):
            self._live.voices.drop(client.sid)
            return
        self._live.voices.say(client.sid, "ready", {"heads": heads})
        if client.gone:
            self._live.relay.leave(client.sid)

    def _allowed(self, client: Client, asks: list[Ask]) -> list[Ask]:
        with self._context.reading() as (database, _):
            heard = {ask.room for ask in asks if may_listen(database, client, ask.room)}
        for ask in asks:
            if ask.room not in heard:
                self._problem("forbidden", ask.room)
        return [ask for ask in asks if ask.room in heard]

    def _key(self, database: Session, auth: object, now: datetime) -> Key | None:
        match auth:
            case {"token": str(secret)}:
                viewer = people.token_viewer(database, token_sha256(secret), now)
                return Key(token_id=viewer.token_id) if viewer else None
        match dict(session):
            case {"person": int(person_id), "epoch": int(epoch)}:
                return Key(person_id=person_id, epoch=epoch)
            case {"token": int(token_id)}:
                return Key(token_id=token_id)
        return None

    def _read(self, shape: type[W], body: object) -> W | None:
        try:
            return shape.model_validate(body)
        except ValidationError as error:
            faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
            self._problem("invalid", "; ".join(faults[:3]))
            return None

    def _problem(self, code: str, detail: str) -> None:
        self._live.voices.say(_sid(), "problem", {"code": code, "detail": detail})


def may_listen(database: Session, client: Client, room: str) -> bool:
    """Tell whether a client may hear a room: everything the room may mean must be open to it."""
    kind, _, code = room.partition(":")
    if kind == USER_ROOM:
        return client.viewer.person_id is not None and code == str(client.viewer.person_id)
    places = paths.of_room(database, kind, code)
    return bool(places) and all(may_hear(client.viewer.holdings, kind, place) for place in places)


def _market(database: Session, code: str) -> Market | None:
    return database.scalars(select(Market).where(Market.code == code)).one_or_none()


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
