"""Coverage measured from real tracks, and legs that were suggested and can be checked."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from patrol.actions import patrol_legs
from patrol.actions.register import touch
from patrol.errors import NotNow
from patrol.jobs import measure_coverage
from patrol.model.patrol_plan import CoverageCell, PatrolLeg, PlanSeed
from patrol.model.places import Place, PlaceVersion
from patrol.queries import risks
from patrol.rules.patrol_draw import commitment, draw
from tests.round_world import RoundWorld, a_round_world

HALF_PAST = datetime(2026, 9, 1, 2, 30, tzinfo=UTC)


@pytest.fixture
def town(tmp_path: Path) -> RoundWorld:
    made = a_round_world(tmp_path)
    with made.world.sessions.begin() as session:
        grid = select(Place.id).where(Place.code == "g1")
        version = session.scalars(select(PlaceVersion).where(PlaceVersion.place_id.in_(grid))).one()
        version.boundary = [[0, 0], [400, 0], [400, 300], [0, 300]]
        touch(session)
    made.route()
    made.tick()
    return made


def drive(town: RoundWorld, seconds: int, *, stopped: bool = False, acc: int = 5) -> None:
    """Let a car report each ten seconds; a stopped receiver tells the same fix again and again."""
    for step in range(0, seconds, 10):
        where = town.position(100.0 if stopped else 100.0 + step)
        position = {"lat": where["lat"], "lon": where["lon"], "acc": acc}
        town.world.event("car/car-01", "position", position=position)
        town.later(seconds=10)


def measured(town: RoundWorld) -> list[tuple[datetime, int, int]]:
    with town.world.sessions.begin() as session:
        if measure_coverage.is_due(session, now=town.world.now):
            for _ in range(5):
                measure_coverage.run(session, town.world.register.current(session), now=town.world.now)
        rows = select(CoverageCell).order_by(CoverageCell.starts_at)
        return [(cell.starts_at, cell.planned_s, cell.covered_s) for cell in session.scalars(rows)]


def half_past(cells: list[tuple[datetime, int, int]]) -> tuple[int, int]:
    return next((planned, seen) for start, planned, seen in cells if start == HALF_PAST)


def test_a_half_hour_is_measured_once_it_is_over_and_twice_it_is_the_same(town: RoundWorld) -> None:
    town.later(minutes=20)
    drive(town, 120)
    assert all(start < HALF_PAST for start, _, _ in measured(town))
    town.later(minutes=40)
    first = half_past(measured(town))
    assert first == (181, 170)
    with town.world.sessions.begin() as session:
        session.execute(delete(CoverageCell))
    assert half_past(measured(town)) == first


def test_a_stopped_receiver_gives_no_coverage_beyond_its_minute(town: RoundWorld) -> None:
    town.later(minutes=20)
    drive(town, 300, stopped=True)
    town.later(minutes=40)
    assert half_past(measured(town))[1] == 60


@pytest.mark.parametrize(("acc", "seconds"), [(50, 130), (51, 0), (0, 130)])
def test_who_is_somewhere_within_more_than_fifty_metres_covers_nothing(
    town: RoundWorld, acc: int, seconds: int
) -> None:
    town.later(minutes=20)
    drive(town, 80, acc=acc)
    town.later(minutes=60)
    assert half_past(measured(town))[1] == seconds


def test_a_checkpoint_that_was_reached_is_coverage_too(town: RoundWorld) -> None:
    town.later(minutes=20)
    town.scan("c1")
    town.later(minutes=45)
    assert half_past(measured(town))[1] == 60


def leg(town: RoundWorld) -> patrol_legs.Leg:
    with town.world.sessions.begin() as session:
        register = town.world.register.current(session)
        grids = [place.id for place in register.places.values() if place.code == "g1"]
        return patrol_legs.suggest(
            session, register.markets[1], register, grids, by=town.case.people["guard"], now=town.world.now
        )


def test_a_leg_needs_the_seed_that_was_made_before(town: RoundWorld) -> None:
    with pytest.raises(NotNow):
        leg(town)
    measured(town)
    first, second = leg(town), leg(town)
    assert (first.number, second.number) == (1, 2)
    assert sorted(first.stops) == ["c1", "c2", "c3"]


def test_legs_can_be_checked_by_anybody_when_the_day_is_over_and_not_before(town: RoundWorld) -> None:
    measured(town)
    leg(town)

    def told() -> dict[str, object]:
        with town.world.sessions() as session:
            register = town.world.register.current(session)
            day = session.scalars(select(PlanSeed.day).order_by(PlanSeed.day)).first()
            assert day is not None
            return risks.plan_of(session, register.markets[1], day, now=town.world.now)

    assert told()["seed"] is None
    promised = told()["commitment"]
    town.later(days=1)
    over = told()
    seed = str(over["seed"])
    assert commitment(seed) == over["commitment"] == promised
    with town.world.sessions() as session:
        for row in session.scalars(select(PatrolLeg)):
            assert " ".join(draw(seed, row.inputs)) == row.stops


def test_the_page_of_heat_has_48_half_hours_and_says_what_was_not_measured(town: RoundWorld) -> None:
    measured(town)
    with town.world.sessions() as session:
        register = town.world.register.current(session)
        market = register.markets[1]
        day = market.clock.day(town.world.now)
        heat = risks.heat(session, market, register, day, now=town.world.now)
    (grid,) = heat["grids"]
    assert [len(grid[key]) for key in ("planned_s", "covered_s", "risk")] == [48, 48, 48]
    assert None in grid["covered_s"]
    assert 0 in grid["covered_s"]
    assert heat["starts"][:2] == ["14:00", "14:30"]
