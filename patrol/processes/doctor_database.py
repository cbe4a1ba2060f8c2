"""What would lose data in a database: settings of the server, indexes, clocks, slices, no backup."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from patrol.clock import Clock
from patrol.jobs.slices import sliced_tables, slices_of
from patrol.model import Base
from patrol.model.places import Market
from patrol.model.stream import BACKUP_AT, Meta
from patrol.processes.finding import Finding, ill, ok
from patrol.rules.slices import FAMILIES

BACKUP_OLD = timedelta(days=8)
CLOCK_OFF_S = 2.0
ZONE_OFF_HOURS = 3.5
"""Zones follow borders, not the sun; further off than this is none of them (western China: 3)."""

MUST_BE_ON = {
    "fsync": "a power cut can ruin the database",
    "full_page_writes": "a power cut can ruin the database",
    "synchronous_commit": "what was acknowledged can be lost",
}


def examine_database(engine: Engine, session: Session, *, clock: Clock) -> Iterator[Finding]:
    """Look at what holds for the database as a whole."""
    yield from _indexes(engine)
    if engine.dialect.name == "postgresql":
        yield from _server(session)
        yield _server_clock(session, clock)
        yield from _slices(session, clock())
    yield from _zones(session, clock())
    yield _backup(session, clock())


def _indexes(engine: Engine) -> Iterator[Finding]:
    there = inspect(engine)
    for table in Base.metadata.sorted_tables:
        found = {index["name"] for index in there.get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in found:
                yield ill("index", f"{index.name} of {table.name} is missing: make it anew")


def _server(session: Session) -> Iterator[Finding]:
    for name, danger in MUST_BE_ON.items():
        value = session.scalar(text(f"SHOW {name}"))
        if value == "off":
            yield ill("database", f"{name} is off: {danger}; set it on in postgresql.conf")


def _server_clock(session: Session, clock: Clock) -> Finding:
    theirs = session.scalar(text("SELECT clock_timestamp()"))
    assert isinstance(theirs, datetime)
    off = (theirs - clock()).total_seconds()
    if abs(off) > CLOCK_OFF_S:
        return ill("clock", f"the database's clock is {off:+.0f} s from ours: set both machines by NTP")
    return ok("clock", f"the database's clock and ours are within {CLOCK_OFF_S:.0f} s")


def _slices(session: Session, now: datetime) -> Iterator[Finding]:
    for table in sorted(sliced_tables(session)):
        there = slices_of(session, table)
        tomorrow = [each.slice_at(now + timedelta(days=1)) for each in FAMILIES if each.table == table]
        missing = [one.name for one in tomorrow if one not in there]
        if missing:
            yield ill(
                "slices",
                f"{missing[0]} is not there yet, though nothing is lost: start `patrol jobs`",
            )


def _zones(session: Session, now: datetime) -> Iterator[Finding]:
    for market in session.scalars(select(Market)):
        try:
            offset = now.astimezone(ZoneInfo(market.timezone)).utcoffset() or timedelta()
        except (ZoneInfoNotFoundError, ValueError):
            yield ill(
                "zone",
                f"{market.code}: there is no time zone {market.timezone!r}: correct the market's register",
            )
            continue
        if abs(offset.total_seconds() / 3600 - market.lon / 15) > ZONE_OFF_HOURS:
            yield ill(
                "zone", f"{market.code} lies at {market.lon:.1f}° east, which is not in {market.timezone}"
            )


def _backup(session: Session, now: datetime) -> Finding:
    last = session.get(Meta, BACKUP_AT)
    if last is None:
        return ill("backup", "there is none yet: `patrol backup FILE`, every night, onto another disk")
    age = now - datetime.fromisoformat(last.value)
    line = f"the last one is of {last.value[:16]}"
    return ok("backup", line) if age < BACKUP_OLD else ill("backup", f"{line}: make them every night")
