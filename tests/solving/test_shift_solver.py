"""The solver's roster: as good as it says, never against a rule, and without it the greedy one says so."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from patrol.rules.shift_check import LACKS, Rule
from patrol.rules.shift_cost import cost
from patrol.rules.shift_greedy import greedy
from patrol.rules.shifts import Terms, Wish, WishKind, Workroom
from patrol.solving.shift_solver import Brake, Effort, Method, NoSolver, solve
from tests.rules.workrooms import away, day, shifts, workroom

SHORT = Effort(seconds=20)


def test_a_fortnight_is_staffed_to_a_proven_optimum() -> None:
    made = solve(workroom(14, (3, 2, 2)), SHORT)
    assert (made.method, made.proven, made.breaches, made.cost.total) == (Method.SOLVER, True, (), 0)


def test_the_solvers_objective_is_the_cost_the_rules_reckon() -> None:
    wishes = [Wish(n, day(n), WishKind.FREE) for n in range(1, 8)] + [Wish(1, day(9), WishKind.WORK, "night")]
    room = workroom(10, (2, 2, 1), 6, wishes=wishes, away=[(2, away(2, 4))], drivers=[1, 2, 3])
    made = solve(replace(room, terms=Terms(timedelta(hours=12), 4)), SHORT)
    assert made.proven
    assert made.bound == made.cost.total > 0
    assert {one.rule for one in made.breaches} <= LACKS


def test_what_is_impossible_is_told_as_a_lack() -> None:
    made = solve(workroom(2, (2, 2, 2), 5), SHORT)
    assert sum(one.amount for one in made.breaches if one.rule is Rule.TOO_FEW) == 2
    assert made.proven


def test_somebody_falls_ill_and_only_what_must_moves() -> None:
    before = solve(workroom(14), SHORT)
    ill = replace(workroom(14, away=[(3, away(4, 3))]), kept=before.staffing)
    lost = sum(3 in before.staffing[shift.key] for shift in ill.shifts if ill.guards[2].is_away(shift))
    after = solve(ill, SHORT)
    moved = sum(len(who - after.staffing[key]) for key, who in before.staffing.items())
    assert after.breaches == ()
    assert 0 < lost <= moved <= lost + 2
    assert after.proven


def test_what_a_person_decided_against_a_rule_stays_where_it_is() -> None:
    fixed = {(day(0), "late"): frozenset({1}), (day(1), "early"): frozenset({1})}
    made = solve(replace(workroom(4), fixed=fixed), SHORT)
    assert [(one.rule, one.guard) for one in made.breaches] == [(Rule.REST, 1)]


def test_the_past_binds_the_first_days() -> None:
    nights = tuple((shift, frozenset({1, 2})) for shift in shifts(1, first=-1) if shift.kind == "night")
    made = solve(replace(workroom(5, count=8), past=nights), SHORT)
    assert made.breaches == ()
    assert not {1, 2} & (made.staffing[day(0), "early"] | made.staffing[day(0), "late"])


def test_without_the_solver_the_greedy_roster_is_used_and_says_so() -> None:
    def missing() -> Any:
        raise NoSolver("not here")

    made = solve(workroom(14), bring=missing)
    assert (made.method, made.why, made.bound, made.proven) == (Method.GREEDY, "no-solver", None, False)
    assert made.breaches == ()


def disturbed(seed: int) -> Workroom:
    """A fortnight with four or five absences: ten guards, or the patrol team of nine, five of whom drive."""
    dice, patrol = Random(seed), seed % 2 == 1
    count, heads = (9, (2, 2, 2)) if patrol else (10, (3, 2, 2))
    gone = [
        (dice.randint(1, count), away(dice.randrange(14), dice.randint(3, 7))) for _ in range(4 + seed % 2)
    ]
    return workroom(14, heads, count, away=gone, drivers=range(1, 6) if patrol else ())


@pytest.mark.parametrize("seed", [0, 2, 4, 5, 6, 10, 13, 59, 117, 130])
def test_the_greedy_roster_is_full_where_the_solver_finds_a_full_one(seed: int) -> None:
    room = disturbed(seed)
    assert (solve(room, SHORT).cost.lacks, cost(room, greedy(room)).lacks) == (0, 0)


def test_a_solver_that_finds_nothing_in_time_leaves_the_greedy_roster() -> None:
    made = solve(workroom(28, (3, 2, 2)), Effort(seconds=0.0))
    assert made.breaches == ()
    assert made.method in (Method.GREEDY, Method.SOLVER)


@pytest.mark.parametrize("count", [9, 10])
def test_the_same_room_gives_the_same_roster(count: int) -> None:
    room = workroom(7, count=count)
    assert solve(room, SHORT).staffing == solve(room, SHORT).staffing


def test_a_search_whose_brake_is_pulled_leaves_the_greedy_roster() -> None:
    brake = Brake()
    brake.pull()
    assert solve(workroom(14), SHORT, brake=brake).method is Method.GREEDY
