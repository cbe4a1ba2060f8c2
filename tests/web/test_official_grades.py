"""The official grade is the police's: given with a reason, counted for them, and seen by nobody else."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.model.incidents import Incident
from patrol.model.places import Market
from patrol.model.stream import StreamRecord
from patrol.queries import official_grades
from tests.web.house import House, a_house, csrf
from tests.web.test_field import in_english, order, post

REASON = "three were hurt, says the hospital"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def a_report(house: House) -> Any:
    body = {"command_id": str(uuid4()), "category": "PO", "place": "A001"}
    house.clock.advance(minutes=11)
    return post(house, "officer", "/api/v1/markets/yunda/incidents", body).json


def a_case(house: House) -> int:
    return int(order(house, "officer", a_report(house), "accept")["id"])


def grade(house: House, number: int, who: str = "police", **changes: str) -> int:
    client = house.client(who)
    form = {"grade": "major", "reason": REASON, "csrf_token": csrf(client)} | changes
    return client.post(f"/incidents/{number}/official-grade", data=form).status_code


def test_the_police_grade_it_with_a_reason_and_every_grade_stays(house: House) -> None:
    number = a_case(house)
    assert [grade(house, number, grade="larger"), grade(house, number)] == [302, 302]
    page = in_english(house, "police", f"/incidents/{number}")
    assert page.index("<strong>Major</strong>") < page.index("<s>Larger</s>")
    figures = in_english(house, "police", "/figures/official-grades?period=week")
    assert figures.count('class="counted"') == 1


def test_nobody_else_sees_or_gives_it_and_no_event_or_paper_holds_it(house: House) -> None:
    number = a_case(house)
    grade(house, number)
    for who in ("officer", "leader", "admin", "guard"):
        assert grade(house, number, who) == 403
        for path in (f"/incidents/{number}", f"/api/v1/incidents/{number}"):
            assert REASON not in house.client(who).get(path).get_data(as_text=True)
        assert house.client(who).get("/figures/official-grades").status_code == 403
    assert REASON not in house.client("police").get(f"/api/v1/incidents/{number}").get_data(as_text=True)
    with house.context.reading() as (session, _):
        told = "".join(str(row.body) for row in session.scalars(select(StreamRecord)))
    assert REASON not in told
    assert "major" not in told


@pytest.mark.parametrize("wrong", [{"grade": "huge"}, {"reason": "  "}, {"reason": "x" * 501}])
def test_a_grade_without_a_reason_or_a_name_is_refused(house: House, wrong: dict[str, str]) -> None:
    number = a_case(house)
    assert grade(house, number, **wrong) == 422
    assert "Major</strong>" not in in_english(house, "police", f"/incidents/{number}")


def test_what_never_was_an_incident_has_no_grade(house: House) -> None:
    void, merged, drill = (a_report(house) for _ in range(3))
    order(house, "leader", void, "void", reason="a test of the form")
    order(house, "officer", merged, "merge", target=a_case(house))
    order(house, "leader", drill, "drill", plan="autumn")
    assert [grade(house, each["id"]) for each in (void, merged, drill)] == [409, 409, 409]


def test_a_grade_belongs_to_its_incident_its_market_and_its_market_day(house: House) -> None:
    one, other = a_case(house), a_case(house)
    grade(house, one)
    assert REASON not in in_english(house, "police", f"/incidents/{other}")
    drill = a_report(house)
    grade(house, drill["id"])
    order(house, "leader", drill, "drill", plan="autumn")
    for at, shown in (("2026-09-01", 1), ("2026-09-08", 0)):
        page = in_english(house, "police", f"/figures/official-grades?period=week&at={at}")
        assert page.count('class="counted"') == shown
    with house.context.reading() as (session, _now):
        ids = {market.code: market.id for market in session.scalars(select(Market))}
        found = official_grades.of_period(session, ids["other"], date(2026, 8, 1), date(2026, 10, 1))
        day = session.get_one(Incident, one).discovered_at.date()
        mine = official_grades.of_period(session, ids["yunda"], day - timedelta(days=1), day)
    assert (found, [case.id for case in mine]) == ([], [one])
