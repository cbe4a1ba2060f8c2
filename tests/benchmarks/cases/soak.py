"""A long run: does memory grow, do handles leak, does the end of the line keep up?"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, func, select

from patrol.db import make_engine, make_readers
from patrol.model.signals import SignalRecord
from tests.benchmarks.effort import HALF, Effort
from tests.benchmarks.load import Say
from tests.benchmarks.machine import use_of
from tests.benchmarks.report import Cell, Curve, Picture, Report, Table
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, staged
from tests.parts.live_client import LiveClient, deaf_client

SAYS = (Say.POSITIONS, Say.STORED, Say.ALERTS)
LAPS = 20
SETTLED = LAPS // 5
"""Laps until caches are full: what a process holds then is what it is compared with."""
WORKED_OFF_S = 300.0
HEADS = ("process", "MB after a fifth", "MB at the end", "grown %", "MB at most", "files first", "files last")
LAP_HEADS = ("messages so far", "sent/s", "worked off after s", "ingest MB", "web MB", "jobs MB")
NOTE = (
    "Positions, reports and alerts by turns, as fast as the broker takes them; after each lap a wait until "
    "all is stored. One board comes and goes with each lap, one stays, and one never reads."
)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen after one lap; bytes and open files of each process."""

    messages: int
    a_second: float
    lag_s: float
    rss: Mapping[str, int]
    files: Mapping[str, int]


def measure(ground: Ground, effort: Effort) -> Report:
    """Run the laps, and compare the end with the time when caches were full."""
    place = HALF if HALF in effort.places else effort.places[0]
    with staged(ground, place) as stage, stage.site.jobs() as jobs:
        pids = {"ingest": stage.ingest, "web": stage.web, "jobs": jobs.pid}
        looks = list(_laps(stage, pids, effort.soak))
    rows = tuple(_row(name, looks) for name in pids)
    laps = tuple(_lap(look) for look in looks)
    curves = tuple(
        Curve(name, tuple((float(look.messages), look.rss[name] / 1e6) for look in looks)) for name in pids
    )
    picture = Picture("soak", "Memory over messages", "messages", "MB", curves)
    return Report("soak", (Table("Soak", HEADS, rows, NOTE), Table("Laps", LAP_HEADS, laps)), (picture,))


def _laps(stage: Stage, pids: Mapping[str, int], messages: int) -> Iterator[Look]:
    engine = make_engine(stage.town.url)
    with ExitStack() as stack:
        speakers = [stack.enter_context(stage.speaker(say)) for say in SAYS]
        stack.enter_context(_boards(stage))
        each, done = max(1, messages // LAPS // len(SAYS)), 0
        for _ in range(LAPS):
            passing = LiveClient(stage.address, token=stage.town.token)
            passing.say("hello", {"rooms": [{"room": f"market:{stage.town.market}"}]})
            began = time.monotonic()
            for speaker in speakers:
                speaker.send(each)
            took = time.monotonic() - began
            done += each * len(SAYS)
            lag_s = _worked_off(engine, done, stage.site.settings.data_dir / "ingest.log")
            passing.close()
            rss = {name: use_of(pid).rss for name, pid in pids.items()}
            files = {name: _files(pid) for name, pid in pids.items()}
            yield Look(done, each * len(SAYS) / took, lag_s, rss, files)
    engine.dispose()


@contextmanager
def _boards(stage: Stage) -> Iterator[None]:
    room = f"market:{stage.town.market}"
    deaf = deaf_client(stage.address, stage.town.token, room)
    board = LiveClient(stage.address, token=stage.town.token)
    board.say("hello", {"rooms": [{"room": room}]})
    try:
        yield
    finally:
        board.close()
        deaf.close()


def _worked_off(engine: Engine, messages: int, log: Path) -> float:
    """Wait until all is stored, and give the seconds it took.

    Raises:
        RuntimeError: it is not, after a long time; with the last words of ingest, which here nobody restarts.
    """
    began = time.monotonic()
    while (stored := _stored(engine)) < messages:
        if time.monotonic() - began > WORKED_OFF_S:
            said = log.read_text(errors="replace").strip()[-300:]
            raise RuntimeError(f"{stored} of {messages} messages are stored; ingest said: {said}")
        time.sleep(0.1)
    return time.monotonic() - began


def _stored(engine: Engine) -> int:
    """The newest number: nobody forgets anything meanwhile."""
    with make_readers(engine)() as session:
        return session.scalar(select(func.max(SignalRecord.id) - func.min(SignalRecord.id) + 1)) or 0


def _files(pid: int) -> int:
    """Count open files of a process and those below it."""
    total = 0
    with suppress(OSError):
        total = len(os.listdir(f"/proc/{pid}/fd"))
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as below:
                total += sum(_files(int(child)) for child in below.read().split())
    return total


def _row(name: str, looks: list[Look]) -> tuple[Cell, ...]:
    memory = [look.rss[name] / 1e6 for look in looks]
    then, now = memory[SETTLED], memory[-1]
    grown = round((now / then - 1) * 100, 1)
    files = (looks[0].files[name], looks[-1].files[name])
    return (name, round(then, 1), round(now, 1), grown, round(max(memory), 1), *files)


def _lap(look: Look) -> tuple[Cell, ...]:
    memory = tuple(round(look.rss[name] / 1e6, 1) for name in ("ingest", "web", "jobs"))
    return (look.messages, round(look.a_second), round(look.lag_s, 2), *memory)
