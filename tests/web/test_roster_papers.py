"""A roster on paper: every name and shift is in the PDF and in the spreadsheet."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.web.house import House, a_house
from tests.web.test_rosters import day, grid, order
from tests.web.things import settle


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = a_house(Path(tmp_path_factory.mktemp("house")))
    settle(made)
    me = made.person("guard").id
    order(made, "move", grid(made)["version"], moves=[{"person": me, "day": day(1), "kind": "night"}])
    return made


def paper(house: House, form: str) -> bytes:
    client = house.client("officer")
    client.set_cookie("language", "zh_Hans")
    answer = client.get(f"/rosters/paper.{form}?place=g1&first={day(0)}&days=7")
    assert answer.status_code == 200
    return bytes(answer.data)


def test_the_pdf_says_who_keeps_what_in_chinese_and_the_same_roster_is_the_same_bytes(house: House) -> None:
    first = paper(house, "pdf")
    text = PdfReader(io.BytesIO(first)).pages[0].extract_text()
    assert "Guard" in text
    assert "夜班 22:00–06:00" in text
    assert paper(house, "pdf") == first


def test_the_spreadsheet_has_a_row_for_each_guard_with_counts(house: House) -> None:
    page = load_workbook(io.BytesIO(paper(house, "xlsx"))).worksheets[0]
    rows = [[cell for cell in row if cell] for row in page.iter_rows(min_row=5, values_only=True)]
    assert rows[0] == ["Guard", "夜", 1, 1]
