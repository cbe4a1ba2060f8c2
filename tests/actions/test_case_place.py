"""A case turns out to be somewhere else: whoever it concerns now is told, and whom it left forgets it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from patrol.errors import NotNow
from patrol.model.places import Place
from patrol.queries import ratings
from tests.boards import Boards
from tests.case_world import CaseWorld, a_case_world


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    world = a_case_world(tmp_path, url=database_url)
    yield world
    world.world.engine.dispose()


def shows(case: CaseWorld, room: str, number: int) -> bool:
    return str(number) in case.world.snapshot(room).state["incidents"]


def test_a_case_moves_to_the_shop_where_it_is_and_leaves_the_group_where_it_was_thought_to_be(
    case: CaseWorld,
) -> None:
    number = case.report(place="g1-02-b")
    boards = Boards(case.world).open("market:yunda", "grid:g1", "group:g1-01", "group:g1-02")
    assert shows(case, "group:g1-02", number)
    case.do(number, "accept")
    case.do(number, "locate", place="g1-01-a", note="the shutter of the first one")
    boards.compare()
    assert (shows(case, "group:g1-01", number), shows(case, "group:g1-02", number)) == (True, False)
    row = case.incident(number)
    assert (row.x, row.y, row.notes) == (10.0, 12.0, 1)
    assert case.verbs(number)[-1] == "locate"


def test_whoever_is_out_hears_the_new_place(case: CaseWorld) -> None:
    number = case.sent(place="g1-02-a")
    phone = Boards(case.world).open(f"user:{case.people['guard']}")
    case.do(number, "locate", by="guard", place="g1-01-a")
    phone.compare()
    tasks: Any = case.world.snapshot(f"user:{case.people['guard']}").state["tasks"]
    assert [task["incident"]["place"]["code"] for task in tasks.values()] == ["g1-01-a"]


def test_the_shop_where_it_was_is_asked_how_it_went(case: CaseWorld) -> None:
    number = case.handled(place="g1-02-a")
    case.do(number, "locate", place="g1-01-b")
    case.do(number, "close", by="officer2", result="solved", without_picture="dark")
    with case.world.sessions() as session:
        shop = session.query(Place.id).where(Place.code == "g1-01-b").scalar()
        found = ratings.waiting(session, case.people["shop_b"], [shop], now=case.world.now)
    assert [one.id for one in found] == [number]


def test_a_place_that_is_none_or_the_same_is_refused(case: CaseWorld) -> None:
    number = case.report(place="g1-01-a")
    for place, why in (("nowhere", "place-known"), ("g1-01-a", "place-other")):
        with pytest.raises(NotNow, match=why):
            case.do(number, "locate", place=place)
