"""Rosters in the ledger: made by the clockwork, promised, and kept when somebody falls ill."""

from typing import Any

import pytest

from patrol.actions import shift_wishes
from patrol.actions.shift_wishes import Asked
from patrol.errors import VersionConflict
from patrol.rules.shift_check import breaches
from patrol.rules.shifts import RunState, WishKind, Workroom
from patrol.solving.shift_solver import Effort, Solved
from tests.actions.guard_town import GuardTown, a_workroom, cell, day, move, without_solver


@pytest.fixture
def town(database_url: str) -> Any:
    made = a_workroom(database_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def made(town: GuardTown) -> GuardTown:
    """A fortnight that is made, a week of it published."""
    town.make()
    town.order("publish", until=day(6).isoformat())
    return town


def test_a_roster_is_made_twice_and_promised_twice_and_only_the_first_counts(town: GuardTown) -> None:
    assert set(town.holders().values()) == {None}
    run = town.make()
    assert (run.state, run.method, run.why, run.lacks) == (RunState.DONE, "greedy", "no-solver", [])
    standing = town.standing()
    assert breaches(standing.room, standing.staffing()) == []
    before = town.ledger()
    assert town.make().moved == 0
    assert town.ledger() == before
    for _ in range(2):
        town.order("publish", until=day(6).isoformat())
        promised = [one for (on, _, _), one in town.holders().items() if day(0) < on <= day(6) and one]
        assert {topic for _, topic in town.told()} == {"published"}
        assert len(promised) <= len(town.told()) <= len(promised) + 2


def test_two_planners_one_wins_and_is_named_to_the_other(made: GuardTown) -> None:
    version = made.roster().version
    one = cell(made, 9, "early")
    made.order("move", version=version, moves=[move(one, 9, None)])
    with pytest.raises(VersionConflict) as refused:
        made.order("move", version=version, moves=[move(one, 9, None)])
    assert refused.value.standing["by"] == "王强"


def ill(town: GuardTown, person: int, first: int, last: int) -> None:
    asked = Asked(WishKind.ILL, day(first), day(last))
    town.do(lambda s, r: shift_wishes.wish(s, town.rota_id, person, asked, r, now=town.now))


def test_illness_frees_the_shifts_at_once_and_only_they_are_filled_anew(made: GuardTown) -> None:
    sick = cell(made, 4, "late")
    before = made.holders()
    ill(made, sick, 4, 5)
    gone = {key for key, one in made.holders().items() if one != before[key]}
    assert gone
    assert {before[key] for key in gone} == {sick}
    assert [run.state for run in made.runs()][-1] == RunState.WAITING
    assert made.work()
    after = made.holders()
    assert all(after[key] not in (None, sick) for key in gone)
    moved = {key for key in before if before[key] != after[key]}
    assert len(moved) <= len(gone) + 2
    assert (sick, "turn-gone") in made.told()


def test_a_roster_changed_meanwhile_is_made_once_more(made: GuardTown) -> None:
    one = cell(made, 12, "early")

    def while_somebody_edits(room: Workroom, effort: Effort) -> Solved:
        if len(made.runs()[-1:]) and made.runs()[-1].tries == 1:
            made.order("move", moves=[move(one, 12, None)])
        return without_solver(room, effort)

    made.order("propose", first=day(7).isoformat(), last=day(13).isoformat())
    assert made.work(by=while_somebody_edits)
    assert (made.runs()[-1].state, made.runs()[-1].why) == (RunState.WAITING, "changed-meanwhile")
    assert made.work(by=while_somebody_edits)
    assert (made.runs()[-1].state, made.runs()[-1].tries) == (RunState.DONE, 2)
