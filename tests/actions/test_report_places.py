"""Where a report is from: a place, a point, or words. Nothing that was written is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions.register import touch
from patrol.model.places import Place, PlaceVersion
from tests.case_world import CaseWorld, a_case_world
from tests.world import SQUARE


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path)
    with case.world.sessions.begin() as session:
        grid = select(PlaceVersion).join(Place, Place.id == PlaceVersion.place_id).where(Place.code == "g1")
        session.scalars(grid).one().boundary = SQUARE
        touch(session)
    yield case
    case.world.engine.dispose()


def place_of(case: CaseWorld, number: int) -> str | None:
    with case.world.sessions() as session:
        register = case.world.register.current(session)
    place = register.places.get(case.incident(number).place_id or 0)
    return place.code if place else None


@pytest.mark.parametrize("words", ["g1-01-a", " G1-01-A "])
def test_words_that_name_a_place_are_that_place(case: CaseWorld, words: str) -> None:
    number = case.report(place=None, whereabouts=words, summary="a fire")
    row = case.incident(number)
    assert (place_of(case, number), row.summary, row.x) == ("g1-01-a", "a fire", 10.0)


def test_words_that_name_none_stand_before_what_was_told(case: CaseWorld) -> None:
    number = case.report(place=None, whereabouts="behind the cold store", summary="a man cuts the fence")
    assert place_of(case, number) is None
    assert case.incident(number).summary == "behind the cold store · a man cuts the fence"
    assert case.incident(case.report(place=None, whereabouts="by the pump")).summary == "by the pump"
    long = case.incident(case.report(place=None, whereabouts="by the pump", summary="x" * 500)).summary or ""
    assert (len(long), long[:13]) == (500, "by the pump ·")


def test_words_for_two_places_choose_neither(case: CaseWorld) -> None:
    with case.world.sessions.begin() as session:
        for version in session.scalars(select(PlaceVersion).where(PlaceVersion.name.like("g1-01-_"))):
            version.name = "Tea house"
        touch(session)
    assert place_of(case, case.report(place=None, whereabouts="tea house")) is None


def test_a_point_says_the_grid_so_that_its_guards_hear_of_it(case: CaseWorld) -> None:
    number = case.report(place=None, point=(120.0, 80.0), whereabouts="at the pump")
    row = case.incident(number)
    assert (place_of(case, number), row.grid_id, row.group_id) == ("g1", row.place_id, None)
    assert (row.x, row.y, row.summary) == (120.0, 80.0, "at the pump")
    assert str(number) in case.world.snapshot("grid:g1").state["incidents"]
    outside = case.report(place=None, point=(900.0, 80.0))
    assert (place_of(case, outside), case.incident(outside).x) == (None, 900.0)


def test_two_things_in_one_grid_are_two_and_a_call_for_help_is_one(case: CaseWorld) -> None:
    first, second = (case.report(place="g1", point=(x, 20.0), summary="boxes in the lane") for x in (9, 300))
    assert first != second
    assert case.report() == case.report(), "of one shop it is the same again"
    calls = {case.report(place="g1", kind="sos") for _ in range(2)}
    assert len(calls) == 1
