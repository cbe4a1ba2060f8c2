"""The boards connected to this process, and by what right."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex

from sqlalchemy.orm import Session

from patrol.queries import paths, people
from patrol.queries.people import Viewer
from patrol.rules.rights import Permission, markets_of, may


@dataclass(frozen=True, slots=True)
class Key:
    """What a connection was let in by; asked again while it lasts."""

    person_id: int | None = None
    epoch: int = 0
    token_id: int | None = None


@dataclass(slots=True)
class Client:
    """One connection. `name` is what others know it by: with its own id they could take it over."""

    sid: str
    key: Key
    viewer: Viewer
    name: str = field(default_factory=lambda: token_hex(6))
    busy: threading.Lock = field(default_factory=threading.Lock)
    has_presence: bool = False
    gone: bool = False


class Clients:
    """Everybody connected here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_sid: dict[str, Client] = {}
        self._left: list[Client] = []

    def add(self, client: Client) -> None:
        """Take somebody in."""
        with self._lock:
            self._by_sid[client.sid] = client

    def get(self, sid: str) -> Client | None:
        """Give somebody who is still here."""
        with self._lock:
            return self._by_sid.get(sid)

    def remove(self, sid: str) -> Client | None:
        """Let somebody go; what they had open is forgotten by the housekeeping."""
        with self._lock:
            client = self._by_sid.pop(sid, None)
            if client is not None:
                client.gone = True
                self._left.append(client)
            return client

    def everybody(self) -> list[Client]:
        """Give all who are here now."""
        with self._lock:
            return list(self._by_sid.values())

    def take_left(self) -> list[Client]:
        """Give those who left and whose presence still stands, once."""
        with self._lock:
            left, self._left = [c for c in self._left if c.has_presence], []
            return left

    def bring_back(self, left: list[Client]) -> None:
        """Keep those who could not be forgotten this time."""
        with self._lock:
            self._left = left + self._left


def right_of(session: Session, key: Key, now: datetime) -> Viewer | None:
    """Tell who is behind a key now, or that nobody is any more."""
    if key.token_id is not None:
        return people.token_by_id(session, key.token_id, now)
    if key.person_id is not None:
        return people.person_viewer(session, key.person_id, key.epoch, now)
    return None


def markets_open_to(session: Session, viewer: Viewer, permission: Permission) -> list[str]:
    """Name the markets in the whole of which this is allowed."""
    codes = markets_of(viewer.holdings, permission)
    found = {code: paths.of_market(session, code) for code in codes}
    return [code for code, path in found.items() if path and may(viewer.holdings, permission, path)]


def home_markets(viewer: Viewer) -> list[str]:
    """Name the markets somebody has anything to do with."""
    return list(dict.fromkeys(held.path[0].market for held in viewer.holdings if held.path[0].market))
