"""Saving a SQLite database while it runs, and making a saved one ready to be put in place."""

import sqlite3
from contextlib import closing
from pathlib import Path

from patrol.errors import Invalid, Unavailable

DATABASE = "patrol.sqlite3"
_BESIDE = ("-wal", "-shm")


def copy(database: Path, folder: Path) -> dict[str, Path]:
    """Copy the database as it is at one instant."""
    if not database.exists():
        raise Unavailable(f"there is no database at {database} to save")
    target = folder / DATABASE
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as aim:
        source.backup(aim)
    return {DATABASE: target}


def renew(folder: Path, *, epoch: str) -> None:
    """Check a saved database, and begin its new epoch."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise Invalid(f"the saved database is damaged: {verdict}")
        connection.execute(
            "INSERT INTO meta (name, value) VALUES ('epoch', ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (epoch,),
        )


def files(database: Path) -> list[Path]:
    """Name the files of a database."""
    return [database, *(database.with_name(database.name + end) for end in _BESIDE)]
