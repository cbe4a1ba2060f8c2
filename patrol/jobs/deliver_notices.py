"""Bring notices out of the house: taken in one transaction, carried in none, written down in the next.

A death between carrying and writing leaves the carriage open; it is carried once more, marked as a repeat
under the same key, and never a third time.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from patrol.actions import carriages, notice_house
from patrol.actions.carriages import Outgoing, Result
from patrol.clock import Clock
from patrol.couriers.envelope import Envelope, envelope_of
from patrol.couriers.house import Means, carry
from patrol.couriers.letters import Letter, Outcome, Parcel
from patrol.couriers.push import new_private_key
from patrol.db import Sessions
from patrol.errors import Invalid
from patrol.queries.register import RegisterCache
from patrol.settings import Settings

Holds = Callable[[Session, datetime], bool]
EVERY_S = 1.0
HANDS = 4
"""How many go at the same time."""
_log = logging.getLogger("patrol.jobs")


@dataclass(frozen=True, slots=True)
class Office:
    """What the postman works with. `holds` says whether this scheduler may act, inside a transaction."""

    sessions: Sessions
    readers: Sessions
    clock: Clock
    envelope: Envelope
    holds: Holds
    means: Callable[[Session], Means]


class Postman:
    """Goes out as long as there is something to carry."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._registers = RegisterCache()
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="courier")

    def round(self) -> None:
        """Carry everything that is due; what fails is tried again at the next round."""
        try:
            while taken := self._take():
                list(self._hands.map(self._carry, taken))
        except SQLAlchemyError as error:
            _log.error("deliver_notices: the database: %s", str(error).splitlines()[0])
        except Exception:  # noqa: BLE001 - one letter must not stop the post
            _log.exception("deliver_notices failed and is tried again")

    def close(self) -> None:
        """Let those who are out come back."""
        self._hands.shutdown(wait=True)

    def _take(self) -> list[tuple[Outgoing, Means]]:
        with self._office.readers() as session:
            if session.scalars(carriages.due(self._office.clock()).limit(1)).first() is None:
                return []
        with self._office.sessions.begin() as session:
            now = self._office.clock()
            if not self._office.holds(session, now):
                return []
            means = self._office.means(session)
            register = self._registers.current(session)
            return [(one, means) for one in carriages.take(session, register, at_once=HANDS, now=now)]

    def _carry(self, going: tuple[Outgoing, Means]) -> None:
        sent, means = going
        outcome = self._hand_over(sent, means)
        with self._office.sessions.begin() as session:
            result = Result(outcome.sent, outcome.why, outcome.gone)
            register = self._registers.current(session)
            carriages.note(session, sent, result, register, now=self._office.clock())

    def _hand_over(self, sent: Outgoing, means: Means) -> Outcome:
        try:
            address = self._office.envelope.open(sent.sealed, about=f"{sent.way}:address")
        except Invalid:
            return Outcome(sent=False, why="sealed-with-another-key", gone=True)
        try:
            return carry(Parcel(sent.way, address, _letter(sent)), means)
        except Exception as error:  # noqa: BLE001 - a courier's own mistake is one letter's failure
            _log.error("a courier of %s failed: %s", sent.way, type(error).__name__)
            return Outcome(sent=False, why="courier-failed")


def open_office(
    settings: Settings, sessions: Sessions, readers: Sessions, clock: Clock, holds: Holds
) -> Office:
    """Put together what the postman needs."""
    envelope = envelope_of(settings)

    def means(session: Session) -> Means:
        key = notice_house.push_key(session, envelope, new_private_key)
        return Means(notice_house.mail_relay(session, envelope), key, clock)

    return Office(sessions, readers, clock, envelope, holds, means)


def _letter(sent: Outgoing) -> Letter:
    return Letter(
        key=sent.key,
        notice=sent.notice_id,
        kind=sent.kind,
        severity=sent.severity,
        count=sent.count,
        title=sent.title,
        body=sent.body,
        link=sent.link,
        language=sent.language,
        repeated=sent.repeated,
    )
