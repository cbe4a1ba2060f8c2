"""The books of a group: every shop reads who served what; the lead corrects them, except for their own."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.model.duty_service import CheckIn, CreditNote
from patrol.rules.duty_words import CheckMethod
from tests.web.duty_house import SHOPS, a_duty_house
from tests.web.duty_pages import code_of, look, posts, press, visitor
from tests.web.house import House, csrf

BOOKS = "/duty/groups/g1-01/books"
CREDIT = "/api/v1/groups/g1-01/duty/credit"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_duty_house(tmp_path)


def accounts(house: House, who: str = "of-A003") -> Any:
    return house.client(who).get(CREDIT).json


def ahead(house: House) -> dict[str, float]:
    return {one["holder"]["code"]: one["ahead"] for one in accounts(house)["items"]}


def correct(house: House, who: str, **told: Any) -> Any:
    client = house.client(who)
    body = {"shop": "A003", "weight": 150, "reason": "kept the night of the fire", "command_id": str(uuid4())}
    return client.post(CREDIT, json=body | told, headers={"X-CSRFToken": csrf(client)})


def notes(house: House) -> list[tuple[int, str]]:
    with house.context.reading() as (session, _):
        rows = session.scalars(select(CreditNote).order_by(CreditNote.id))
        return [(row.weight, row.reason) for row in rows]


def test_the_lead_corrects_the_books_and_every_shop_reads_why(house: House) -> None:
    before = ahead(house)
    lead = visitor(house, "lead")
    page = look(lead, BOOKS)
    assert "Nothing was corrected so far." in page
    told = {"shop": "A003", "sign": "-", "turns": "1.5", "reason": "slept through the night"}
    after = press(lead, page, 'name="turns"', **told)
    assert "Every shop of the group can read it." in after
    press(lead, page, 'name="turns"', **told)  # the same form sent twice
    assert notes(house) == [(-150, "slept through the night")]
    assert ahead(house)["A003"] == pytest.approx(before["A003"] - 150, abs=0.01)
    read = look(visitor(house, "of-A005"), BOOKS)
    assert "slept through the night" in read
    assert "-1.50" in read
    assert 'name="turns"' not in read
    (one,) = accounts(house)["corrections"]
    assert (one["holder"]["code"], one["weight"], one["by"]) == ("A003", -150, "Lead")


def test_who_came_instead_stands_in_the_books_with_what_it_counts(house: House) -> None:
    turn = posts(house)[0]
    other = next(code for code in SHOPS if code != code_of(house, turn.holder_id))
    with house.context.transaction() as (session, _):
        place = house.context.register.current(session)
        shop = next(one.id for one in place.places.values() if one.code == other)
        came = turn.starts_at
        session.add(
            CheckIn(
                slot_id=turn.id, holder_id=shop, person_id=None, method=CheckMethod.LEAD, came_at=came,
                received_at=came,
            )
        )  # fmt: skip
    house.clock.advance(seconds=(turn.ends_at - house.clock.now).total_seconds())
    page = look(visitor(house, "of-A002"), BOOKS)
    assert f"instead of {code_of(house, turn.holder_id)}" in page
    assert f'/duty/slots/{turn.id}">' in page
    assert f"{turn.weight / 100:.2f}</td>" in page
    assert " turns<" in page
    assert ".0 turns<" not in page
    assert turn.id not in look(visitor(house, "of-A002"), f"{BOOKS}?first=2026-01-01")


@pytest.mark.parametrize(
    ("who", "told", "status"),
    [
        ("lead", {"shop": "A001"}, 403),
        ("lead", {"shop": "B999"}, 422),
        ("lead", {"weight": 0}, 422),
        ("lead", {"weight": 1001}, 422),
        ("lead", {"reason": ""}, 422),
        ("lead", {"reason": "  "}, 422),
        ("of-A003", {}, 403),
        ("police", {}, 403),
        ("stranger", {}, 404),
    ],
)
def test_what_makes_no_correction_is_refused_and_writes_nothing(
    house: House, who: str, told: dict[str, Any], status: int
) -> None:
    before = ahead(house)
    assert correct(house, who, **told).status_code == status
    assert (notes(house), ahead(house)) == ([], before)


def test_the_office_corrects_for_any_shop_the_leads_too(house: House) -> None:
    assert correct(house, "officer", shop="A001").status_code == 201
    assert notes(house) == [(150, "kept the night of the fire")]


@pytest.mark.parametrize("turns", ["many", "", "NaN", "99", "0"])
def test_a_form_without_a_figure_is_refused_in_words(house: House, turns: str) -> None:
    lead = visitor(house, "lead")
    page = press(lead, look(lead, BOOKS), 'name="turns"', shop="A003", sign="+", turns=turns, reason="x")
    assert "Something is missing" in page
    assert notes(house) == []
