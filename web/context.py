"""What the screens are given by the front door, and how a view reaches it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar, cast

from flask import current_app
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from patrol.clock import Clock
from patrol.db import Sessions
from patrol.errors import NotFound
from patrol.queries.register import RegisterCache
from patrol.rules.entries import MarketEntry, Register
from patrol.settings import Settings
from web.drawer import Drawer

T = TypeVar("T")


def _nobody_waits() -> None:
    """Stand in where no other process listens."""


def _no_wire(_topic: str, _payload: bytes) -> bool:
    """Stand in where there is no broker: nothing was taken."""
    return False


@dataclass(frozen=True, slots=True)
class Change:
    """What a change works with: one transaction, the register as it stands in it, and the instant."""

    session: Session
    register: Register
    now: datetime


@dataclass(frozen=True, slots=True)
class Context:
    """The parts a web process works with.

    `secret` signs the cookies, `process` names this process among its siblings, `hint` wakes the
    relays after a commit, `wire` says something as a device would and tells whether the broker took
    it, `demo` allows signing in by one press. `tail` is what the relay reads by: connections of its
    own, so that a crowd of boards coming back does not hold up the stream.
    """

    settings: Settings
    sessions: Sessions
    readers: Sessions
    clock: Clock
    secret: str
    process: str = "web:1"
    hint: Callable[[], None] = _nobody_waits
    wire: Callable[[str, bytes], bool] = _no_wire
    demo: bool = False
    tail: Sessions | None = None
    register: RegisterCache = field(default_factory=RegisterCache)
    drawer: Drawer = field(default_factory=Drawer)

    @contextmanager
    def transaction(self) -> Iterator[tuple[Session, datetime]]:
        """Open a transaction and read the clock once; commit at the end, then wake the relays."""
        with self.sessions.begin() as session:
            yield session, self.clock()
        self.hint()

    @contextmanager
    def reading(self) -> Iterator[tuple[Session, datetime]]:
        """Open a session that only reads, and read the clock once."""
        with self.readers() as session:
            yield session, self.clock()

    def change(self, act: Callable[[Change], T]) -> T:
        """Carry a change out in one transaction; once more when another one got in its way.

        The same command sent twice at once meets itself in the table of commands: the second
        time it finds the first one's answer there.
        """
        try:
            return self._change(act)
        except (IntegrityError, OperationalError):
            return self._change(act)

    def _change(self, act: Callable[[Change], T]) -> T:
        with self.transaction() as (session, now):
            return act(Change(session, self.register.current(session), now))

    def market(self, register: Register, code: str) -> MarketEntry:
        """Give a market of the register by its code."""
        market = register.market_by_code(code)
        if market is None:
            raise NotFound(f"there is no market {code}")
        return market


def context() -> Context:
    """Give the context of the application that answers this request."""
    return cast(Context, current_app.extensions["patrol"])
