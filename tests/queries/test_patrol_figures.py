"""The figures of patrol and duty, each by data made by hand, and each with the list it counts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.model.patrol_plan import CoverageCell
from patrol.model.places import Place
from patrol.model.rounds import Checkpoint, PatrolRoute, Round, RoundStop, RouteVersion
from patrol.queries import patrol_figures
from patrol.queries.patrol_figures import Beat, PatrolRow, patrol_lines, patrol_rows
from patrol.rules.duty_words import CheckMethod, DayClass, Keeper, Rung, Source
from patrol.rules.indicators import Rate
from patrol.rules.patrol_figures import PATROL
from patrol.rules.periods import Span, around
from patrol.rules.round_words import RoundState, RouteKind, StopState
from tests.round_world import RoundWorld, a_round_world

DAY = date(2026, 9, 1)
WEEK = around(Span.WEEK, DAY)
D, L, M, S = StopState.DONE, StopState.LATE, StopState.MISSED, StopState.SKIPPED
WALKED, PARTLY, MISSED = RoundState.WALKED, RoundState.PARTLY, RoundState.MISSED


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoundWorld]:
    """A week: seven rounds of which one was cancelled, two checks, seven turns, five half hours."""
    made = a_round_world(tmp_path_factory.mktemp("patrol_figures"))
    made.route()
    with made.world.sessions.begin() as session:
        places = {place.code: place.id for place in session.scalars(select(Place))}
        _rounds(session, made.world.now, places["g1"])
        _turns(session, made.world.now, places["g1-01"])
        _half_hours(session, made.world.now, places)
    yield made
    made.world.engine.dispose()


def _rounds(session: Session, now: datetime, grid: int) -> None:
    route = session.scalars(select(PatrolRoute.id)).one()
    version = session.scalars(select(RouteVersion.id)).one()
    spot = session.scalars(select(Checkpoint.id).order_by(Checkpoint.id)).first()
    told: list[tuple[RoundState, RouteKind, list[StopState], bool]] = [
        (WALKED, RouteKind.PATROL, [D, D, D], False),
        (WALKED, RouteKind.PATROL, [D, S, L], False),
        (PARTLY, RouteKind.PATROL, [D, M, M], False),
        (MISSED, RouteKind.PATROL, [M, M, M], False),
        (WALKED, RouteKind.DISPUTES, [], True),
        (MISSED, RouteKind.HAZARDS, [], False),
        (RoundState.CANCELLED, RouteKind.PATROL, [M], False),
        (RoundState.DUE, RouteKind.PATROL, [StopState.OPEN], False),
    ]
    for number, (state, kind, stops, reported) in enumerate(told):
        opens = now - timedelta(hours=number + 1)
        row = Round(
            market_id=1, route_id=route, route_version_id=version, kind=kind, grid_id=grid, day=DAY,
            opens_at=opens, closes_at=opens + timedelta(minutes=30), settles_at=opens + timedelta(minutes=40),
            state=state, reported_at=now if reported else None,
        )  # fmt: skip
        session.add(row)
        session.flush()
        for seq, stop in enumerate(stops):
            seen = opens + timedelta(minutes=seq + 1) if stop in (D, L) else None
            session.add(
                RoundStop(
                    round_id=row.id, seq=seq, checkpoint_id=spot or 0, x=0.0, y=0.0, state=stop, at=seen
                )
            )  # fmt: skip


def _turns(session: Session, now: datetime, group: int) -> None:
    """Three came (one after being asked), two did not; the others are not counted."""
    long_ago = now - timedelta(days=30)
    rota = Rota(
        market_id=1, place_id=group, code="yunda/g1-01", keeper=Keeper.SHOP, opened_at=long_ago,
        books_from=long_ago, check_in_from=now - timedelta(hours=100), post_code="x",
    )  # fmt: skip
    session.add(rota)
    session.flush()
    kinds: list[tuple[str, float, dict[str, Any]]] = [
        ("came-1", 10, {}),
        ("came-2", 11, {}),
        ("asked", 12, {}),
        ("missed-1", 13, {}),
        ("missed-2", 14, {}),
        ("nobodys", 15, {"holder_id": None}),
        ("cancelled", 16, {"cancelled_at": now}),
        ("standby", 17, {"standby": True}),
        ("believed", 101, {}),
        ("running", 0.5, {}),
    ]
    for name, hours_ago, changes in kinds:
        starts = now - timedelta(hours=hours_ago)
        told = {
            "id": name, "rota_id": rota.id, "day": DAY, "kind": "day", "seat": 0, "standby": False,
            "starts_at": starts, "ends_at": starts + timedelta(hours=1), "day_class": DayClass.ORDINARY,
            "weight": 1, "rest": 0, "seq": 1, "holder_id": group, "source": Source.GENERATED,
        }  # fmt: skip
        session.add(Slot(**{**told, **changes}))
    session.flush()
    for name in ("came-1", "came-2", "asked", "running"):
        session.add(
            CheckIn(
                slot_id=name, holder_id=group, person_id=None, method=CheckMethod.LEAD, came_at=now,
                received_at=now,
            )
        )  # fmt: skip
    for name in ("asked", "missed-1"):
        session.add(MissedDuty(slot_id=name, rung=next(iter(Rung)), holder_id=group, since=now, next_at=None))


def _half_hours(session: Session, now: datetime, places: dict[str, int]) -> None:
    cells = [(600, 600), (600, 900), (600, 599), (600, 0), (0, 300)]
    for number, (planned, covered) in enumerate(cells):
        session.add(
            CoverageCell(
                market_id=1, grid_id=places["g1"], day=DAY, starts_at=now - timedelta(minutes=30 * number),
                planned_s=planned, covered_s=covered, measured_at=now,
            )
        )  # fmt: skip


def counted(made: RoundWorld, beat: Beat, period: Any = WEEK) -> dict[str, tuple[Rate, Rate]]:
    with made.world.sessions() as session:
        register = made.world.register.current(session)
        lines = patrol_lines(session, beat, period, register, now=made.world.now)
    return {line.indicator.code: (line.now, line.before) for line in lines}


def rows(made: RoundWorld, code: str, part: str = "of") -> list[PatrolRow]:
    with made.world.sessions() as session:
        register = made.world.register.current(session)
        return patrol_rows(session, Beat(1), WEEK, register, code, part, now=made.world.now)


@pytest.mark.parametrize(
    ("code", "part", "whole"),
    [
        ("rounds_walked", 3, 6),
        ("rounds_missed", 2, 6),
        ("points_in_time", 5, 12),
        ("points_late", 1, 12),
        ("points_missed", 5, 12),
        ("checks_reported", 1, 2),
        ("attended", 3, 5),
        ("attended_unasked", 2, 5),
        ("covered", 2, 4),
    ],
)
def test_each_figure_counts_what_its_formula_says_and_opens_a_list_of_so_many(
    made: RoundWorld, code: str, part: int, whole: int
) -> None:
    assert counted(made, Beat(1))[code] == (Rate(part, whole), Rate(0, 0))
    listed = {side: len(rows(made, code, side)) for side in ("wanted", "of", "missed")}
    assert listed == {"wanted": part, "of": whole, "missed": whole - part}


def test_every_figure_of_patrol_is_held_to_its_formula_here() -> None:
    marks = test_each_figure_counts_what_its_formula_says_and_opens_a_list_of_so_many.pytestmark  # type: ignore[attr-defined]
    assert [one[0] for one in marks[0].args[1]] == [one.code for one in PATROL]


def test_the_week_after_has_this_one_before_it(made: RoundWorld) -> None:
    assert counted(made, Beat(1), WEEK.after)["attended"] == (Rate(0, 0), Rate(3, 5))


def test_a_grid_counts_its_own_and_a_group_its_turns_alone(made: RoundWorld) -> None:
    with made.world.sessions() as session:
        ids = {place.code: place.id for place in session.scalars(select(Place))}
    grid, group = counted(made, Beat(1, grid_id=ids["g1"])), counted(made, Beat(1, None, ids["g1-01"]))
    assert grid == counted(made, Beat(1))
    assert (group["attended"][0], group["covered"][0], group["rounds_walked"][0]) == (
        Rate(3, 5), Rate(0, 0), Rate(0, 0),
    )  # fmt: skip
    other = counted(made, Beat(1, None, ids["g1-02"]))
    assert {rate for rate, _ in other.values()} == {Rate(0, 0)}


def test_another_market_and_another_grid_count_nothing_of_it(made: RoundWorld) -> None:
    nothing = {(Rate(0, 0), Rate(0, 0))}
    assert set(counted(made, Beat(2)).values()) == nothing
    assert set(counted(made, Beat(1, grid_id=9_999)).values()) == nothing


def test_a_list_says_of_each_row_when_and_where_it_was_and_what_came_of_it(made: RoundWorld) -> None:
    ago = [round((made.world.now - row.at).total_seconds() / 3600) for row in rows(made, "attended")]
    assert ago == [10, 11, 12, 13, 14], "the newest first"
    assert [row.outcome for row in rows(made, "attended")] == ["came"] * 3 + ["missed"] * 2
    assert [row.outcome for row in rows(made, "checks_reported")] == ["came", "missed"]
    assert [row.outcome for row in rows(made, "rounds_walked")][:4] == [WALKED, WALKED, PARTLY, MISSED]
    seen, *_, late = rows(made, "points_in_time")[:6]
    began = made.world.now - timedelta(hours=1)
    assert (seen.at, seen.outcome, seen.place, seen.what) == (
        began + timedelta(minutes=1), D, "g1", "north · C1",
    )  # fmt: skip
    assert (late.at, late.outcome) == (began - timedelta(minutes=57), L)
    half = rows(made, "covered", "missed")
    assert [(row.covered_s, row.planned_s) for row in half] == [(599, 600), (0, 600)]


def test_a_long_list_is_cut_and_the_number_above_it_is_not(
    made: RoundWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patrol_figures, "MOST_LISTED", 2)
    assert len(rows(made, "attended")) == 2
    assert counted(made, Beat(1))["attended"][0].whole == 5
