"""How the tables came to be: one revision a change, run by `patrol migrate`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from patrol.errors import Unavailable
from patrol.migrations.lineage import newest

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine


def upgrade(engine: "Engine", *, to: str = "head") -> None:
    """Bring the database to the newest revision; one that is there already changes nothing."""
    from alembic import command

    config = _config()
    with _rebuilding(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def downgrade(engine: "Engine", *, to: str) -> None:
    """Bring the database back to an older revision."""
    from alembic import command

    config = _config()
    with _rebuilding(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


@contextmanager
def _rebuilding(engine: "Engine") -> "Iterator[Connection]":
    """Open a transaction in which SQLite remakes tables that others lean on; all must fit at the end."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        plain = connection.connection.dbapi_connection
        assert plain is not None
        if sqlite:
            plain.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise Unavailable(
                        "the database would not fit together after the change: nothing was changed"
                    )
        finally:
            if sqlite:
                plain.cursor().execute("PRAGMA foreign_keys=ON")


def require_current(engine: "Engine") -> None:
    """Refuse to work on tables of another version."""
    stands, wanted = _stands_at(engine), newest()
    if stands != wanted:
        raise Unavailable(f"the database stands at {stands}, this program at {wanted}: run `patrol migrate`")


def _stands_at(engine: "Engine") -> str | None:
    """Read what Alembic wrote; a database nobody has migrated stands nowhere."""
    from sqlalchemy import inspect, text

    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
