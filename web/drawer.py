"""The newest plan of each market, packed and ready to be sent."""

import gzip
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from patrol.queries.plan import plan

STALE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan ready to be sent, as it stood with one version of the register."""

    register: str
    drawn_at: datetime
    tag: str
    packed: bytes


class Drawer:
    """Keeps the newest plan of each market, packed; drawing 1,800 shops takes longer than sending them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sheets: dict[str, Sheet] = {}

    def sheet(self, session: Session, code: str, register: str, now: datetime) -> Sheet:
        """Give the plan, drawn again when the register changed or a minute has passed."""
        with self._lock:
            kept = self._sheets.get(code)
            if kept is not None and kept.register == register and now - kept.drawn_at < STALE_AFTER:
                return kept
            drawn = plan(session, code, now)
            packed = (
                kept.packed
                if kept is not None and kept.tag == drawn.version
                else gzip.compress(drawn.json(), 6)
            )
            self._sheets[code] = Sheet(register, now, drawn.version, packed)
            return self._sheets[code]
