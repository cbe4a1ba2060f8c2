"""Looks at every part of an installation and says in one line each how it is, and what to do."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from patrol import mqtt
from patrol.db import make_engine, make_readers
from patrol.errors import PatrolError
from patrol.migrations import require_current
from patrol.model.places import Market
from patrol.model.signals import Quarantined
from patrol.model.stream import Heartbeat
from patrol.processes.broker_address import demand_broker, with_broker
from patrol.settings import Settings

LOW_SPACE = 1_000_000_000
STALE = timedelta(seconds=8)
AHEAD = timedelta(minutes=2)
PARTS = {"ingest": "patrol ingest", "jobs": "patrol jobs", "broker": "patrol broker", "web": "patrol web"}


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is; the line carries the advice when it is not well."""

    part: str
    well: bool
    line: str


def _ok(part: str, line: str) -> Finding:
    return Finding(part, well=True, line=line)


def _ill(part: str, line: str) -> Finding:
    return Finding(part, well=False, line=line)


def examine(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Look at everything; one part's trouble does not hide another's."""
    yield _disk(settings.data_dir)
    yield _checked("broker", lambda: _broker(settings))
    engine = make_engine(settings.database_url)
    stands = _checked("database", lambda: _database(engine))
    yield stands
    if stands.well:
        yield from _inside(engine, now)
    engine.dispose()


def _checked(part: str, look: Callable[[], str]) -> Finding:
    try:
        return _ok(part, look())
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return _ill(part, f"cannot be reached: {why}; check PATROL_DATABASE_URL")
    except (PatrolError, OSError) as error:
        return _ill(part, str(error))


def _disk(folder: Path) -> Finding:
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    line = f"{free / 1e9:.1f} GB free in {folder}"
    if free > LOW_SPACE:
        return _ok("disk", line)
    return _ill("disk", f"{line}; make room, or alerts can soon not be stored")


def _broker(settings: Settings) -> str:
    url = with_broker(settings).mqtt_url or ""
    demand_broker(url)
    host, port = mqtt.address(url)
    return f"answers on {host}:{port}"


def _database(engine: Engine) -> str:
    require_current(engine)
    return f"{engine.dialect.name} at this program's version"


def _inside(engine: Engine, now: datetime) -> Iterator[Finding]:
    with make_readers(engine)() as session:
        codes = list(session.scalars(select(Market.code)))
        beats = {beat.part: beat for beat in session.scalars(select(Heartbeat))}
        is_open = Quarantined.resolved_at.is_(None)
        unread = session.scalar(select(func.count()).select_from(Quarantined).where(is_open)) or 0
    advice = "there is none yet: patrol market import FILE"
    yield _ok("market", ", ".join(codes)) if codes else _ill("market", advice)
    yield _clock(beats, now)
    for part, command in PARTS.items():
        yield _life(part, command, beats, now)
    if unread:
        yield _ill("wire", f"{unread} messages were not understood: see quarantine on the board")


def _clock(beats: dict[str, Heartbeat], now: datetime) -> Finding:
    ahead = [part for part, beat in beats.items() if beat.at > now + AHEAD]
    if ahead:
        return _ill("clock", f"{', '.join(ahead)} lives in the future; set all machines by NTP")
    return _ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _life(part: str, command: str, beats: dict[str, Heartbeat], now: datetime) -> Finding:
    ages = [now - beat.at for name, beat in beats.items() if name.partition(":")[0] == part]
    if not ages:
        return _ill(part, f"never ran here: start `{command}`, or `patrol up` for all")
    age = min(ages)
    if age > STALE:
        return _ill(part, f"silent for {age.total_seconds():.0f} s: start `{command}`, read its log")
    return _ok(part, f"alive {max(0.0, age.total_seconds()):.1f} s ago")
