"""Incidents and roll calls over HTTP: the shapes, and what strangers and losers are told."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.web.house import House, a_house, csrf


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def say(house: House, who: str, path: str, **body: Any) -> TestResponse:
    client = house.client(who)
    headers = {"X-CSRFToken": csrf(client)}
    return client.post(f"/api/v1{path}", json={"command_id": str(uuid4()), **body}, headers=headers)


def report(house: House, who: str = "shop") -> int:
    answer = say(house, who, "/markets/yunda/incidents", category="DI", place="A001", summary="a quarrel")
    assert answer.status_code == 200, answer.get_json()
    return int(answer.get_json()["id"])


def command(
    house: House, who: str, number: int, name: str, *, version: int = 1, **payload: Any
) -> TestResponse:
    path = f"/incidents/{number}/commands"
    return say(house, who, path, command=name, expected_version=version, payload=payload)


def test_a_shop_reports_and_the_office_sees_what_it_can_do(house: House) -> None:
    number = report(house)
    found = house.client("officer").get(f"/api/v1/incidents/{number}").get_json()
    assert set(found) == {"card", "you_can", "tasks", "timers", "timeline", "names", "recommendation"}
    assert found["you_can"][:2] == ["accept", "refuse"]
    assert found["recommendation"]["needs"] == {"guard": 1}
    assert [timer["kind"] for timer in found["timers"]] == ["accept"]


def test_the_second_officer_is_told_who_was_first(house: House) -> None:
    number = report(house)
    assert command(house, "leader", number, "accept").status_code == 200
    problem = command(house, "officer", number, "accept")
    assert problem.status_code == 409
    told = problem.get_json()
    assert (told["code"], told["by"], told["step"]) == ("version-conflict", "Leader", "accepted")
    assert "take_over" in told["you_can"]


def test_a_guard_that_says_no_is_named(house: House) -> None:
    number = report(house)
    command(house, "officer", number, "accept")
    problem = command(house, "officer", number, "solve_on_spot", version=2, result="settled").get_json()
    assert (problem["code"], problem["because"]) == ("not-now", "proven")
    unreadable = command(house, "officer", number, "solve_on_spot", version=2, result="magic").get_json()
    assert unreadable["code"] == "invalid"


def test_an_officer_of_another_market_learns_nothing(house: House) -> None:
    number = report(house)
    assert command(house, "stranger", number, "accept").status_code == 404
    assert say(house, "stranger", "/markets/yunda/incidents", category="DI", place="A001").status_code == 404
    assert say(house, "stranger", "/markets/yunda/roll-calls", group="g1-01").status_code == 404


def test_a_lead_rings_the_group_and_a_shop_answers_for_itself_alone(house: House) -> None:
    answer = say(house, "lead", "/markets/yunda/roll-calls", group="g1-01")
    assert answer.status_code == 200, answer.get_json()
    card = answer.get_json()["card"]
    assert (card["asked"], card["stage"]) == (1, "ringing")
    path = f"/roll-calls/{card['id']}/commands"
    assert say(house, "shop", path, command="end").status_code == 404
    answered = say(house, "shop", path, command="answer", shop="A001", answer="coming").get_json()
    assert (answered["card"]["answered"], answered["card"]["asked"]) == (1, 1)
    assert say(house, "lead", path, command="end").status_code == 200


def test_a_shop_that_calls_is_not_asked_itself(house: House) -> None:
    answer = say(house, "shop", "/markets/yunda/roll-calls", group="g1-01")
    assert answer.get_json()["code"] == "not-now"


def test_the_administrator_sets_timers_and_everybody_in_the_office_sees_them(house: House) -> None:
    path = "/api/v1/markets/yunda/case-settings"
    headers = house.bearer("scraper")
    body = {"body": {"accept": [10, 20, 30, None]}}
    assert house.client().put(f"{path}/timers", json=body, headers=headers).status_code == 200
    wrong = house.client().put(f"{path}/timers", json={"body": {"accept": [1]}}, headers=headers)
    assert wrong.get_json()["code"] == "invalid"
    found = house.client("officer").get(path).get_json()
    assert found["timers"]["accept"] == [10, 20, 30, None]
    assert found["gate"] == {"gate": "warn"}
