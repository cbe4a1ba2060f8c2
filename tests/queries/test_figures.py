"""Figures of incidents that real commands made: every number finds exactly the incidents it counts."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from patrol.cards.people import names
from patrol.jobs import reckon_incidents
from patrol.model.figures import Reckoning
from patrol.model.incidents import Incident
from patrol.queries import figures as queries
from patrol.queries.figure_rows import rows
from patrol.queries.figures import Scope
from patrol.queries.incident_search import Wanted, count, search
from patrol.rules.figures import Figures
from patrol.rules.indicators import COUNTS, INDICATORS
from patrol.rules.legs import Leg
from patrol.rules.periods import Period, Span, around
from patrol.rules.words import Category, Severity
from tests.case_world import CaseWorld, a_case_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> CaseWorld:
    """A market in which a little of everything has happened."""
    world = a_case_world(tmp_path_factory.mktemp("figures"))
    live_through(world)
    return world


@pytest.fixture(scope="module")
def found(world: CaseWorld) -> Figures:
    return figures(world)


def live_through(world: CaseWorld) -> None:
    """Two go well; one late, refused, on the spot, held, redone each; a drill, a void and a merged one."""
    for _ in range(2):
        closed(world)
        world.later(minutes=11)
    slow = world.report(place="g1-02-b")
    world.later(minutes=9)
    world.run_timers()
    world.do(slow, "accept")
    refused = world.report()
    world.do(refused, "refuse", refusal="nothing_there")
    world.later(minutes=11)
    spot = world.report(category=Category.DISPUTE)
    world.do(spot, "accept")
    world.do(spot, "solve_on_spot", result="settled", note="both agree")
    world.later(minutes=11)
    held = world.report()
    world.do(held, "accept")
    world.do(
        held, "hold", by="leader", reason="parts", until=(world.world.now + timedelta(days=1)).isoformat()
    )
    world.later(minutes=11)
    again = world.handled()
    world.do(again, "rework", by="leader", reason="not clean")
    world.later(minutes=11)
    outside(world)


def closed(world: CaseWorld) -> int:
    number = world.handled()
    world.do(number, "close", by="officer2", result="solved", without_picture="dark")
    world.do(number, "evaluate", by="leader", scores={"speed": 4, "care": 5})
    world.do(number, "rate", by="shop_b", score=5, roles=None)
    return number


def outside(world: CaseWorld) -> None:
    drill = world.report()
    world.do(drill, "drill", by="leader", plan="2026-09")
    world.later(minutes=11)
    void = world.report()
    world.do(void, "void", by="leader", reason="a test of the form")
    world.later(minutes=11)
    merged, target = world.report(), world.report(category=Category.DISPUTE)
    world.do(merged, "merge", target=target)
    world.later(minutes=11)


def period(world: CaseWorld, span: Span = Span.MONTH) -> Period:
    with world.world.sessions() as session:
        clock = world.world.register.current(session).markets[1].clock
    return around(span, clock.day(world.world.now))


def figures(world: CaseWorld, scope: Scope | None = None, when: Period | None = None) -> Figures:
    shown = when or period(world)
    with world.world.sessions() as session:
        register = world.world.register.current(session)
        return queries.figures(session, scope or Scope(1), shown, register, now=world.world.now)


def listed(world: CaseWorld, wanted: Wanted) -> int:
    """How many rows the list shows, which must be what it says it found."""
    with world.world.sessions() as session:
        register = world.world.register.current(session)
        shown = search(session, 1, register, names(session), wanted, limit=500)
        assert len(shown) == count(session, 1, register, wanted)
        return len(shown)


def of_month(world: CaseWorld, figure: str, part: str = "wanted", **more: object) -> Wanted:
    when = period(world)
    return Wanted(figure=figure, part=part, first_day=when.first, last_day=when.last, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", [one.code for one in INDICATORS])
def test_the_numbers_of_an_indicator_open_the_lists_they_count(
    world: CaseWorld, found: Figures, code: str
) -> None:
    line = found.line(code)
    assert listed(world, of_month(world, code)) == line.now.part
    assert listed(world, of_month(world, code, "of")) == line.now.whole
    assert listed(world, of_month(world, code, "missed")) == line.now.whole - line.now.part


@pytest.mark.parametrize("code", COUNTS)
def test_a_count_opens_the_list_it_counts(world: CaseWorld, found: Figures, code: str) -> None:
    told = {number.code: number.now for number in found.numbers}
    assert listed(world, of_month(world, code)) == told[code]


def test_real_commands_are_counted_as_what_they_were(found: Figures) -> None:
    told = {number.code: number.now for number in found.numbers}
    assert told["reports"] == 7
    assert (told["drills"], told["voids"], told["merged"], told["on_hold"]) == (1, 1, 1, 1)
    rates = {line.indicator.code: (line.now.part, line.now.whole) for line in found.lines}
    assert rates["accept_in_time"] == (4, 5)
    assert rates["closed_in_time"] == (3, 3)
    assert rates["verified"] == (2, 3)
    assert rates["evaluated"] == (2, 3)
    assert rates["satisfied"] == (2, 2)
    assert rates["rework"] == (1, 3)
    assert rates["hold"] == (1, 6)
    assert rates["valid"] == (6, 7)
    assert found.voices.satisfaction == 5.0
    assert found.voices.score == 4.5


def test_parts_hours_and_legs_open_their_lists_too(world: CaseWorld, found: Figures) -> None:
    places = {code: place for place, code in _codes(world)}
    for one in (*found.grids, *found.groups):
        assert listed(world, of_month(world, "reports", place_id=places[one.key])) == one.reports
    for one in found.categories:
        assert listed(world, of_month(world, "reports", category=Category(one.key))) == one.reports
    for (hour, grid), number in found.heat.counts.items():
        assert listed(world, of_month(world, "reports", hour=hour, place_id=places[grid])) == number
    for times in found.times:
        severity = Severity(times.severity) if times.severity else None
        category = Category(times.category) if times.category else None
        for leg, spread in times.legs.items():
            wanted = of_month(world, "reports", leg=leg, severity=severity, category=category)
            assert listed(world, wanted) == spread.n
    assert set(found.times[0].legs) == set(Leg)


def test_the_parts_add_up_to_the_whole(found: Figures) -> None:
    whole = next(number.now for number in found.numbers if number.code == "reports")
    for parts in (found.grids, found.groups, found.categories, found.days):
        assert sum(one.reports for one in parts) == whole
    assert sum(found.heat.counts.values()) == whole


def test_a_month_with_three_more_drills_has_the_same_figures(tmp_path: Path) -> None:
    world = a_case_world(tmp_path)
    closed(world)
    before = figures(world)
    for _ in range(3):
        world.later(minutes=11)
        drill = world.report(severity=Severity.NORMAL)
        world.do(drill, "drill", by="leader", plan="fire")
        world.do(drill, "accept")
        world.later(minutes=20)
        world.run_timers()
    after = figures(world)
    assert after.lines == before.lines
    assert after.times == before.times
    assert after.grids == before.grids
    assert after.heat == before.heat
    assert after.drills["accept_in_time"].whole == 3


def test_the_timers_of_then_decide_what_was_in_time(tmp_path: Path) -> None:
    from patrol.actions import case_settings

    world = a_case_world(tmp_path)
    late = world.report()
    world.later(minutes=4)
    world.do(late, "accept")
    assert figures(world).line("accept_in_time").now.part == 0
    with world.world.sessions.begin() as session:
        generous = {"accept": [3600, 3600, 3600, 3600]}
        case_settings.change(session, 1, "timers", generous, by=None, now=world.world.now)
    world.later(minutes=11)
    world.do(late, "note", note="still the same")
    easy = world.report()
    world.later(minutes=4)
    world.do(easy, "accept")
    assert (
        figures(world).line("accept_in_time").now.part,
        figures(world).line("accept_in_time").now.whole,
    ) == (1, 2)


def test_the_night_of_trade_is_one_market_day(tmp_path: Path) -> None:
    world = a_case_world(tmp_path)
    world.later(hours=13, minutes=35)  # 23:50 in the market
    world.report()
    world.later(minutes=50)
    world.report(category=Category.DISPUTE)
    day = figures(world, when=period(world, Span.DAY))
    assert [(one.key, one.reports) for one in day.days] == [("2026-09-01", 2)]
    assert set(day.heat.counts) == {(23, "g1"), (0, "g1")}


def test_what_has_no_row_or_an_old_one_is_reckoned_by_the_job(database_url: str, tmp_path: Path) -> None:
    world = a_case_world(tmp_path, url=database_url)
    number = closed(world)
    before = figures(world)
    with world.world.sessions.begin() as session:
        assert not reckon_incidents.is_due(session, now=world.world.now)
        session.execute(delete(Reckoning))
    assert figures(world).lines != before.lines
    with world.world.sessions.begin() as session:
        assert reckon_incidents.is_due(session, now=world.world.now)
        reckon_incidents.run(session, world.world.register.current(session), now=world.world.now)
    assert figures(world).lines == before.lines
    with world.world.sessions.begin() as session:
        session.execute(update(Reckoning).values(edition=0, marks=0))
        reckon_incidents.run(session, world.world.register.current(session), now=world.world.now)
        assert session.scalar(select(Reckoning.version)) == session.get_one(Incident, number).version
    assert figures(world).lines == before.lines
    world.world.engine.dispose()


def test_the_rows_hold_every_incident_with_what_it_was(world: CaseWorld) -> None:
    shown = period(world)
    with world.world.sessions() as session:
        register = world.world.register.current(session)
        found = rows(session, Scope(1), shown, register.markets[1])
        assert len(found) == session.scalar(select(func.count(Incident.id)))
    kept = [one.kept["accept_in_time"] for one in found]
    assert kept.count(True) == 4
    assert kept.count(False) == 1
    assert sum(one.drill for one in found) == 1


def _codes(world: CaseWorld) -> Iterator[tuple[int, str]]:
    with world.world.sessions() as session:
        for place in world.world.register.current(session).places.values():
            yield place.id, place.code
