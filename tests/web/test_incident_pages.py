"""Incidents on pages: found again by what is known of them, and everything of one."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from tests.web.house import House, a_house
from tests.web.test_field import in_english, order, post


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def told(house: House, **more: str) -> int:
    body = {"command_id": str(uuid4()), "category": "PO", "severity": "normal", "place": "A001", **more}
    house.clock.advance(minutes=20)
    answer = post(house, "officer", "/api/v1/markets/yunda/incidents", body)
    return int(answer.json["id"])


def found(house: House, query: str, who: str = "police") -> list[int]:
    page = house.client(who).get(f"/incidents?{query}").get_data(as_text=True)
    return [int(number) for number in re.findall(r'href="/incidents/(\d+)"', page)]


def test_each_thing_one_may_know_narrows_the_list(house: House) -> None:
    theft = told(house, summary="a bag was taken at 100%")
    fire = told(house, category="FI", severity="critical", summary="smoke")
    quarrel = told(house, category="DI", place="g1")
    order(house, "officer", {"id": fire, "version": 1}, "accept")
    assert found(house, "") == [quarrel, fire, theft]
    assert found(house, "text=bag") == [theft]
    assert found(house, "text=100%25") == [theft]
    assert found(house, "text=Officer") == [fire]
    assert found(house, "text=A001+smoke") == [fire]
    assert found(house, "category=DI") == [quarrel]
    assert found(house, "severity=critical") == [fire]
    assert found(house, "step=accepted") == [fire]
    assert found(house, "step=over") == []
    assert found(house, "place=a001") == [fire, theft]
    assert found(house, "place=g1") == [quarrel, fire, theft]
    assert found(house, "place=nowhere") == []
    assert found(house, "since=2026-09-01&until=2026-09-01") == [quarrel, fire, theft]
    assert found(house, "until=2026-08-31") == []
    assert found(house, "step=nonsense&since=nonsense") == [quarrel, fire, theft]


def test_a_long_list_is_paged_by_a_cursor_and_keeps_its_question(house: House) -> None:
    for _ in range(51):
        told(house)
    page = house.client("officer").get("/incidents?category=PO").get_data(as_text=True)
    older = re.search(r'href="(/incidents\?[^"]*cursor=\d+[^"]*)"', page)
    assert older is not None
    assert "category=PO" in older[1]
    assert found(house, older[1].replace("&amp;", "&").split("?")[1]) == [1]


def test_an_empty_list_says_what_to_do(house: House) -> None:
    assert "No incident fits" in in_english(house, "police", "/incidents?text=nothing")


def test_one_incident_tells_its_whole_story_before_any_script_runs(house: House) -> None:
    case = told(house, summary="two men fight")
    order(house, "officer", {"id": case, "version": 1}, "note", note="they know each other")
    story = in_english(house, "police", f"/incidents/{case}")
    assert "two men fight" in story
    assert "they know each other" in story


def test_the_wall_and_other_markets_find_nothing_to_read(house: House) -> None:
    case = told(house)
    assert house.client("stranger").get(f"/incidents/{case}").status_code == 404
    assert house.client("shop").get("/incidents").status_code == 403


def test_the_step_of_an_accepted_case_is_named_as_a_step_in_chinese(house: House) -> None:
    case = told(house)
    order(house, "officer", {"id": case, "version": 1}, "accept")
    client = house.client("police")
    client.set_cookie("language", "zh-Hans")
    assert "<strong>已受理</strong>" in client.get(f"/incidents/{case}").get_data(as_text=True)
