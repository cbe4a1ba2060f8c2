"""Calendars: a hundred apps ask for their feeds at the same moment, and a board listens beside them."""

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import calendar_feeds, duty_plan, duty_rotas
from patrol.actions.calendar_feeds import FeedWish
from patrol.clock import system_clock
from patrol.db import make_engine, make_sessions
from patrol.model.people import Grant, Person
from patrol.queries.register import RegisterCache
from patrol.rules.feed_words import FeedScope
from patrol.rules.words import PlaceKind, Role
from tests.benchmarks.effort import EMBEDDED, Effort
from tests.benchmarks.load import Say
from tests.benchmarks.quiet import wait_until_quiet
from tests.benchmarks.report import Cell, Report, Table, cells, spread
from tests.benchmarks.sending import Sender
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, ready, staged
from tests.rules.groups import two_turns

RATE = 20.0
APPS, GROUPS = 100, 36
FEW_APPS, FEW_GROUPS = 6, 2
ROUNDS = 4
ASKED = ("round", "apps", "answers", "p50 ms", "p99 ms", "worst")
BESIDE = ("beside the board", "deliveries", "p50 ms", "p99 ms", "worst")
NOTE = (
    "All apps ask at once. In the first round calendars are written; then each sends its mark and is told "
    "that nothing changed. Half of the links show a grid of 36 groups, half one group."
)


@dataclass(frozen=True, slots=True)
class _Link:
    """A secret link, and the mark of what its app was given last."""

    url: str
    mark: str = ""


def measure(ground: Ground, effort: Effort) -> Report:
    """Send alerts to a board alone, then while the apps ask."""
    apps, groups = (APPS, GROUPS) if effort.thorough else (FEW_APPS, FEW_GROUPS)
    asked: list[tuple[Cell, ...]] = []
    with staged(ground, EMBEDDED) as stage, stage.speaker(Say.ALERTS, warm_up=300) as speak:
        links = [_Link(f"{stage.address}/cal/{one}.ics") for one in _links(stage.town.url, apps, groups)]
        alone = _board(stage, speak, "nobody", effort.seconds, lambda: None)
        asking = _board(stage, speak, f"{apps} apps", effort.seconds, lambda: asked.extend(_ask(links)))
    tables = (
        Table("Calendars asked for at once", ASKED, tuple(asked), NOTE),
        Table("The board meanwhile, SQLite + NATS", BESIDE, (alone, asking)),
    )
    return Report("calendars", tables)


def _links(url: str, apps: int, groups: int) -> list[str]:
    """Open the rotas of a grid and give everybody a link of their own to it, or to one of its groups."""
    engine = make_engine(url)
    sessions, registers, now = make_sessions(engine), RegisterCache(), system_clock()
    with sessions.begin() as session:
        places = registers.current(session).places.values()
        grid = next(place for place in places if place.kind is PlaceKind.GRID)
        inside = [place for place in places if place.kind is PlaceKind.GROUP and place.parent_id == grid.id]
        market = grid.market_id or 0
        rotas = [
            duty_rotas.open_rota(session, p.id, kinds=two_turns().kinds, now=now) for p in inside[:groups]
        ]
        marks = [(rota.id, rota.place_id) for rota in rotas]
    for rota, _ in marks:
        with sessions.begin() as session:
            duty_plan.replan(session, rota, registers.current(session), now=now)
    wanted = [(FeedScope.GRID, grid.id), *((FeedScope.GROUP, place) for _, place in marks)]
    with sessions.begin() as session:
        made = [
            _link(session, n, market, wanted[0] if n % 2 else wanted[1 + n % groups]) for n in range(apps)
        ]
    engine.dispose()
    return made


def _link(session: Session, number: int, market: int, what: tuple[FeedScope, int]) -> str:
    now = system_clock()
    person = Person(login=f"calendar-{number}", name=f"Calendar {number}")
    session.add(person)
    session.flush()
    top = session.scalars(select(Grant.place_id).limit(1)).first() or what[1]
    session.add(Grant(person_id=person.id, role=Role.OFFICER, place_id=top, valid_from=now))
    wish = FeedWish(person.id, market, what[0], what[1], "zh-Hans")
    return calendar_feeds.make(session, wish, now=now)


def _ask(links: list[_Link]) -> list[tuple[Cell, ...]]:
    """Let every app ask at once, several times."""
    rows: list[tuple[Cell, ...]] = []
    for number in range(ROUNDS):
        gate = threading.Barrier(len(links))
        with ThreadPoolExecutor(len(links)) as pool:
            found = list(pool.map(lambda link, gate=gate: _fetch(link, gate), links))
        links = [_Link(link.url, mark) for link, (_, mark, _) in zip(links, found, strict=True)]
        statuses = sorted({status for status, _, _ in found})
        whole = spread(ms for _, _, ms in found)
        said = ", ".join(f"{sum(one == status for one, _, _ in found)} × {status}" for status in statuses)
        rows.append((number + 1, len(links), said, *cells(whole), whole.worst if whole else None))
    return rows


def _fetch(link: _Link, gate: threading.Barrier) -> tuple[int, str, float]:
    wanted = urllib.request.Request(link.url, headers={"If-None-Match": link.mark} if link.mark else {})  # noqa: S310 - our own loopback address
    gate.wait()
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(wanted, timeout=60) as reply:  # noqa: S310 - our own loopback address
            reply.read()
            status, mark = reply.status, reply.headers["ETag"]
    except urllib.error.HTTPError as told:
        status, mark = told.code, link.mark
    return status, mark, (time.perf_counter() - began) * 1000


def _board(
    stage: Stage, speak: Sender, beside: str, seconds: float, meanwhile: Callable[[], None]
) -> tuple[Cell, ...]:
    with stage.ear() as ear:
        ready(ear)
        asking = threading.Thread(target=meanwhile)
        asking.start()
        sent = speak.send(int(RATE * seconds), RATE)
        asking.join()
        wait_until_quiet(stage.ingest)
        heard = ear.stop()
    mine = range(sent.first, sent.first + sent.count)
    waits = [(at - sent.due(n)) / 1e6 for n, at in heard["stream"] if n in mine]
    whole = spread(waits)
    return beside, len(waits), *cells(whole), whole.worst if whole else None
