"""The figures on pages, in a workbook, on paper and for programs: the same numbers, each with its list."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from patrol.actions import people
from patrol.actions.people import NewPerson
from patrol.actions.register import touch
from patrol.model.places import Place, PlaceVersion
from patrol.rules.words import PlaceKind, Role
from tests.web.house import House, a_house
from tests.web.test_field import in_english, order, post

NUMBER = re.compile(r'<a href="(/incidents\?[^"]*)"[^>]*>([^<]*?)(\d+)[^<]*</a>')


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Six incidents at one shop: four accepted in time, one late and refused, one still waiting."""
    house = a_house(tmp_path_factory.mktemp("figures"))
    for number in range(6):
        body = {"command_id": str(uuid4()), "category": ("PO", "DI")[number % 2], "place": "A001"}
        case = post(house, "officer", "/api/v1/markets/yunda/incidents", body).json
        house.clock.advance(minutes=1 if number < 4 else 5)
        if number < 4:
            case = order(house, "officer", case, "accept")
            case = order(house, "officer", case, "solve_on_spot", result="settled", note="both agree")
            order(house, "leader", case, "evaluate", scores={"speed": 4})
            order(house, "shop", case, "rate", score=number + 2)
        elif number == 4:
            order(house, "leader", case, "refuse", refusal="nothing_there")
        house.clock.advance(minutes=11)
    return house


def total(house: House, address: str) -> int:
    page = house.client("police").get(address).get_data(as_text=True)
    found = re.search(r'data-total="(\d+)"', page)
    assert found is not None, address
    return int(found[1])


def test_every_number_on_the_page_opens_a_list_of_so_many(house: House) -> None:
    page = in_english(house, "police", "/figures?period=week&at=2026-09-01")
    links = {(unescape(address), int(number)) for address, _, number in NUMBER.findall(page)}
    assert len(links) > 60
    assert [(address, n, got) for address, n in links if (got := total(house, address)) != n] == []


def test_the_list_says_where_it_comes_from_and_keeps_its_question(house: House) -> None:
    page = in_english(
        house, "police", "/incidents?figure=closed_in_time&part=missed&days=2026-09-01..2026-09-30"
    )
    assert "From the figures:" in page
    assert "Closed in time · those that missed it · 2026-09-01..2026-09-30" in page
    assert 'name="figure" value="closed_in_time"' in page


@pytest.mark.parametrize(
    "query",
    ["period=day&at=2026-09-01", "period=month", "period=week&place=g1", "place=g1-01&category=PO",
     "period=nonsense&at=yesterday&place=nowhere&category=XX", "at=2025-01-01", "wall=1"],
)  # fmt: skip
def test_figures_are_shown_for_every_period_and_part(house: House, query: str) -> None:
    answer = house.client("officer").get(f"/figures?{query}")
    assert answer.status_code == 200
    assert "style=" not in answer.get_data(as_text=True)


def test_few_and_none_are_said_in_words_not_as_zero(house: House) -> None:
    page = in_english(house, "police", "/figures?period=month&at=2026-08-31")
    assert "fewer than 5" in page
    assert "no data" in page
    empty = in_english(house, "police", "/figures?period=month&at=2025-01-01")
    assert "0.0 %" not in empty


def test_the_api_gives_the_same_numbers_and_the_addresses_of_their_lists(house: House) -> None:
    told = house.app.test_client().get(
        "/api/v1/markets/yunda/figures?period=week&at=2026-09-01", headers=house.bearer("program")
    )
    body: dict[str, Any] = told.json or {}
    assert told.status_code == 200
    line = next(one for one in body["indicators"] if one["code"] == "valid")
    assert line["now"] == {"part": 5, "whole": 6, "share": 5 / 6}
    for part in ("wanted", "of"):
        number = line["now"]["part" if part == "wanted" else "whole"]
        assert total(house, line["lists"][part]) == number
    assert body["satisfaction"] == {"mean": 3.5, "incidents": 4}
    wrong = house.app.test_client().get(
        "/api/v1/markets/yunda/figures?period=year", headers=house.bearer("program")
    )
    assert wrong.status_code == 422


def test_the_workbook_holds_the_figures_as_numbers_and_every_incident(house: House) -> None:
    body = house.client("police").get("/figures.xlsx?period=week&at=2026-09-01").get_data()
    book = openpyxl.load_workbook(BytesIO(body))
    figures, rows = book.worksheets
    assert rows.max_row == 7
    valid = next(row for row in figures.iter_rows(values_only=True) if row[0] == "有效上报率")
    assert list(valid[1:4]) == [pytest.approx(5 / 6), 5, 6]


@pytest.mark.parametrize(("language", "word"), [("en", "Accepted in time"), ("zh-Hans", "按期受理率"),
                                                ("zh-Hant", "產生於")])  # fmt: skip
def test_the_paper_is_set_in_the_readers_language_with_its_font_inside(
    house: House, language: str, word: str
) -> None:
    client = house.client("police")
    client.set_cookie("language", language)
    reader = PdfReader(BytesIO(client.get("/figures.pdf?period=week&at=2026-09-01").get_data()))
    text = "".join(page.extract_text() for page in reader.pages)
    assert word in text
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    inner = fonts[0]["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    assert any(name.startswith("/FontFile") for name in inner)


def test_a_street_office_sees_all_markets_of_its_street_side_by_side_and_no_other(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    a_street_above(house, "yunda")
    with house.context.transaction() as (session, now):
        person = people.add_person(session, NewPerson("street", "Street"))
        street = session.scalars(select(Place).where(Place.kind == PlaceKind.STREET)).one()
        people.grant(session, person, Role.STREET, street, now)
    page = in_english(house, "street", "/figures/across")
    assert "/figures?market=yunda" in page
    assert "market=other" not in page
    assert house.client("street").get("/figures?market=yunda").status_code == 200
    assert house.client("street").get("/figures?market=other").status_code == 404
    assert house.client("street").get("/incidents?market=yunda").status_code == 200
    assert house.client("street").get("/board?market=yunda").status_code == 403
    assert house.client("street").get("/").headers["Location"] == "/figures"


def a_street_above(house: House, market: str) -> None:
    with house.context.transaction() as (session, now):
        street = Place(market_id=None, kind=PlaceKind.STREET, code="jiangbin")
        session.add(street)
        session.flush()
        session.add(PlaceVersion(place_id=street.id, parent_id=None, name="江滨街道", valid_from=now))
        root = session.scalars(
            select(Place).where(Place.code == market, Place.kind == PlaceKind.MARKET)
        ).one()
        version = session.scalars(select(PlaceVersion).where(PlaceVersion.place_id == root.id)).one()
        version.parent_id = street.id
        touch(session)


@pytest.mark.parametrize(
    "path", ["/figures", "/figures.xlsx", "/figures.pdf", "/figures/across", "/figures/sources"]
)
def test_shops_leads_and_guards_are_refused(house: House, path: str) -> None:
    assert [house.client(who).get(path).status_code for who in ("shop", "lead", "guard")] == [403, 403, 403]


def test_patrol_and_duty_stand_on_the_page_in_the_workbook_on_paper_and_in_the_api(house: House) -> None:
    page = in_english(house, "police", "/figures?period=week&at=2026-09-01")
    assert "Patrol plan met" in page
    book = openpyxl.load_workbook(
        BytesIO(house.client("police").get("/figures.xlsx?period=week&at=2026-09-01").get_data())
    )
    names = {row[0] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert {"巡逻计划完成率", "漏检率", "到岗率", "巡逻覆盖率"} <= names
    told = house.client("police").get("/api/v1/markets/yunda/figures?period=week&at=2026-09-01").get_json()
    attended = next(one for one in told["patrol"] if one["code"] == "attended")
    listed = in_english(house, "police", attended["lists"]["of"])
    assert listed.count('class="counted"') == attended["now"]["whole"]
    assert house.client("police").get("/figures/patrol?code=nonsense").status_code == 404
