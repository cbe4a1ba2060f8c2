"""How the database is reached: the same code on SQLite and on PostgreSQL."""

from collections.abc import Callable
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

Sessions = sessionmaker[Session]

BUSY_MS = 15_000
"""How long a SQLite writer waits for another one before it gives up."""


class Written(str):
    """A JSON document that is text already: what goes into many rows is written once."""

    __slots__ = ()


def make_engine(url: str) -> Engine:
    """Open a database by its URL; nothing is connected yet."""
    engine = create_engine(
        url,
        json_serializer=_dump,
        json_deserializer=orjson.loads,
        **({} if url.startswith("sqlite") else {"pool_pre_ping": True}),
    )
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_sessions(engine: Engine) -> Sessions:
    """Make the maker of sessions; objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def make_readers(engine: Engine) -> Sessions:
    """Make the maker of sessions that only read, and so never wait for a writer.

    Everything a session reads is of one moment: a snapshot and its number belong together.
    """
    options: dict[str, Any] = {"reading": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    return sessionmaker(engine.execution_options(**options), expire_on_commit=False)


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Run `act` once this session's transaction is durable, and never when it fails."""

    def run(_: Session) -> None:
        act()

    event.listen(session, "after_commit", run, once=True)


def write(value: object) -> Written:
    """Write a JSON document as every document is written."""
    return Written(_dump(value))


def _dump(value: object) -> str:
    if isinstance(value, Written):
        return value
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Hand transactions to SQLAlchemy, and make every commit durable."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MS}",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    """Readers take no lock; every other session takes the write lock at once.

    A deferred transaction that reads first and writes later fails with `database is locked`
    as soon as another writer was between, and no waiting helps.
    """
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
