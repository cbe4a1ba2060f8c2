"""What was told quietly rings no shop nearby, and a group too small hides nobody."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol import sealing
from patrol.actions import roll_call
from patrol.actions.quiet_reports import QuietReport, report_quietly
from patrol.actions.roll_call import Call
from patrol.cards.case_rules import case_rules
from patrol.cards.recommendation import recommend
from patrol.errors import NotNow
from patrol.model.incidents import Incident
from patrol.rules.quiet import Teller
from patrol.rules.words import Category, Severity
from tests.boards import Boards
from tests.case_world import CaseWorld, a_case_world

_, PUBLIC = sealing.new_pair()
TELLER = Teller(9, "shop_b", "shop_b", None, "g1-01", (("g1-01-b", "g1-01-b"),))


@pytest.fixture
def case(tmp_path: Path) -> CaseWorld:
    return a_case_world(tmp_path)


def tell(case: CaseWorld, place: str | None = None) -> Incident:
    told = QuietReport(1, Category.PUBLIC_ORDER, Severity.HIGH, uuid4().hex, place, "a knife")
    world = case.world
    with world.sessions.begin() as session:
        report_quietly(session, told, TELLER, PUBLIC, world.register.current(session), now=world.now)
    with world.sessions() as session:
        return session.scalars(select(Incident).order_by(Incident.id.desc()).limit(1)).one()


def recommended(case: CaseWorld, incident: Incident) -> dict[str, list[str]]:
    with case.world.sessions() as session:
        rules, register = case_rules(session, 1), case.world.register.current(session)
        told = recommend(session, incident, [], rules, register, now=case.world.now)
    return {unit["unit"]: [why["key"] for why in unit["why_not"]] for unit in told["units"]}


def test_a_group_with_two_open_shops_hides_nobody_so_the_grid_is_named(case: CaseWorld) -> None:
    incident = tell(case, place="g1-01-b")
    with case.world.sessions() as session:
        places = case.world.register.current(session).places
    assert places[incident.near_id or 0].code == "g1"
    assert places[incident.place_id or 0].code == "g1"
    assert incident.x is None


def test_shops_in_sight_are_not_sent_and_guards_are(case: CaseWorld) -> None:
    against = recommended(case, tell(case, place="g1-01-a"))
    assert against["place:g1-01-b"] == ["in_sight"]
    assert against["device:phone-guard"] == []
    openly = case.incident(case.report(place="g1-01-a"))
    assert recommended(case, openly)["place:g1-01-b"] == []


def test_no_roll_call_rings_the_group_that_something_was_told_of(case: CaseWorld) -> None:
    incident = tell(case, place="g1-02-a")

    def call(group: str, number: int | None) -> dict[str, Any]:
        wanted = Call(1, group, uuid4().hex, case.people["officer"], incident_id=number)
        with case.world.sessions.begin() as session:
            register = case.world.register.current(session)
            return roll_call.open_call(session, wanted, register, now=case.world.now)

    with pytest.raises(NotNow):
        call("g1-02", incident.id)
    assert call("g1-01", incident.id)["card"]["id"]


def test_every_board_shows_of_it_what_a_fresh_one_would(case: CaseWorld) -> None:
    boards = Boards(case.world).open("market:yunda", "grid:g1", "group:g1-01", "group:g1-02", "police:yunda")
    number = tell(case, place="g1-02-a").id
    case.do(number, "accept")
    boards.compare()
