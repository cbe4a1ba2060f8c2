"""How much a second goes from the broker into the durable store, against the bare parts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from tests.benchmarks.child import child
from tests.benchmarks.effort import Effort
from tests.benchmarks.load import NOWHERE, Say
from tests.benchmarks.machine import Use, use_of
from tests.benchmarks.quiet import wait_until_quiet
from tests.benchmarks.report import Cell, Report, Table, middle
from tests.benchmarks.sending import sender
from tests.benchmarks.site import Database, Ground, Site

BATCHES = (1, 10, 250)
SAYS = (Say.POSITIONS, Say.STORED, Say.ALERTS)
PATIENCE_S = 90.0
TICK_S = 0.01
"""The kernel counts processor time in hundredths of a second; nothing takes less."""


@dataclass(frozen=True, slots=True)
class Drained:
    """A backlog worked off: messages a second, what is missing, and what it took."""

    rate: float
    lost: int
    doubled: int
    use: Use
    count: int


@dataclass(frozen=True, slots=True)
class Bare:
    """What the bare subscriber took: messages a second, and µs of processor for one."""

    rate: float
    cpu_us: float


def measure(ground: Ground, effort: Effort) -> Report:
    """Work off a backlog: by a bare subscriber, then by ingest, from the same broker."""
    rows: list[tuple[Cell, ...]] = []
    for database, broker in effort.places:
        with ground.site(database, broker) as site:
            rows += _rows(site, effort)
    databases = dict.fromkeys(database for database, _ in effort.places)
    stores = tuple(_insert_row(ground, database, effort) for database in databases)
    return Report("ingest", (_ingest_table(rows), _insert_table(stores)))


def _rows(site: Site, effort: Effort) -> list[tuple[Cell, ...]]:
    start_s = min(_start(site) for _ in range(2))  # the first start may have to compile what it imports
    found: list[tuple[Cell, ...]] = []
    for say in SAYS:
        raw, runs = [], []
        for _ in range(effort.repeats):  # by turns, so that both meet the same neighbours
            raw.append(bare(site, effort.backlog))
            runs.append(drain(site, say, effort.backlog))
        found.append((site.label, say, *_figures(raw, runs, start_s)))
    return found


def _start(site: Site) -> float:
    """Begin its sessions at the broker, so that messages wait for it; give the seconds a start takes."""
    with site.ingest() as first:
        return use_of(first.pid).cpu_s


def _figures(raw: Sequence[Bare], runs: Sequence[Drained], start_s: float) -> tuple[Cell, ...]:
    rate, bare_rate = median(run.rate for run in runs), median(one.rate for one in raw)
    cpu = min(max(run.use.cpu_s - start_s, TICK_S) / run.count * 1e6 for run in runs)
    bare_cpu = min(one.cpu_us for one in raw)
    return (
        round(bare_rate),
        round(min(run.rate for run in runs)),
        round(rate),
        middle([rate / bare_rate]),
        sum(run.lost for run in runs),
        sum(run.doubled for run in runs),
        round(bare_cpu),
        round(cpu),
        middle([bare_cpu / cpu]),
        round(max(run.use.rss for run in runs) / 1e6),
    )


def drain(site: Site, say: Say, count: int) -> Drained:
    """Let messages wait in the broker, then start ingest and watch the store grow."""
    watching = child("watcher", {"url": site.town.url, "every_s": 0.01})
    with sender(site.device_url, site.town.load(say)) as speak, watching as eyes:
        eyes.answer()
        speak.send(count)
        with site.ingest() as ingest:
            wait_until_quiet(ingest.pid)
            use = use_of(ingest.pid)
        seen = eyes.stop()["seen"]
    numbers = [n for n, _ in seen]
    span_s = (seen[-1][1] - seen[0][1]) / 1e9 if seen else 0
    first = sum(1 for _, at in seen if at == seen[0][1])
    rate = (len(seen) - first) / span_s if span_s else 0.0
    return Drained(rate, count - len(set(numbers)), len(numbers) - len(set(numbers)), use, count)


def bare(site: Site, count: int) -> Bare:
    """Let the same messages wait for a paho subscriber that stores nothing."""
    order = {"url": site.settings.mqtt_url, "name": "bench-bare", "topics": [f"{NOWHERE}/#"]}
    with child("subscriber", {**order, "count": 0}) as first:
        first.answer()
        first.answer()
    load = replace(site.town.load(Say.STORED), root=NOWHERE)
    with sender(site.device_url, load, "bench-bare-device") as speak:
        speak.send(count)
    with child("subscriber", {**order, "count": count, "patience_s": PATIENCE_S}) as second:
        second.answer()
        told = second.answer()
    rate = (told["count"] - 1) / ((told["last"] - told["first"]) / 1e9)
    return Bare(rate, told["cpu_s"] / told["count"] * 1e6)


def _insert_row(ground: Ground, database: Database, effort: Effort) -> tuple[Cell, ...]:
    rates: list[Cell] = []
    for batch in BATCHES:
        count = effort.backlog // 5 if batch == 1 else effort.backlog
        with child("inserts", {"url": ground.empty(database), "count": count, "batch": batch}) as worker:
            rates.append(round(count / worker.answer()["took_s"]))
    return (database, *rates)


def _ingest_table(rows: Sequence[tuple[Cell, ...]]) -> Table:
    heads = ("store + broker", "what", "bare/s", "min/s", "median/s", "of bare", "lost", "doubled")
    note = (
        "bare: a paho subscriber that stores nothing takes the same backlog from the same broker. "
        "cpu: µs of processor for one message, the least of the runs, without the start of the process; it "
        "depends less on neighbours than the rate. MB: of the ingest process."
    )
    title = "Ingest: a backlog worked off into the durable store"
    cpu = ("bare cpu µs", "cpu µs", "of bare by cpu", "MB")
    return Table(title, (*heads, *cpu), tuple(rows), note)


def _insert_table(rows: Sequence[tuple[Cell, ...]]) -> Table:
    heads = ("store", *(f"batch {batch}: rows/s" for batch in BATCHES))
    title = "Store: plain batched inserts into the same table, each batch committed"
    return Table(title, heads, tuple(rows))
