"""How it went, as those who were helped say it; and objections to how a case counts, with their answers."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.model.figures import Dispute, Reckoning
from patrol.model.incidents import Evaluation, Incident, IncidentEntry
from patrol.rules.case_marks import Mark
from tests.web.house import House, a_house, csrf
from tests.web.test_field import in_english, order, post


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def over(house: House, **more: Any) -> dict[str, Any]:
    """A quarrel at the shop that was accepted too late, and settled."""
    house.clock.advance(minutes=12)
    body = {"command_id": str(uuid4()), "category": "DI", "place": "A001", **more}
    case = post(house, "officer", "/api/v1/markets/yunda/incidents", body).json
    house.clock.advance(minutes=9)
    case = order(house, "officer", case, "accept")
    return order(house, "officer", case, "solve_on_spot", result="settled", note="both agree")


def press(house: House, who: str | None, address: str, **form: str) -> int:
    client = house.client(who)
    return client.post(address, data={"csrf_token": csrf(client), **form}).status_code


def said(house: House) -> list[tuple[str, Any]]:
    with house.context.reading() as (session, _):
        return [(one.role, one.scores) for one in session.scalars(select(Evaluation).order_by(Evaluation.id))]


def marks(house: House, case: dict[str, Any]) -> Mark:
    with house.context.reading() as (session, _):
        return Mark(session.get_one(Reckoning, case["id"]).marks)


def test_a_shop_says_with_one_press_how_it_went_and_is_asked_no_more(house: House) -> None:
    case = over(house)
    assert "1 wait for your word" in in_english(house, "shop", "/")
    assert f'href="/rate/{case["id"]}"' in in_english(house, "shop", "/rate")
    page = in_english(house, "shop", f"/rate/{case['id']}")
    assert page.count('class="rate-score"') == 5
    assert press(house, "shop", f"/rate/{case['id']}", score="2", note="too slow") == 302
    assert said(house) == [("shop", {"satisfaction": 2})]
    assert "Nothing waits for your word" in in_english(house, "shop", "/rate")
    assert press(house, "shop", f"/rate/{case['id']}", score="5") == 409
    assert press(house, "lead", f"/rate/{case['id']}", score="5") == 302
    assert Mark.RATED in marks(house, case)
    assert Mark.SATISFIED not in marks(house, case)


def test_nobody_is_asked_about_a_drill_what_is_open_or_what_is_long_ago(house: House) -> None:
    body = {"command_id": str(uuid4()), "category": "DI", "place": "A001"}
    open_case = post(house, "officer", "/api/v1/markets/yunda/incidents", body).json
    assert house.client("shop").get(f"/rate/{open_case['id']}").status_code == 404
    case = over(house)
    house.clock.advance(days=15)
    assert "Nothing waits" in in_english(house, "shop", "/rate")
    assert house.client("shop").get(f"/rate/{case['id']}").status_code == 404


def test_a_shop_never_learns_here_that_something_was_told_quietly_about_it(house: House) -> None:
    case = over(house)
    with house.context.transaction() as (session, _):
        incident = session.get_one(Incident, case["id"])
        incident.near_id = incident.group_id
    assert "Nothing waits" in in_english(house, "shop", "/rate")
    assert house.client("shop").get(f"/rate/{case['id']}").status_code == 404


def test_whoever_holds_the_link_says_it_once_and_a_made_up_link_leads_nowhere(house: House) -> None:
    case = over(house)
    page = in_english(house, "officer", f"/incidents/{case['id']}")
    link = re.search(r'href="(/say/[^"]+)"', page)
    assert link is not None
    asked = house.client().get(link[1]).get_data(as_text=True)
    assert "A001" not in asked
    assert press(house, None, link[1], score="5") == 200
    assert press(house, None, link[1], score="1") == 409
    assert said(house) == [("reporter", {"satisfaction": 5})]
    assert house.client().get(link[1][:-1] + "x").status_code == 410
    assert press(house, None, "/say/WzEsMV0.made-up", score="1") == 410


def test_a_link_of_an_earlier_round_is_dead(house: House) -> None:
    case = over(house)
    page = in_english(house, "officer", f"/incidents/{case['id']}")
    link = re.search(r'href="(/say/[^"]+)"', page)
    assert link is not None
    order(house, "leader", case, "reopen", reason="they quarrel again")
    assert house.client().get(link[1]).status_code == 410


def test_a_lead_objects_the_office_head_grants_and_both_stand_in_the_timeline(house: House) -> None:
    case = over(house)
    assert Mark.ACCEPT_DUE in marks(house, case)
    address = f"/rate/{case['id']}/dispute"
    assert press(house, "lead", address, item="accept_in_time", reason="the line was dead") == 302
    assert press(house, "lead", address, item="accept_in_time", reason="again") == 409
    assert press(house, "lead", address, item="nonsense", reason="x") == 422
    assert press(house, "shop", address, item="rework", reason="x") in (403, 404)
    assert {Mark.ACCEPT_DUE, Mark.DISPUTE_WAITS} <= set(marks(house, case))
    answer = {"item": "accept_in_time", "granted": "yes", "reason": "the line was dead, seen in the log"}
    order(house, "admin", {"id": case["id"], "version": 1}, "answer_dispute", **answer)
    found = marks(house, case)
    assert Mark.ACCEPT_DUE not in found
    assert Mark.CLOSE_DUE in found
    assert Mark.STRUCK in found
    with house.context.reading() as (session, _):
        verbs = session.scalars(select(IncidentEntry.verb).order_by(IncidentEntry.id)).all()
        assert verbs[-2:] == ["dispute", "answer_dispute"]
        dispute = session.scalars(select(Dispute)).one()
        assert (dispute.granted, dispute.answered_by) == (True, house.person("admin").id)


def test_an_objection_that_is_not_granted_changes_no_figure_and_nobody_answers_their_own(
    house: House,
) -> None:
    case = over(house)
    before = marks(house, case)
    version = {"id": case["id"], "version": 1}
    order(house, "leader", version, "dispute", item="closed_in_time", reason="they came late themselves")
    told = {"item": "closed_in_time", "granted": "no", "reason": "the time was kept by all others"}
    body = {"command": "answer_dispute", "command_id": str(uuid4()), "expected_version": 1, "payload": told}
    path = f"/api/v1/incidents/{case['id']}/commands"
    assert post(house, "officer", path, body).status_code == 403
    assert post(house, "police", path, body).status_code == 200
    again = post(house, "police", path, {**body, "command_id": str(uuid4())})
    assert (again.status_code, again.json["because"]) == (409, "dispute-waits")
    assert marks(house, case) == before | Mark.DISPUTED
