"""How a command opens the database."""

from patrol.db import Sessions, make_engine, make_sessions
from patrol.migrations import require_current
from patrol.settings import Settings


def open_database(settings: Settings) -> Sessions:
    """Give the maker of sessions on a database of this version."""
    engine = make_engine(settings.database_url)
    require_current(engine)
    return make_sessions(engine)
