"""What the screens are given by the front door, and how a view reaches it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from patrol.clock import Clock
from patrol.db import Sessions
from patrol.queries.register import RegisterCache
from patrol.settings import Settings


def _nobody_waits() -> None:
    """Stand in where no other process listens."""


@dataclass(frozen=True, slots=True)
class Context:
    """The parts a web process works with.

    `secret` signs the cookies, `process` names this process among its siblings, `hint` wakes the
    relays after a commit, `demo` allows signing in by one press.
    """

    settings: Settings
    sessions: Sessions
    readers: Sessions
    clock: Clock
    secret: str
    process: str = "web:1"
    hint: Callable[[], None] = _nobody_waits
    demo: bool = False
    register: RegisterCache = field(default_factory=RegisterCache)

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


def context() -> Context:
    """Give the context of the application that answers this request."""
    return cast(Context, current_app.extensions["patrol"])
