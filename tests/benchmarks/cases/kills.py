"""Kill −9 again and again, spread over all parts, while devices speak: what is lost, what is doubled?"""

import os
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from itertools import cycle, islice

from sqlalchemy import func, select

from patrol.db import make_readers
from patrol.model.signals import SignalRecord
from tests.benchmarks.effort import Effort
from tests.benchmarks.load import Say
from tests.benchmarks.peers import NotHere, Peer, home_assistant, node_red
from tests.benchmarks.report import Cell, Report, Table
from tests.benchmarks.sending import Sender, sender
from tests.benchmarks.site import MOSQUITTO, Database, Ground
from tests.journeys.crowd import Crowd
from tests.journeys.family import children
from tests.journeys.house import House
from tests.journeys.reckoning import calls, counted, reckon
from tests.parts import Absent
from tests.parts.mosquitto import mosquitto

VICTIMS = ("ingest", "web", "jobs", "broker")
A_SECOND = 100.0
PEERS_A_SECOND = 50.0
A_LIFE_S = 8.0
"""How long a peer works between two kills, its start not counted."""
WORKS_AGAIN_S = 60.0
STILL_S = 10.0
HEADS = (
    "system",
    "kills",
    "of",
    "taken",
    "lost",
    "doubled",
    "alerts not on a board",
    "counted too few",
    "took s",
)
NOTE = (
    "taken: messages that the broker acknowledged to the devices (QoS 1). lost: taken and never stored; "
    "doubled: stored more than once. Ours dies part by part, the broker included, each as soon as the one "
    "before works again. A peer is one process; its broker (Mosquitto, a kept session) lives on."
)


def measure(ground: Ground, effort: Effort) -> Report:
    """Ours by all its parts, then each peer by its one process."""
    rows = [_ours(ground, effort.kills)]
    for name, run, numbers in _peers(ground):
        if not effort.peer_kills:
            continue
        try:
            rows.append(_peer(ground, name, run, numbers, effort.peer_kills))
        except (NotHere, Absent) as why:
            rows.append((f"{name}: {why}"[:160], *(None,) * (len(HEADS) - 1)))
    return Report("kills", (Table("Kills", HEADS, tuple(rows), NOTE),))


def _ours(ground: Ground, kills: int) -> tuple[Cell, ...]:
    house = House.on(ground.empty(Database.SQLITE), ground.folder / "house")
    began = time.monotonic()
    try:
        house.start("broker", "ingest", "jobs", "web")
        crowd = Crowd(house.url(), 10_000_000, a_second=A_SECOND)
        crowd.begin()
        killed = Counter(_kill(house, victim) for victim in islice(cycle(VICTIMS), kills))
        said = crowd.enough()
        crowd.wait(said)
        _until_still(lambda: _newest(house))
        found = reckon(house, {"n": said})
        missing = len(found.missing_on_board)
        too_few = len(calls(said)) - counted(house)
        took = round(time.monotonic() - began)
        told = " ".join(f"{part} {count}" for part, count in killed.items())
        return ("ours", kills, told, said, len(found.lost), len(found.doubled), missing, too_few, took)
    finally:
        house.stop()


def _kill(house: House, victim: str) -> str:
    """Kill one part and start it again; the next one dies when messages flow once more."""
    house.kill(victim)
    house.start(victim)
    house.mend()
    before, until = _newest(house), time.monotonic() + WORKS_AGAIN_S
    while _newest(house) <= before:
        if time.monotonic() > until:
            raise RuntimeError(f"nothing is stored any more after {victim} was killed")
        time.sleep(0.1)
    return victim


def _newest(house: House) -> int:
    with make_readers(house.engine)() as session:
        return session.scalar(select(func.max(SignalRecord.id))) or 0


def _until_still(look: Callable[[], int]) -> None:
    """Wait until nothing more comes for a while: what a dead part had in hand comes again after seconds."""
    seen, since = look(), time.monotonic()
    while time.monotonic() - since < STILL_S:
        time.sleep(0.5)
        if (now := look()) != seen:
            seen, since = now, time.monotonic()


Run = Callable[[int], AbstractContextManager[Peer]]
Numbers = Callable[[Peer], Counter[int]]


def _peers(ground: Ground) -> list[tuple[str, Run, Numbers]]:
    codes = ground.town(Database.SQLITE).load(Say.ALERTS)
    red, home = ground.folder / "red", ground.folder / "home"
    return [
        ("Node-RED", lambda port: node_red.running(red, port), lambda peer: _numbers(peer, "payload")),
        (
            "Home Assistant",
            lambda port: home_assistant.running(home, port, codes),
            lambda peer: _numbers(peer, "state"),
        ),
    ]


def _peer(ground: Ground, name: str, run: Run, numbers: Numbers, kills: int) -> tuple[Cell, ...]:
    """Let devices speak all the while; what was said before the peer first listened does not count."""
    load = ground.town(Database.SQLITE).load(Say.ALERTS)
    began = time.monotonic()
    with mosquitto(MOSQUITTO) as port, sender(f"mqtt://127.0.0.1:{port}", load) as devices:
        first, taken, found = 0, 0, Counter[int]()
        for life in range(kills + 1):
            with run(port) as peer:
                if life == 0:
                    first = taken = _until_it_listens(peer, devices)
                taken += devices.send(int(PEERS_A_SECOND * A_LIFE_S), PEERS_A_SECOND).count
                if life < kills:
                    devices.begin(int(PEERS_A_SECOND * 4), PEERS_A_SECOND)
                    time.sleep(1.0)
                    for pid in (*children(peer.pid), peer.pid):
                        os.kill(pid, signal.SIGKILL)
                    taken += devices.end().count
                else:
                    _until_still(peer.stored)
                    found = numbers(peer)
    lost = sum(found[n] == 0 for n in range(first, taken))
    doubled = sum(found[n] > 1 for n in range(first, taken))
    told = f"itself {kills}"
    return (name, kills, told, taken - first, lost, doubled, None, None, round(time.monotonic() - began))


def _until_it_listens(peer: Peer, devices: Sender) -> int:
    """Speak until the first word is stored, and give how many words that took: they do not count."""
    said, until = 0, time.monotonic() + WORKS_AGAIN_S
    while peer.stored() == 0 and time.monotonic() < until:
        said += devices.send(10, PEERS_A_SECOND).count
    return said


def _numbers(peer: Peer, column: str) -> Counter[int]:
    """Read the numbers of all messages out of a peer's rows."""
    with closing(sqlite3.connect(f"file:{peer.database}?mode=ro", uri=True, timeout=60)) as rows:
        said = rows.execute(f"SELECT {column} FROM {peer.table}").fetchall()  # noqa: S608 - our own words
    found: Counter[int] = Counter()
    for (text,) in said:
        number = re.search(r'"bench_n":(\d+)|^n(\d+)$', str(text))
        if number:
            found[int(number[1] or number[2])] += 1
    return found
