"""Rosters at the desk: what is changed, refused, wished for and granted."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from patrol.actions import shift_wishes
from patrol.actions.shift_wishes import Asked
from patrol.cards.on_duty import roster as on_duty
from patrol.errors import Forbidden, Invalid, NotNow
from patrol.jobs import extend_duty, keep_rosters
from patrol.rules.shift_check import LACKS, Rule, breaches
from patrol.rules.shifts import RunState, WishKind, WishState, Workroom
from patrol.solving.shift_solver import Effort, Solved
from tests.actions.guard_town import GuardTown, a_workroom, best, cell, day, move, since


@pytest.fixture
def town(tmp_path: Path) -> Any:
    made = a_workroom(f"sqlite:///{tmp_path / 'patrol.sqlite3'}")
    yield made
    made.engine.dispose()


@pytest.fixture
def made(town: GuardTown) -> GuardTown:
    """A fortnight that is made, a week of it published."""
    town.make()
    town.order("publish", until=day(6).isoformat())
    return town


def ill(town: GuardTown, person: int, first: int, last: int) -> None:
    asked = Asked(WishKind.ILL, day(first), day(last))
    town.do(lambda s, r: shift_wishes.wish(s, town.rota_id, person, asked, r, now=town.now))


def test_a_change_that_breaks_a_rule_needs_a_reason(made: GuardTown) -> None:
    late = cell(made, 2, "late")
    taken = cell(made, 3, "early")
    change = [move(taken, 3, None), move(late, 3, "early")]
    with pytest.raises(NotNow) as refused:
        made.order("move", moves=change)
    assert refused.value.standing["breaches"] == [
        {"rule": Rule.REST, "day": day(3).isoformat(), "kind": "early", "person": late}
    ]
    made.order("move", moves=change, reason="两人商量好的")
    assert cell(made, 3, "early") == late


def test_what_a_person_decided_is_not_moved_by_the_next_roster(made: GuardTown) -> None:
    one, other = cell(made, 9, "early"), cell(made, 9, "late")
    made.order("move", moves=[move(one, 9, "late"), move(other, 9, "early")], reason="调换")
    made.make()
    assert (cell(made, 9, "early"), cell(made, 9, "late")) == (other, one)


def test_the_same_command_twice_is_one_change(made: GuardTown) -> None:
    version, one = made.roster().version, cell(made, 9, "early")
    told: Any = {"version": version, "command_id": "c1", "moves": [move(one, 9, None)]}
    assert made.order("move", **told) == made.order("move", **told)
    assert made.roster().version == version + 1


def test_a_full_shift_takes_nobody_more_and_what_has_begun_moves_no_more(made: GuardTown) -> None:
    free = next(one for one in made.guards if one != cell(made, 9, "early"))
    with pytest.raises(NotNow, match="all the people"):
        made.order("move", moves=[move(free, 9, "early")], reason="x")
    with pytest.raises(NotNow, match="begun"):
        made.order("move", moves=[move(free, 0, "early")])


def test_a_run_whose_process_was_killed_is_taken_up_again(town: GuardTown) -> None:
    town.order("propose", first=day(0).isoformat(), last=day(3).isoformat())
    from patrol.jobs import solve_rosters

    assert town.do(lambda s, r: solve_rosters.take(s, r, now=town.now)) is not None
    assert not town.work()
    town.later(minutes=6)
    assert town.work()
    assert town.runs()[-1].state == RunState.DONE


def test_a_solver_that_breaks_ends_the_run_and_says_so(town: GuardTown) -> None:
    def broken(room: Workroom, effort: Effort) -> Solved:
        raise ValueError("no")

    assert town.make(by=broken).state == RunState.FAILED


def test_a_wish_is_weighed_and_leave_is_granted_at_the_desk(made: GuardTown) -> None:
    guard = made.guards[0]

    def ask(want: WishKind, first: int) -> int:
        asked = Asked(want, day(first), day(first))
        return made.do(lambda s, r: shift_wishes.wish(s, made.rota_id, guard, asked, r, now=made.now).id)

    free, leave = ask(WishKind.FREE, 10), ask(WishKind.LEAVE, 11)
    assert ask(WishKind.FREE, 10) == free
    with pytest.raises(NotNow, match="weighed"):
        made.order("answer", wish=free, answer="granted")
    assert made.order("answer", wish=leave, answer="granted")["wish"]["state"] == WishState.GRANTED
    made.make(7, 13)
    keys = made.standing(7, 13).staffing()
    assert not any(guard in who for (on, _), who in keys.items() if on in (day(10), day(11)))


def test_nobody_from_elsewhere_wishes_here(town: GuardTown) -> None:
    with pytest.raises(Forbidden):
        ill(town, town.officer, 1, 2)


def test_more_heads_from_a_day_on_add_seats_and_fewer_take_them_away(made: GuardTown) -> None:
    made.order("heads", early=2, late=1, night=1, **since(3))
    seats = [key for key in made.holders() if key[1] == "early"]
    assert (day(2), "early", 2) not in seats
    assert (day(3), "early", 2) in seats
    made.order("heads", early=1, late=1, night=1, **since(4))
    assert (day(4), "early", 2) not in made.holders()


def test_drivers_are_asked_for_where_the_bounds_say_so(made: GuardTown) -> None:
    made.order("qualify", person=made.guards[2], drives=True)
    made.order("bounds", rest_hours=12, days_running=5, drivers=1)
    standing = made.standing(8, 13)
    assert {one.id for one in standing.room.guards if one.drives} == {made.guards[2]}
    assert Rule.NO_DRIVER in {one.rule for one in breaches(standing.room, standing.staffing())} & LACKS


def test_time_lays_another_day_down_and_leaves_guards_to_their_own_roster(town: GuardTown) -> None:
    until = town.roster().laid_until
    town.later(days=1)
    with town.sessions() as session:
        assert keep_rosters.is_due(session, now=town.now)
        assert not extend_duty.is_due(session, now=town.now)
    town.do(lambda s, r: keep_rosters.run(s, r, now=town.now))
    assert until is not None
    assert town.roster().laid_until == until + timedelta(days=1)
    with town.sessions() as session:
        assert not keep_rosters.is_due(session, now=town.now)


def test_what_can_not_be_read_is_refused_with_its_name(town: GuardTown) -> None:
    with pytest.raises(Invalid) as refused:
        town.order("publish", until="soon")
    assert refused.value.faults == ("payload.until",)
    with pytest.raises(Invalid, match="no such command"):
        town.order("sing")


def test_the_solvers_cost_and_bound_are_kept(town: GuardTown) -> None:
    run = town.make(0, 6, by=best)
    assert (run.method, run.cost, run.bound) == ("solver", 0, 0)


def test_only_published_shifts_say_who_is_on_duty(town: GuardTown) -> None:
    town.make()
    town.later(hours=10)
    with town.sessions() as session:
        assert on_duty(session, town.market_id, now=town.now).on == {}
    town.order("publish", until=day(6).isoformat())
    with town.sessions() as session:
        now = on_duty(session, town.market_id, now=town.now)
    assert (len(now.on), len(now.off)) == (1, len(now.on.keys() | now.off) - 1)
