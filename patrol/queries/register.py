"""The newest register of a process: read whole, kept until it changes."""

from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.stream import REGISTER_VERSION, Meta
from patrol.queries.register_load import load
from patrol.rules.entries import Register

_VERSION = select(Meta.value).where(Meta.name == REGISTER_VERSION)


class RegisterCache:
    """Keeps the newest register of one process; one small query tells whether it still stands."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Register | None = None

    def current(self, session: Session) -> Register:
        """Give the register as this session's transaction sees it."""
        version = session.connection().scalar(_VERSION) or "0"
        kept = self._kept
        if kept is not None and kept.version == version:
            return kept
        with self._lock:
            self._kept = load(session, version)
            return self._kept
