"""The record of one incident on paper: its whole log, in the reader's language, and nobody who is hidden."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.web.hidden import LOGIN, NAME, PHONE, SAID, SHOP, settle_teller, tell
from tests.web.house import House, a_house
from tests.web.test_field import order
from tests.web.test_incident_pages import told

NOON = "2026-09-01 12:20:00"
"""By the market's clock, as the houses of these tests begin at noon; a report comes 20 minutes later."""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def read(house: House, case: int, who: str = "police", language: str = "en") -> str:
    client = house.client(who)
    client.set_cookie("language", language)
    answer = client.get(f"/incidents/{case}.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    pages = PdfReader(BytesIO(answer.get_data())).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def test_the_paper_tells_what_was_done_by_whom_and_when_to_the_second(house: House) -> None:
    case = told(house, summary="two men fight")
    order(house, "officer", {"id": case, "version": 1}, "accept")
    order(house, "officer", {"id": case, "version": 2}, "note", note="they know each other")
    paper = read(house, case)
    for words in ("two men fight", "they know each other", "Officer", "accepted", "Public order", NOON):
        assert words in paper


@pytest.mark.parametrize(
    ("language", "word"), [("en", "What was done"), ("zh-Hans", "处置记录"), ("zh-Hant", "處置記錄")]
)
def test_the_paper_is_set_in_the_readers_language(house: House, language: str, word: str) -> None:
    assert word in read(house, told(house), language=language)


def test_the_paper_of_a_quiet_report_names_nobody(house: House) -> None:
    settle_teller(house)
    tell(house.client(LOGIN))
    paper = read(house, 1)
    assert "Anonymous" in paper
    assert SAID.rpartition(", ")[2] in paper
    assert [word for word in (NAME, PHONE, SHOP, LOGIN) if word in paper] == []


def test_a_case_that_is_not_accepted_says_why_on_paper(house: House) -> None:
    case = told(house)
    order(house, "officer", {"id": case, "version": 1}, "refuse", refusal="not_ours")
    assert "Not ours to handle" in read(house, case)


def test_another_market_gets_no_paper(house: House) -> None:
    case = told(house)
    assert house.client("stranger").get(f"/incidents/{case}.pdf").status_code == 404
    assert house.client().get(f"/incidents/{case}.pdf").status_code in (302, 401)
