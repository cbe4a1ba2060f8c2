"""Databases made once in each process of the tests, then copied: bringing one up to date costs much more.

The real way there is walked by `tests/test_migrations.py` and by every journey that starts the programs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine, make_url

from patrol.db import make_engine
from patrol.migrations import upgrade

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """What its maker told of it, and for SQLite the file itself."""

    told: T
    file: bytes = b""


_made: dict[tuple[str, str], Made[Any]] = {}


def migrate(url: str) -> None:
    """Bring an empty database to the newest revision."""
    ready_made(url, "migrated", upgrade)


def ready_made(url: str, name: str, make: Callable[[Engine], T]) -> T:
    """Fill an empty database as `make` does, by a copy of what it made first under this name."""
    where = make_url(url)
    fill = _fill_file if where.get_backend_name() == "sqlite" else _fill_server
    return fill(where, name, make)


def _fill_file(url: URL, name: str, make: Callable[[Engine], T]) -> T:
    path, key = Path(str(url.database)), ("", name)
    if key not in _made:
        told = _make(url, make)
        _made[key] = Made(told, path.read_bytes())
    else:
        path.write_bytes(_made[key].file)
    return _made[key].told  # type: ignore[no-any-return] # what is kept under a name came from one maker


def _fill_server(url: URL, name: str, make: Callable[[Engine], T]) -> T:
    """Copy within the server; one that was started anew on the same port has no copy yet."""
    wanted, kept = sql.Identifier(str(url.database)), sql.Identifier(f"ready_{name}")
    key = (f"{url.host}:{url.port}", name)
    _say(url, sql.SQL("DROP DATABASE {}").format(wanted))
    copying = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(wanted, kept)
    try:
        _say(url, copying)
    except psycopg.errors.InvalidCatalogName:
        _say(url, sql.SQL("CREATE DATABASE {}").format(kept))
        _made[key] = Made(_make(url.set(database=f"ready_{name}"), make))
        _say(url, copying)
    return _made[key].told  # type: ignore[no-any-return] # what is kept under a name came from one maker


def _make(url: URL, make: Callable[[Engine], T]) -> T:
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        return make(engine)
    finally:
        engine.dispose()


def _say(url: URL, statement: sql.Composed) -> None:
    with psycopg.connect(
        host=url.host, port=url.port, user=url.username, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement)
