"""What a web process does now and then: reads the signs of life, gives its own, asks rights again."""

import threading
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from patrol.actions import presence
from patrol.actions.heartbeats import beat, forget_processes
from patrol.queries.health import flows
from web import journal
from web.clients import Client, Clients, right_of
from web.context import Context
from web.flow import Flow
from web.pulse import Pulse
from web.recent import Recent
from web.voices import Voices

ROUND_S = 1.0
ALIVE_EVERY = timedelta(seconds=5)
REMEMBERED_FOR = timedelta(days=1)
RIGHTS_EVERY = timedelta(seconds=10)


class Housekeeper:
    """Goes around once a second."""

    def __init__(
        self, context: Context, voices: Voices, clients: Clients, pulse: Pulse, flow: Flow, recent: Recent
    ) -> None:
        self._context, self._voices, self._clients, self._pulse = context, voices, clients, pulse
        self._flow, self._recent = flow, recent
        self._began = context.clock()
        self._due: dict[str, datetime] = {}

    def run(self, stop: threading.Event) -> None:
        """Go around until told to stop; a lost database is outlived."""
        while True:
            try:
                self.round()
            except (SQLAlchemyError, OSError) as error:
                journal.warn("web", "housekeeping failed", why=type(error).__name__)
            if stop.wait(ROUND_S):
                return

    def round(self) -> None:
        """Do what is due."""
        if not self._pulse.read():
            return
        self._forget_who_left()
        if self._is_due("alive", ALIVE_EVERY):
            self._say_alive()
        if self._is_due("flow", Recent.EVERY):
            with self._context.reading() as (session, now):
                self._recent.add(now, flows(session, since=now - Recent.STILL_THERE))
        if self._is_due("rights", RIGHTS_EVERY):
            self.ask_rights_again()

    def ask_rights_again(self) -> None:
        """Disconnect everybody whose session, grant or token ended or changed."""
        everybody = self._clients.everybody()
        with self._context.reading() as (session, now):
            rights = {client.key: right_of(session, client.key, now) for client in everybody}
        for client in everybody:
            viewer = rights[client.key]
            if viewer is None or not viewer.holdings:
                self._send_off(client)
            elif viewer.holdings != client.viewer.holdings:
                self._voices.drop(client.sid)

    def _send_off(self, client: Client) -> None:
        detail = "your sign-in ended; sign in again"
        self._voices.say(client.sid, "problem", {"code": "sign-in-needed", "detail": detail})
        self._voices.disconnect(client.sid)

    def _forget_who_left(self) -> None:
        left = self._clients.take_left()
        if not left:
            return
        try:
            with self._context.transaction() as (session, now):
                for client in left:
                    presence.leave(session, client.name, now)
        except (SQLAlchemyError, OSError):
            self._clients.bring_back(left)
            raise

    def _say_alive(self) -> None:
        with self._context.sessions.begin() as session:
            now = self._context.clock()
            beat(session, self._context.process, started_at=self._began, now=now, facts=self._flow.card())
            forget_processes(session, "web", before=now - REMEMBERED_FOR)

    def _is_due(self, what: str, every: timedelta) -> bool:
        now = self._context.clock()
        if now < self._due.get(what, now):
            return False
        self._due[what] = now + every
        return True
