"""How cost grows with the market and with its past: the board, its lists, and one alert."""

import time
import urllib.request
from collections.abc import Callable

from tests.benchmarks.cases.handling import one_call_us
from tests.benchmarks.effort import EMBEDDED, FIELD, Effort
from tests.benchmarks.frames import Board
from tests.benchmarks.history import fill
from tests.benchmarks.load import Say
from tests.benchmarks.machine import use_of
from tests.benchmarks.report import Cell, Report, Table, cells, p95, spread
from tests.benchmarks.sending import covered, first_seen
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, opened, ready, staged

CALLS_A_SECOND = 5.0
SOUGHT = 123
"""One stall of a thousand: it is found seldom, so every incident is looked at."""
PARTS = (
    "plan ms", "plan kB", "snapshot ms", "snapshot p95", "snapshot kB", "devices ms", "alerts ms", "alert ms",
    "search ms", "search p95",
    "SOS p50 ms", "SOS p99 ms", "broker p99 ms", "ingest MB", "web MB", "call cpu µs",
)  # fmt: skip
NOTE = (
    "Medians and p95. plan, devices, alerts, alert: over HTTP, after the first asking. search: a page of "
    "incidents by a word, as the office asks for it. snapshot: from opening a "
    "socket to the board's whole state. SOS: from a button to a board, in peace; broker p99 is its share. "
    "call cpu: processor time of our own code for one call for help, in the calmest tenth."
)


def measure(ground: Ground, effort: Effort) -> Report:
    """Make the market larger, then its past longer."""
    size = tuple(_of_size(ground, copies, effort.asked) for copies in effort.copies)
    past: list[tuple[Cell, ...]] = []
    for place in (place for place in effort.places if place in (EMBEDDED, FIELD)):
        with ground.site(*place) as site:
            done = 0
            for count in effort.history:  # nobody works meanwhile: it would wait too long for the database
                fill(site.town.url, first=done, last=count)
                done = count
                with opened(site) as stage:
                    past.append((site.label, count, *_asked(stage, effort.asked)))
    return Report(
        "growth",
        (
            Table("Larger markets, SQLite + NATS", ("shops", "import s", *PARTS), size, NOTE),
            Table("Longer pasts", ("store + broker", "signals", *PARTS), tuple(past), NOTE),
        ),
    )


def _of_size(ground: Ground, copies: int, asked: int) -> tuple[Cell, ...]:
    began = time.monotonic()
    ground.town(EMBEDDED[0], copies=copies)
    built = round(time.monotonic() - began, 1)
    with staged(ground, EMBEDDED, copies=copies) as stage:
        return (1_800 * copies, built, *_asked(stage, asked))


def _asked(stage: Stage, asked: int) -> tuple[Cell, ...]:
    """Ask for everything a board asks for."""
    market = stage.town.market
    plan = _http(stage, f"/api/v1/markets/{market}/plan", asked)
    snapshot = [_snapshot(stage) for _ in range(asked)]
    search = _times(stage, f"/incidents?market={market}&text=stall+{SOUGHT}", asked)
    sos = _calls(stage, asked)
    cards = f"/api/v1/alerts?market={market}"
    newest = _newest_alert(stage, cards)
    lists = (
        _http(stage, f"/api/v1/markets/{market}/devices", asked),
        _http(stage, cards, asked),
        _http(stage, newest, asked),
    )
    return (
        plan[0],
        round(plan[1] / 1000),
        _middle([took for took, _ in snapshot]),
        p95(took for took, _ in snapshot),
        round(snapshot[0][1] / 1000),
        *(took for took, _ in lists),
        _middle(search),
        p95(search),
        *sos,
        round(use_of(stage.ingest).rss / 1e6),
        round(use_of(stage.web).rss / 1e6),
        one_call_us(stage.town, stage.site.settings.data_dir / "media", asked * 5),
    )


def _http(stage: Stage, path: str, asked: int) -> tuple[float, int]:
    """Ask often; give the median of ms, and the bytes."""
    size = len(_get(stage, path))
    return _middle(_times(stage, path, asked)), size


def _times(stage: Stage, path: str, asked: int) -> list[float]:
    """Ask often, the first time aside; give ms."""
    _get(stage, path)
    return [_timed(lambda: _get(stage, path)) for _ in range(asked)]


def _get(stage: Stage, path: str) -> bytes:
    headers = {"Authorization": f"Bearer {stage.town.token}", "Accept-Encoding": "gzip"}
    asked = urllib.request.Request(stage.address + path, headers=headers)  # noqa: S310 - our own address
    with urllib.request.urlopen(asked, timeout=120) as reply:  # noqa: S310 - our own address
        return bytes(reply.read())


def _newest_alert(stage: Stage, cards: str) -> str:
    listed = _get(stage, cards)
    number = listed.partition(b'"id":')[2].split(b",")[0].strip().decode()
    return f"/api/v1/alerts/{number}"


def _snapshot(stage: Stage) -> tuple[float, int]:
    began = time.monotonic()
    board = Board(stage.address, stage.town.token, f"market:{stage.town.market}")
    size = 0
    board.socket.settimeout(120)
    while not board.ready:
        for frame in board.take():
            board.hear(frame)
            size = max(size, len(frame))
    board.socket.close()
    return (time.monotonic() - began) * 1000, size


def _calls(stage: Stage, asked: int) -> tuple[Cell, Cell, Cell]:
    with stage.speaker(Say.SOS, warm_up=40) as buttons, stage.ear() as ear:
        ready(ear)
        sent = buttons.send(asked, CALLS_A_SECOND)
        time.sleep(1.5)
        found = spread(covered(sent, first_seen(ear.stop()["stream"])))
    return (*cells(found), sent.broker_p99_ms)


def _timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return (time.monotonic() - began) * 1000


def _middle(values: list[float]) -> float:
    return round(sorted(values)[len(values) // 2], 1)
