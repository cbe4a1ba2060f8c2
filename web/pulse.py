"""What a web process knows of the life of every part: the food of the truth banner and of /readyz."""

import threading
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from patrol.cards.things import stamp
from patrol.clock import Clock
from patrol.db import Sessions
from patrol.queries.health import PARTS, Life, SignsOfLife, life, signs_of_life

SLOW_TO_LOOK = timedelta(seconds=3)
"""A look at the database younger than this is not taken again for /readyz while all is well."""
HURRIED = timedelta(seconds=0.2)
"""While a part is down, whoever asks waits for it to come back: then a look is old sooner."""


class Pulse:
    """Remembers the last signs of life; the database's own is that they could be read."""

    def __init__(self, readers: Sessions, clock: Clock) -> None:
        self._readers, self._clock = readers, clock
        self._lock = threading.Lock()
        self._signs = SignsOfLife({}, {})
        self._read_at: datetime | None = None
        self._relayed_at: datetime | None = None
        self._answered_at: datetime | None = None
        self._failed = False

    def read(self) -> bool:
        """Read the signs of life; tell whether the database answered."""
        try:
            with self._readers() as session:
                signs = signs_of_life(session)
        except (SQLAlchemyError, OSError):
            self._failed = True
            return False
        with self._lock:
            self._signs, self._read_at, self._failed = signs, self._clock(), False
        return True

    def relayed(self) -> None:
        """Note that the relay went around once without a failure."""
        self._relayed_at = self._clock()

    def broker_answered(self) -> None:
        """Note that the broker gave this process its own word back: it lives, even where ingest is gone."""
        self._answered_at = self._clock()

    def look(self) -> dict[str, Life]:
        """Judge every part, after a fresh reading unless the last one is new."""
        known = self.parts()
        old = SLOW_TO_LOOK if all(part.ok for part in known.values()) else HURRIED
        if self._read_at is None or self._clock() - self._read_at > old:
            self.read()
            return self.parts()
        return known

    def parts(self) -> dict[str, Life]:
        """Judge every part by what is known."""
        now = self._clock()
        with self._lock:
            signs, read_at = self._signs, self._read_at
        database = life(read_at, now)
        if self._failed:
            database = Life(ok=False, age_s=database.age_s)
        last = dict(signs.parts)
        if answered := self._answered_at:
            last["broker"] = max(answered, last.get("broker", answered))
        judged = {part: life(last.get(part), now) for part in PARTS}
        return {"database": database, **judged, "relay": life(self._relayed_at, now)}

    def beat(self, market: str) -> dict[str, object]:
        """Say it all, as a board of this market hears it once a second."""
        now = self._clock()
        newest = self._signs.newest.get(market)
        age = None if newest is None else round(max(0.0, (now - newest).total_seconds()), 1)
        parts = {name: {"ok": part.ok, "age_s": part.age_s} for name, part in self.parts().items()}
        return {"at": stamp(now), "parts": parts, "data_age_s": age}
