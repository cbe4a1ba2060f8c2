"""Looks at every part of an installation and says in one line each how it is, and what to do."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select

from patrol import mqtt
from patrol.clock import Clock
from patrol.db import make_engine, make_readers
from patrol.migrations import require_current
from patrol.model.places import Market
from patrol.model.signals import Quarantined
from patrol.model.stream import Heartbeat
from patrol.processes.broker_address import demand_broker, with_broker
from patrol.processes.doctor_broker import examine_broker
from patrol.processes.doctor_database import examine_database
from patrol.processes.finding import Finding, checked, ill, ok
from patrol.processes.mosquitto_conf import examine_mosquitto_conf
from patrol.settings import Settings

LOW_SPACE = 1_000_000_000
STALE = timedelta(seconds=8)
AHEAD = timedelta(minutes=2)
PARTS = {"ingest": "patrol ingest", "jobs": "patrol jobs", "broker": "patrol broker", "web": "patrol web"}


def examine(settings: Settings, *, clock: Clock, broker_config: Path | None = None) -> Iterator[Finding]:
    """Look at everything; one part's trouble does not hide another's."""
    yield disk(settings.data_dir)
    answers = checked("broker", lambda: _broker(settings))
    yield answers
    engine = make_engine(settings.database_url)
    stands = checked("database", lambda: _database(engine))
    yield stands
    if stands.well:
        yield from _inside(engine, clock)
    engine.dispose()
    if broker_config is not None:
        yield from _collected("broker", lambda: examine_mosquitto_conf(broker_config))
    if answers.well and (url := settings.mqtt_url) is not None:  # the embedded one is our own, and known
        yield from _collected("queue", lambda: examine_broker(url, settings.data_dir, now=clock()))


def _collected(part: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Give what a look finds, and what ended it."""
    found: list[Finding] = []

    def collect() -> str:
        found.extend(look())
        return ""

    done = checked(part, collect)
    yield from found
    if not done.well:
        yield done


def disk(folder: Path, *, low: int = LOW_SPACE) -> Finding:
    """Tell how much room there is."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    line = f"{free / 1e9:.1f} GB free in {folder}"
    if free > low:
        return ok("disk", line)
    return ill("disk", f"{line}; make room, or alerts can soon not be stored")


def _broker(settings: Settings) -> str:
    url = with_broker(settings).mqtt_url or ""
    demand_broker(url)
    host, port = mqtt.address(url)
    return f"answers on {host}:{port}"


def _database(engine: Engine) -> str:
    require_current(engine)
    return f"{engine.dialect.name} at this program's version"


def _inside(engine: Engine, clock: Clock) -> Iterator[Finding]:
    now = clock()
    with make_readers(engine)() as session:
        codes = list(session.scalars(select(Market.code)))
        beats = {beat.part: beat for beat in session.scalars(select(Heartbeat))}
        is_open = Quarantined.resolved_at.is_(None)
        unread = session.scalar(select(func.count()).select_from(Quarantined).where(is_open)) or 0
        yield from examine_database(engine, session, clock=clock)
    advice = "there is none yet: patrol market import FILE"
    yield ok("market", ", ".join(codes)) if codes else ill("market", advice)
    yield _clock(beats, now)
    for part, command in PARTS.items():
        yield _life(part, command, beats, now)
    if unread:
        yield ill("wire", f"{unread} messages were not understood: see quarantine on the board")


def _clock(beats: dict[str, Heartbeat], now: datetime) -> Finding:
    ahead = [part for part, beat in beats.items() if beat.at > now + AHEAD]
    if ahead:
        return ill("clock", f"{', '.join(ahead)} lives in the future; set all machines by NTP")
    return ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _life(part: str, command: str, beats: dict[str, Heartbeat], now: datetime) -> Finding:
    ages = [now - beat.at for name, beat in beats.items() if name == part or _is_process(name, part)]
    if not ages:
        return ill(part, f"never ran here: start `{command}`, or `patrol up` for all")
    age = min(ages)
    if age > STALE:
        return ill(part, f"silent for {age.total_seconds():.0f} s: start `{command}`, read its log")
    return ok(part, f"alive {max(0.0, age.total_seconds()):.1f} s ago")


def _is_process(name: str, part: str) -> bool:
    """Say whether this is one of several that each do the whole: pieces of ingest do not count alone."""
    return part == "web" and name.startswith("web:")
