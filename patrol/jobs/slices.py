"""The slices of history in the catalogue of PostgreSQL; elsewhere there are none."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from patrol.rules.slices import FAMILIES, Family, Slice, read_name

PATIENCE = "3s"
"""Who waits longer for a lock gives way: everybody else would wait behind it."""

_COLUMN = {"signal": "received_at", "stream_event": "at"}


def sliced_tables(session: Session) -> frozenset[str]:
    """Name the tables that are cut by time."""
    if session.get_bind().dialect.name != "postgresql":
        return frozenset()
    wanted = text(
        "SELECT relname FROM pg_class"
        " WHERE relkind = 'p' AND relname = ANY(:names) AND pg_table_is_visible(oid)"
    )
    return frozenset(session.scalars(wanted, {"names": sorted(_COLUMN)}))


def slices_of(session: Session, table: str) -> list[Slice]:
    """Give the slices of a table, the rest not counted."""
    wanted = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:name)")
    found = (read_name(name.rpartition(".")[2]) for name in session.scalars(wanted, {"name": table}))
    return [each for each in found if each is not None]


def in_the_rest(session: Session, table: str) -> Iterator[Slice]:
    """Give the slices that rows in the rest belong to."""
    column = _COLUMN[table]
    for family in (each for each in FAMILIES if each.table == table):
        mine, told = _mine(family)
        days = f"SELECT DISTINCT date_trunc('day', {column}, 'UTC') FROM {table}_rest WHERE {mine}"  # noqa: S608 - our names
        found = {family.slice_at(day) for day in session.scalars(text(days), told)}
        yield from sorted(found, key=_begins)


def make(session: Session, new: Slice) -> None:
    """Make a slice, with the rows in it that lay in the rest meanwhile."""
    family, table, column = new.family, new.family.table, _COLUMN[new.family.table]
    bounds = [f"'{at:%Y-%m-%d}T00:00:00Z'" for at in (new.begins, new.ends)]
    low, high = (f"'{family.keep}', {at}" if family.keep else at for at in bounds)
    mine, told = _mine(family)
    _give_way(session)
    session.execute(text(f"LOCK TABLE {table}_rest IN ACCESS EXCLUSIVE MODE"))
    session.execute(text(f"CREATE TABLE {new.name} (LIKE {table} INCLUDING DEFAULTS)"))
    moved = (
        f"WITH moved AS (DELETE FROM {table}_rest WHERE {mine}"  # noqa: S608 - our names
        f" AND {column} >= {bounds[0]} AND {column} < {bounds[1]} RETURNING *)"
        f" INSERT INTO {new.name} SELECT * FROM moved"
    )
    session.execute(text(moved), told)
    bounded = f"FOR VALUES FROM ({low}) TO ({high})"
    session.execute(text(f"ALTER TABLE {table} ATTACH PARTITION {new.name} {bounded}"))


def drop(session: Session, old: Slice) -> None:
    """Drop a slice with all that is in it."""
    _give_way(session)
    session.execute(text(f"DROP TABLE {old.name}"))


def _give_way(session: Session) -> None:
    session.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))


def _mine(family: Family) -> tuple[str, dict[str, str]]:
    return ("keep = :keep", {"keep": str(family.keep)}) if family.keep else ("true", {})


def _begins(one: Slice) -> datetime:
    return one.begins
