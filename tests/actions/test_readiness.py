"""Eight of ten shops close: the next group is attached, told, rung and recommended; then it is let go."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.actions import case_settings, readiness, roll_call
from patrol.actions.register import touch
from patrol.actions.roll_call import Call, RollOrder
from patrol.cards.case_rules import case_rules
from patrol.cards.recommendation import recommend
from patrol.model.incidents import Incident
from patrol.model.places import Place, PlaceVersion
from patrol.queries.readiness import coverage
from patrol.rules.case_words import RollAnswer
from patrol.rules.words import PlaceKind
from tests.boards import Boards
from tests.case_world import CaseWorld, a_case_world
from tests.world import START

ROOMS = ("market:yunda", "grid:g1", "group:g1-10", "group:g1-11", "group:g1-12", "police:yunda")
EVENING = 12
"""Hours after which only two shops of g1-10 are open, all of g1-11, and none of g1-12."""


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path, url=database_url)
    with case.world.sessions.begin() as session:
        grid = session.scalars(select(Place.id).where(Place.code == "g1")).one()
        for code, y, closes in (("g1-10", 20.0, 18 * 60), ("g1-11", 60.0, 24 * 60), ("g1-12", 30.0, 18 * 60)):
            group = _place(session, PlaceKind.GROUP, code, grid, lead=f"{code}-0")
            for n in range(10):
                late = 24 * 60 if code == "g1-10" and n < 2 else closes
                _place(
                    session, PlaceKind.SHOP, f"{code}-{n}", group,
                    opens=360, closes=late, face_x=n * 2.0, face_y=y,
                )  # fmt: skip
        touch(session)
    yield case
    case.world.engine.dispose()


def _place(session: Any, kind: PlaceKind, code: str, parent: int, **facts: object) -> int:
    place = Place(market_id=1, kind=kind, code=code)
    session.add(place)
    session.flush()
    session.add(PlaceVersion(place_id=place.id, parent_id=parent, name=code, facts=facts, valid_from=START))
    return place.id


def look(case: CaseWorld) -> None:
    """Let the job look once."""
    with case.world.sessions.begin() as session:
        readiness.keep(session, case.world.register.current(session), now=case.world.now)


def thin(case: CaseWorld, room: str = "market:yunda") -> Mapping[str, Any]:
    return {
        code: card for code, card in case.world.snapshot(room).state["readiness"].items() if code > "g1-05"
    }


def call_roll(case: CaseWorld) -> Mapping[str, Any]:
    call = Call(1, "g1-10", uuid4().hex, case.people["lead"], caller="g1-10-0")
    with case.world.sessions.begin() as session:
        register = case.world.register.current(session)
        return dict(roll_call.open_call(session, call, register, now=case.world.now)["card"])


def test_by_day_no_group_of_ten_open_shops_is_thin(case: CaseWorld) -> None:
    look(case)
    assert thin(case) == {}


def test_when_eight_of_ten_have_closed_the_nearest_open_group_is_attached_and_all_are_told(
    case: CaseWorld,
) -> None:
    boards = Boards(case.world).open(*ROOMS)
    case.world.later(hours=EVENING)
    look(case)
    card = thin(case)["g1-10"]
    assert (card["ready"], card["of"], card["attached"]["code"]) == (2, 10, "g1-11")
    assert set(thin(case, "group:g1-11")) == {"g1-10", "g1-12"}
    assert set(thin(case, "group:g1-10")) == {"g1-10"}
    boards.compare()
    look(case)
    boards.compare()
    case.world.later(hours=12)
    look(case)
    boards.compare()
    assert thin(case) == {}


def test_a_second_look_at_the_same_says_nothing(case: CaseWorld) -> None:
    case.world.later(hours=EVENING)
    look(case)
    heads = {room: case.world.snapshot(room).seq for room in ROOMS}
    look(case)
    assert {room: case.world.snapshot(room).seq for room in ROOMS} == heads


def test_the_attached_group_rings_with_the_thin_one(case: CaseWorld) -> None:
    case.world.later(hours=EVENING)
    look(case)
    card = call_roll(case)
    asked = sorted(shop["code"] for shop in card["shops"] if shop["counted"])
    assert asked == ["g1-10-1", *(f"g1-11-{n}" for n in range(10))]
    assert card["attached"]["code"] == "g1-11"
    assert str(card["id"]) in case.world.snapshot("group:g1-11").state["roll_calls"]


def test_a_shop_that_stayed_silent_is_not_ready_until_it_answers_again(case: CaseWorld) -> None:
    card = call_roll(case)
    answer = RollOrder(card["id"], "answer", uuid4().hex, None, "g1-10-1", RollAnswer.COMING)
    end = RollOrder(card["id"], "end", uuid4().hex, None)
    with case.world.sessions.begin() as session:
        register = case.world.register.current(session)
        for order in (answer, end):
            roll_call.command(session, order, register, now=case.world.now)
    look(case)
    assert thin(case)["g1-10"]["ready"] == 2  # the caller was not asked, one answered, eight were silent


def test_a_neighbour_recommended_because_its_group_stands_in_says_so(case: CaseWorld) -> None:
    case.world.later(hours=EVENING)
    look(case)
    number = case.report(place="g1-10-0")
    with case.world.sessions() as session:
        register = case.world.register.current(session)
        incident, rules = session.get_one(Incident, number), case_rules(session, 1)
        rows = recommend(session, incident, [], rules, register, now=case.world.now)["units"]
    reasons = {row["place"]: [reason["key"] for reason in row["reasons"]] for row in rows if row["place"]}
    assert "stands_in" in reasons["g1-11-0"]
    assert "stands_in" not in reasons["g1-10-1"]


def test_a_market_that_asks_for_nobody_attaches_nobody(case: CaseWorld) -> None:
    with case.world.sessions.begin() as session:
        case_settings.change(session, 1, "readiness", {"least": 0}, by=None, now=case.world.now)
    case.world.later(hours=EVENING)
    look(case)
    assert thin(case) == {}


def test_the_hours_of_the_day_are_counted_group_by_group(case: CaseWorld) -> None:
    with case.world.sessions() as session:
        register = case.world.register.current(session)
        found = coverage(session, register.markets[1], register, now=case.world.now)
    hours = {one.group.code: one.half_hours for one in found.groups}
    assert hours["g1-10"][11] == 0
    assert hours["g1-10"][12] == 10
    assert hours["g1-10"][36:] == [2] * 12
