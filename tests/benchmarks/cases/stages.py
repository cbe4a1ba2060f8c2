"""Where the time goes between a device and a board: how long each stage takes, for the same messages."""

import json
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.effort import EMBEDDED, FIELD, Effort
from tests.benchmarks.load import Say
from tests.benchmarks.quiet import wait_until_quiet
from tests.benchmarks.report import Cell, Report, Table, spread
from tests.benchmarks.sending import Sender, Sent, first_seen
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, ready, staged, warm_up

HEADS = ("store + broker", "asked/s", "stage", "p50 ms", "p90 ms", "p99 ms", "worst")
NOTE = (
    "Alerts whose own card came to the board (newer ones fold older ones in). broker: from when it was due "
    "until ingest had it. waits: until a batch began with it. stored: read, decided and committed, with the "
    "others of its batch. hint: until the web process was told. read: until the relay had the card. sent: "
    "until it was in every client's queue. arrives: until the client had it. in a batch: messages, not ms. "
    "Noting costs some of it."
)
STEPS = ("broker", "waits", "stored", "hint", "read", "sent", "arrives")


@dataclass(slots=True)
class Passed:
    """When each message passed each stage, and what was noted of no message."""

    at: dict[str, dict[int, int]] = field(default_factory=dict)
    woken: list[int] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)

    def note(self, stage: str, at: int, numbers: Sequence[int]) -> None:
        """Take over one note; the first time counts."""
        if stage == "woken":
            self.woken.append(at)
        if stage == "begun":
            self.batches.append(len(numbers))
        known = self.at.setdefault(stage, {})
        for number in numbers:
            known.setdefault(number, at)


def measure(ground: Ground, effort: Effort) -> Report:
    """Send alerts at fixed rates through processes that note what passes them."""
    rows: list[tuple[Cell, ...]] = []
    for number, place in enumerate(place for place in effort.places if place in (EMBEDDED, FIELD)):
        notes = ground.folder / f"notes-{number}"
        notes.mkdir()
        with (
            staged(ground, place, notes=notes) as stage,
            stage.speaker(Say.ALERTS, warm_up=warm_up(Say.ALERTS, effort)) as speak,
        ):
            for rate in (rate for rate in effort.rates if rate <= 1_000):
                rows += _rate(stage, speak, rate, effort.seconds, notes)
    return Report("stages", (Table("Stages from a device to a board", HEADS, tuple(rows), NOTE),))


def _rate(stage: Stage, speak: Sender, rate: float, seconds: float, notes: Path) -> list[tuple[Cell, ...]]:
    with stage.ear() as ear:
        ready(ear)
        sent = speak.send(int(rate * seconds), rate)
        wait_until_quiet(stage.ingest)
        heard = first_seen(ear.stop()["stream"])
    time.sleep(0.5)
    passed = read(notes, sent)
    rows = [(name, [one[name] for one in steps(sent, passed, heard)]) for name in STEPS]
    rows += [("in a batch", [float(size) for size in passed.batches])]
    return [(stage.site.label, round(rate), name, *_cells(values)) for name, values in rows]


def _cells(values: list[float]) -> tuple[Cell, ...]:
    found = spread(values)
    return (found.p50, found.p90, found.p99, found.worst) if found else (None,) * 4


def read(folder: Path, sent: Sent) -> Passed:
    """Read the notes on the messages of one run."""
    passed = Passed()
    mine = range(sent.first, sent.first + sent.count)
    for path in folder.glob("trace-*.jsonl"):
        for line in path.read_text().splitlines():
            stage, at, numbers = json.loads(line)
            ours = [number for number in numbers if number in mine]
            if ours or (stage == "woken" and at >= sent.t0):
                passed.note(stage, at, ours)
    passed.woken.sort()
    return passed


def steps(sent: Sent, passed: Passed, heard: Mapping[int, int]) -> Iterator[dict[str, float]]:
    """Give how long each stage took for each message whose own card arrived."""
    names = ("got", "begun", "stored", "read", "said")
    for number, arrived in heard.items():
        ats = [passed.at.get(name, {}).get(number) for name in names]
        if number < sent.first or any(at is None for at in ats):
            continue
        got, begun, stored, was_read, said = (at for at in ats if at is not None)
        woken = _between(passed.woken, stored, was_read)
        marks = (sent.due(number), got, begun, stored, woken, was_read, said, arrived)
        yield {
            name: (later - earlier) / 1e6
            for name, earlier, later in zip(STEPS, marks[:-1], marks[1:], strict=True)
        }


def _between(woken: Sequence[int], stored: int, was_read: int) -> int:
    """Give the first hint after the commit; where the relay was already looking, none was needed."""
    place = bisect_left(woken, stored)
    return min(woken[place], was_read) if place < len(woken) else stored
