"""A batch of messages becomes one transaction; a poisonous message hurts itself alone."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from devices import pictures, router
from devices.flow import Flow
from devices.media import raw_of
from devices.refusals import Reason, refuse
from patrol import outbox
from patrol.actions import intake
from patrol.actions.arrivals import Heard
from patrol.actions.intake import Taken
from patrol.clock import Clock, monotonic
from patrol.db import Sessions
from patrol.queries.register import RegisterCache
from patrol.rules.entries import Register
from patrol.rules.signal import Message, Refusal

log = logging.getLogger(__name__)

TRIES = 3


@dataclass(frozen=True, slots=True)
class Handler:
    """What storing needs. `market` is the code that unknown devices are counted to."""

    sessions: Sessions
    register: RegisterCache
    media: Path
    clock: Clock
    market: str | None
    after: Callable[[Taken, Register], None]
    flow: Flow = field(default_factory=Flow)

    def handle(self, messages: Sequence[Message]) -> None:
        """Store a batch. When it returns, every message is durable and may be acknowledged.

        Raises:
            OperationalError, OSError: nothing can be stored now; nothing is acknowledged.
        """
        heard = [self._read(message) for message in messages]
        try:
            self._store(heard)
        except (OperationalError, OSError):
            raise
        except Exception:
            if len(heard) == 1:
                raise
            log.exception("a batch of %d failed; storing its messages one by one", len(heard))
            for one in heard:
                self._store_alone(one)

    def _read(self, message: Message) -> Heard:
        found = router.read(message)
        if not isinstance(found, Refusal):
            found = tuple(pictures.keep(signal, self.media) for signal in found)
        return Heard(message, found, raw_of(message.payload))

    def _store_alone(self, one: Heard) -> None:
        """Store one message; when it cannot be, set it aside with what went wrong."""
        try:
            self._store([one])
        except (OperationalError, OSError):
            raise
        except Exception as error:
            log.exception("a message on %s cannot be handled", one.message.topic)
            fault = refuse(Reason.FORMAT_FAULT, f"{type(error).__name__} while storing")
            self._store([Heard(one.message, fault, one.raw)])

    def _store(self, heard: Sequence[Heard]) -> None:
        for attempt in range(TRIES):
            try:
                taken, register, took = self._once(heard)
            except (IntegrityError, StaleDataError):
                if attempt + 1 == TRIES:
                    raise
                continue
            except DBAPIError as error:
                if not _lost_a_race(error) or attempt + 1 == TRIES:
                    raise
                continue
            self.flow.stored(heard, taken, commit_s=took, now=self.clock())
            self.after(taken, register)
            return

    def _once(self, heard: Sequence[Heard]) -> tuple[Taken, Register, float]:
        """Try in one transaction; give also the seconds that its end took, the last writing included."""
        with self.sessions.begin() as session:
            register = self.register.current(session)
            taken = intake.take(session, heard, register, market_code=self.market, now=self.clock())
            written = monotonic()
        taken.told = outbox.told(session)
        return taken, register, monotonic() - written


def _lost_a_race(error: DBAPIError) -> bool:
    """Say whether PostgreSQL gave up a transaction that another one crossed (40001, 40P01)."""
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")
