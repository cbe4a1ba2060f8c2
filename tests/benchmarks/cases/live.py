"""How long it takes from a device's word to a board, at fixed rates: with alerts, without, and positions."""

from contextlib import AbstractContextManager

from tests.benchmarks.child import Child
from tests.benchmarks.effort import EMBEDDED, FIELD, Effort
from tests.benchmarks.load import Say
from tests.benchmarks.machine import Use
from tests.benchmarks.quiet import wait_until_quiet
from tests.benchmarks.report import Cell, Curve, Picture, Report, Table, spread
from tests.benchmarks.sending import Sender, Sent, covered, first_seen, latencies
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, ready, staged, warm_up

HEADS = (
    "store + broker",
    "what",
    "asked/s",
    "sent/s",
    "p50 ms",
    "p90 ms",
    "p99 ms",
    "worst",
    "missing",
    "broker p99",
)
COSTS = ("ingest cpu s/10k", "web cpu s/10k", "broker cpu s/10k", "ingest MB", "web MB")
NOTE = (
    "alerts: until a board holds a card with this message in it. stored: until another connection can read "
    "its row. positions: until a board holds this position or a newer one; ingest and web each send them "
    "at most five times a second. broker p99: until the broker acknowledged the message to the publisher."
)


def measure(ground: Ground, effort: Effort) -> Report:
    """Run every kind of traffic at every rate."""
    rows: list[tuple[Cell, ...]] = []
    for place in (place for place in effort.places if place in (EMBEDDED, FIELD)):
        with staged(ground, place) as stage:
            for say in (Say.ALERTS, Say.STORED, Say.POSITIONS):
                rows += _rates(stage, say, effort)
    table = Table("Device to board, a socket client at the end", (*HEADS, *COSTS), tuple(rows), NOTE)
    return Report("live", (table,), (picture(rows),))


def _rates(stage: Stage, say: Say, effort: Effort) -> list[tuple[Cell, ...]]:
    with stage.speaker(say, warm_up=warm_up(say, effort)) as speak:
        return [_run(stage, speak, say, rate, effort.seconds) for rate in effort.rates]


def _run(stage: Stage, speak: Sender, say: Say, rate: float, seconds: float) -> tuple[Cell, ...]:
    """Send at one rate and watch what comes out at the other end."""
    with _observer(stage, say) as observer:
        ready(observer)
        before = stage.use()
        sent = speak.send(int(rate * seconds), rate)
        wait_until_quiet(stage.ingest)
        costs = _costs(before, stage.use(), sent.count)
        heard = observer.stop()
    found = waits(say, sent, heard)
    whole = spread(found)
    missing = sent.count - len(found)
    reached = round(sent.count / sent.took_s)
    times = (whole.p50, whole.p90, whole.p99, whole.worst) if whole else (None,) * 4
    return (stage.site.label, say, round(rate), reached, *times, missing, sent.broker_p99_ms, *costs)


def _observer(stage: Stage, say: Say) -> AbstractContextManager[Child]:
    return stage.eyes() if say is Say.STORED else stage.ear()


def waits(say: Say, sent: Sent, heard: dict[str, list[tuple[int, int]]]) -> list[float]:
    """Match what was sent with what was heard."""
    match say:
        case Say.STORED:
            return latencies(sent, first_seen(heard["seen"]))
        case Say.POSITIONS:
            return covered(sent, first_seen(heard["positions"]))
        case _:
            return covered(sent, first_seen(heard["stream"]))


def _costs(before: tuple[Use, ...], after: tuple[Use, ...], count: int) -> tuple[Cell, ...]:
    cpu = [round((b.cpu_s - a.cpu_s) / count * 10_000, 1) for a, b in zip(before, after, strict=True)]
    return (*cpu, *(round(each.rss / 1e6) for each in after[:2]))


def picture(rows: list[tuple[Cell, ...]]) -> Picture:
    """Draw the rate against p50 and p99."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for label, say, _, reached, p50, _, p99, *_ in rows:
        for name, value in ((f"{label} {say} p50", p50), (f"{label} {say} p99", p99)):
            if isinstance(value, float) and isinstance(reached, int):
                curves.setdefault(name, []).append((reached, value))
    drawn = tuple(Curve(name, tuple(points)) for name, points in curves.items())
    return Picture("live", "From a device to a board", "messages a second", "milliseconds", drawn)
