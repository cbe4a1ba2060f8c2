"""The official grade is the police's: given with a reason, counted for them, and seen by nobody else."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.model.stream import StreamRecord
from tests.web.house import House, a_house, csrf
from tests.web.test_field import in_english, order, post

REASON = "three were hurt, says the hospital"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def a_case(house: House) -> int:
    body = {"command_id": str(uuid4()), "category": "PO", "place": "A001"}
    case = post(house, "officer", "/api/v1/markets/yunda/incidents", body).json
    return int(order(house, "officer", case, "accept")["id"])


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
