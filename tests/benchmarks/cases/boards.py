"""What more boards cost: one, twenty, two hundred, all on the same stream of alerts."""

from tests.benchmarks.effort import EMBEDDED, Effort
from tests.benchmarks.load import Say
from tests.benchmarks.quiet import wait_until_quiet
from tests.benchmarks.report import Cell, Report, Table, cells, spread
from tests.benchmarks.sending import Sender
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, ready, staged

RATE = 50.0
HEADS = ("boards", "cards/s", "deliveries", "p50 ms", "p99 ms", "worst", "cut off", "web cpu s/10k", "web MB")
NOTE = (
    "Every delivery to every board counts, from when its message was due. "
    "cpu: of the web process, for 10,000 deliveries."
)


def measure(ground: Ground, effort: Effort) -> Report:
    """Open more and more boards."""
    with staged(ground, EMBEDDED) as stage, stage.speaker(Say.ALERTS, warm_up=300) as speak:
        rows = tuple(_row(stage, speak, boards, effort.seconds) for boards in effort.boards)
    return Report("boards", (Table("Boards on one web process, SQLite + NATS", HEADS, rows, NOTE),))


def _row(stage: Stage, speak: Sender, boards: int, seconds: float) -> tuple[Cell, ...]:
    with stage.ear(boards) as ear:
        ready(ear)
        _, before, _ = stage.use()
        sent = speak.send(int(RATE * seconds), RATE)
        wait_until_quiet(stage.ingest)
        _, after, _ = stage.use()
        heard = ear.stop()
    mine = range(sent.first, sent.first + sent.count)
    waits = [(at - sent.due(n)) / 1e6 for n, at in heard["stream"] if n in mine]
    whole, cpu = spread(waits), after.cpu_s - before.cpu_s
    cost = round(cpu / max(1, len(waits)) * 10_000, 2)
    worst = whole.worst if whole else None
    return (boards, RATE, len(waits), *cells(whole), worst, len(heard["lost"]), cost, round(after.rss / 1e6))
