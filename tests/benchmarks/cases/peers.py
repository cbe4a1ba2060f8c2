"""The same messages through other systems, in the same run: what each stores and shows, and how soon."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from tests.benchmarks.child import Child, child
from tests.benchmarks.effort import HALF, Effort
from tests.benchmarks.load import Say
from tests.benchmarks.machine import use_of
from tests.benchmarks.peers import NotHere, Peer, home_assistant, node_red
from tests.benchmarks.report import Cell, Report, Table, cells, spread
from tests.benchmarks.sending import Sender, Sent, covered, first_seen, sender
from tests.benchmarks.site import MOSQUITTO, Ground
from tests.benchmarks.stage import Stage, ready, staged
from tests.benchmarks.town import Town
from tests.parts.mosquitto import mosquitto

HEADS = ("system", "asked/s", "sent/s", "p50 ms", "p99 ms", "missing", "cpu s/10k", "MB")
BURST_HEADS = ("system", "burst", "shown/s", "last shown after s", "missing", "cpu s/10k")
NOTE = (
    "Alarms of 300 cameras, about 350 bytes, QoS 1, by Mosquitto; each is stored for good in SQLite and "
    "shown to one websocket client. Ours folds alarms of one camera in one transaction into one card: a "
    "message counts as shown when a card at least as new is. cpu and MB: of the whole system without broker "
    "and publisher."
)
BURST_NOTE = (
    "Sent as fast as the broker takes them: the limit of each. Rate from the first to the last shown."
)
WARM_UP = 100
PATIENCE_S = 60.0
STILL_S = 5.0


@dataclass(frozen=True, slots=True)
class Rival:
    """A system that runs: its processes, devices that speak to it, and how to open its screen."""

    name: str
    pids: tuple[int, ...]
    devices: Sender
    screen: Callable[[], AbstractContextManager[Child]]
    settle: Callable[[], None]
    """Waits until it works on nothing any more."""

    def cpu_s(self) -> float:
        """Seconds of processor so far."""
        return sum(use_of(pid).cpu_s for pid in self.pids)

    def mb(self) -> int:
        """Megabytes in memory."""
        return round(sum(use_of(pid).rss for pid in self.pids) / 1e6)


def measure(ground: Ground, effort: Effort) -> Report:
    """Run one system after the other through the same rates and the same burst."""
    rows: list[tuple[Cell, ...]] = []
    bursts: list[tuple[Cell, ...]] = []
    for name, run in _systems(ground):
        try:
            with run as rival:
                rows += [_rate(rival, rate, effort.seconds) for rate in effort.rates]
                bursts.append(_burst(rival, effort.backlog))
        except NotHere as why:
            rows.append((f"{name}: {why}"[:160], *(None,) * (len(HEADS) - 1)))
    tables = (
        Table("Peers: from a device to a screen", HEADS, tuple(rows), NOTE),
        Table("Peers: a burst", BURST_HEADS, tuple(bursts), BURST_NOTE),
    )
    return Report("peers", tables)


def _systems(ground: Ground) -> Iterator[tuple[str, AbstractContextManager[Rival]]]:
    town = ground.town(HALF[0])
    yield "ours", _ours(ground)
    yield "Node-RED", _peer(town, lambda port: node_red.running(ground.folder / "node-red", port))
    codes = town.load(Say.ALERTS)
    yield (
        "Home Assistant",
        _peer(town, lambda port: home_assistant.running(ground.folder / "home", port, codes)),
    )


@contextmanager
def _ours(ground: Ground) -> Iterator[Rival]:
    with staged(ground, HALF) as stage, stage.speaker(Say.ALERTS, warm_up=WARM_UP) as devices:
        pids = (stage.ingest, stage.web)
        yield Rival("ours", pids, devices, stage.ear, lambda: _until_still(lambda: _signals(stage)))


@contextmanager
def _peer(town: Town, run: Callable[[int], AbstractContextManager[Peer]]) -> Iterator[Rival]:
    with mosquitto(MOSQUITTO) as port, run(port) as peer:
        order = {
            "address": peer.address,
            "path": peer.path,
            "greetings": peer.greetings,
            "pattern": peer.pattern,
        }
        with sender(f"mqtt://127.0.0.1:{port}", town.load(Say.ALERTS)) as devices:
            devices.send(WARM_UP, 50.0)
            screen, settle = (lambda: child("peers.ear", order)), (lambda: _until_still(peer.stored))
            yield Rival(peer.name, (peer.pid,), devices, screen, settle)


def _signals(stage: Stage) -> int:
    """Count what we stored."""
    ours = Peer("ours", 0, "", "", database=stage.town.url.removeprefix("sqlite:///"), table="signal")
    return ours.stored()


def _until_still(stored: Callable[[], int]) -> None:
    """Wait until a database has not grown for a while; it may be slow without being busy."""
    until, rows, since = time.monotonic() + PATIENCE_S, -1, time.monotonic()
    while time.monotonic() < until and time.monotonic() - since < STILL_S:
        time.sleep(0.5)
        if (found := stored()) != rows:
            rows, since = found, time.monotonic()


def _rate(rival: Rival, rate: float, seconds: float) -> tuple[Cell, ...]:
    sent, seen, cpu = _watched(rival, int(rate * seconds), rate)
    waits = covered(sent, seen)
    reached = round(sent.count / sent.took_s)
    missing = sent.count - len(waits)
    return (rival.name, round(rate), reached, *cells(spread(waits)), missing, cpu, rival.mb())


def _burst(rival: Rival, count: int) -> tuple[Cell, ...]:
    sent, seen, cpu = _watched(rival, count, 0)
    mine = [seen[n] for n in range(sent.first, sent.first + sent.count) if n in seen]
    shown = _shown(sent, seen)
    if len(mine) < 2:
        return (rival.name, count, None, None, count - shown, cpu)
    span, last = (max(mine) - min(mine)) / 1e9, (max(mine) - sent.t0) / 1e9
    return (rival.name, count, round(shown / span), round(last, 2), count - shown, cpu)


def _shown(sent: Sent, seen: dict[int, int]) -> int:
    """Count what the screen showed, itself or in a newer card of the same device."""
    newest = [
        max((n for n in seen if n % sent.devices == device), default=-1) for device in range(sent.devices)
    ]
    return sum(newest[n % sent.devices] >= n for n in range(sent.first, sent.first + sent.count))


def _watched(rival: Rival, count: int, rate: float) -> tuple[Sent, dict[int, int], float]:
    with rival.screen() as ear:
        ready(ear)
        before = rival.cpu_s()
        sent = rival.devices.send(count, rate)
        rival.settle()
        cpu = round((rival.cpu_s() - before) / count * 10_000, 1)
        return sent, first_seen(ear.stop()["stream"]), cpu
