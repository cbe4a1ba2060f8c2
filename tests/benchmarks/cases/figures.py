"""What the figures cost: all numbers of a month of ever more incidents, and one list behind one."""

import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from patrol.cards.people import names
from patrol.db import Sessions, make_engine, make_sessions
from patrol.model.figures import Reckoning
from patrol.model.incidents import Incident
from patrol.model.places import Place
from patrol.queries.figures import Scope, figures
from patrol.queries.incident_search import Wanted, count, search
from patrol.queries.register import RegisterCache
from patrol.rules.case_marks import EDITION, Mark
from patrol.rules.legs import Leg
from patrol.rules.periods import Period, Span, around
from patrol.rules.words import Category, PlaceKind, Severity, Step
from tests.benchmarks.effort import Effort
from tests.benchmarks.report import Report, Table
from tests.benchmarks.site import Ground

FIRST = datetime(2026, 8, 1, 7, tzinfo=UTC)
HEADS = (
    "database",
    "incidents in the month",
    "figures: s",
    "processor: s",
    "list of one number: ms",
    "found",
)
NOTE = (
    "The calmest of three. Everything of /figures at once: three periods, all parts, all legs, the heat map."
)
CHOICES = (
    Mark.ACCEPT_DUE | Mark.ACCEPTED, Mark.ACCEPT_MET, Mark.DISPATCH_DUE | Mark.DISPATCHED, Mark.DISPATCH_MET,
    Mark.SCENE_DUE, Mark.SCENE_MET, Mark.HANDLE_DUE, Mark.HANDLE_MET, Mark.CLOSE_DUE | Mark.CLOSED,
    Mark.CLOSE_MET, Mark.RATED | Mark.SATISFIED_DUE, Mark.SATISFIED,
)  # fmt: skip
"""Set and left at random: many more kinds of incidents than any market has."""


def measure(ground: Ground, effort: Effort) -> Report:
    """Fill a month and count it."""
    rows = []
    for database in dict.fromkeys(place[0] for place in effort.places):
        sessions = make_sessions(make_engine(ground.town(database).url))
        there = 0
        for wanted in effort.history:
            if wanted > 100_000:
                continue
            with sessions.begin() as session:
                _fill(session, there, wanted)
                session.execute(text("ANALYZE"))
            there = wanted
            rows.append((str(database), wanted, *_times(sessions)))
    return Report("figures", (Table("Figures: one month of a market", HEADS, tuple(rows), NOTE),))


def _times(sessions: Sessions) -> tuple[float, float, float, int]:
    with sessions() as session:
        register = RegisterCache().current(session)
        market = next(iter(register.markets.values()))
        month, scope = around(Span.MONTH, FIRST.date() + timedelta(days=5)), Scope(market.id)
        taken = []
        for _ in range(3):
            wall, cpu = time.perf_counter(), time.process_time()
            figures(session, scope, month, register, now=FIRST + timedelta(days=40))
            taken.append((time.perf_counter() - wall, time.process_time() - cpu))
        wanted = _of(month)
        began = time.perf_counter()
        found = count(session, market.id, register, wanted)
        search(session, market.id, register, names(session), wanted)
        listed = (time.perf_counter() - began) * 1000
    return (*(round(one, 3) for one in min(taken)), round(listed, 1), found)  # type: ignore[return-value] # two


def _of(month: Period) -> Wanted:
    return Wanted(figure="closed_in_time", part="missed", first_day=month.first, last_day=month.last)


def _fill(session: Session, there: int, wanted: int) -> None:
    rng = Random(there)
    market = session.scalar(select(Place.market_id).where(Place.kind == PlaceKind.SHOP).limit(1)) or 1
    ids = {
        kind: list(session.scalars(select(Place.id).where(Place.kind == kind)))
        for kind in (PlaceKind.GRID, PlaceKind.GROUP)
    }
    first = (session.scalar(select(Incident.id).order_by(Incident.id.desc()).limit(1)) or 0) + 1
    rows = [_row(number, market, ids, rng) for number in range(first, first + wanted - there)]
    for part in range(0, len(rows), 5_000):
        some = rows[part : part + 5_000]
        connection = session.connection()
        connection.execute(Incident.__table__.insert(), [incident for incident, _ in some])  # type: ignore[attr-defined]
        connection.execute(Reckoning.__table__.insert(), [reckoning for _, reckoning in some])  # type: ignore[attr-defined]


def _row(
    number: int, market: int, ids: dict[PlaceKind, list[int]], rng: Random
) -> tuple[dict[str, Any], dict[str, Any]]:
    at = FIRST + timedelta(days=rng.random() * 29)
    where = {"grid_id": rng.choice(ids[PlaceKind.GRID]), "group_id": rng.choice(ids[PlaceKind.GROUP])}
    what = {"category": rng.choice(list(Category)), "severity": rng.choice(list(Severity))}
    marks = Mark.REAL | Mark.COUNTED | Mark.VALID_DUE | Mark.VALID
    for mark in CHOICES:
        marks |= mark if rng.random() < 0.8 else Mark(0)
    shared = {"market_id": market, **where, **what}
    return _incident(number, at, shared), {
        **shared,
        "incident_id": number,
        "version": 1,
        "edition": EDITION,
        "day": at.date(),
        "hour": at.hour,
        "marks": int(marks),
        **{f"{leg}_s": round(rng.expovariate(1 / 300)) for leg in Leg},
        "satisfaction": 4.0,
        "score": 3.0,
    }


def _incident(number: int, at: datetime, shared: dict[str, Any]) -> dict[str, Any]:
    zeros = dict.fromkeys(("notes", "pictures", "returned", "reworked", "holds"), 0)
    nays = dict.fromkeys(("drill", "extension_asked", "extended", "self_closed"), False)
    return {
        **shared,
        **zeros,
        **nays,
        "id": number,
        "number": f"bench-{number}",
        "step": Step.EVALUATED,
        "kind": "report",
        "source": "person",
        "sop": [],
        "helpers": [],
        "losses": {},
        "discovered_at": at,
        "closed_at": at + timedelta(hours=1),
        "round": 1,
        "decided_version": 1,
        "version": 1,
    }
