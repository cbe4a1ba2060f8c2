"""By a poster anybody reports: a person once, a program never, and back goes a receipt and nothing else."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from patrol.actions import posters
from patrol.actions.posters import PosterReport, report_by_poster
from patrol.documents.report_poster import PosterCard, poster
from patrol.errors import NotFound, TooMany
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.quiet import Poster
from patrol.rules.posters import PER_HOUR, form_of, word_of
from patrol.rules.words import Category
from tests.web.hidden import a_picture
from tests.web.house import NOON, House, a_house, csrf


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def hung(house: House) -> Poster:
    leader = house.client("leader")
    leader.post("/posters", data={"csrf_token": csrf(leader), "place": "g1"})
    with house.context.reading() as (session, _):
        return session.scalars(select(Poster).order_by(Poster.id.desc()).limit(1)).one()


def form(client: FlaskClient, code: str) -> dict[str, Any]:
    client.set_cookie("language", "en")
    page = client.get(f"/r/{code}").get_data(as_text=True)
    (word,) = re.findall(r'name="word" value="([^"]+)"', page)
    told = {"csrf_token": csrf(client), "word": word, "category": "FI", "when": "now", "words": "smoke"}
    return {**told, "website": ""}


def sent(client: FlaskClient, code: str, told: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(f"/r/{code}", data=told, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def cases(house: House) -> list[Incident]:
    with house.context.reading() as (session, _):
        return list(session.scalars(select(Incident).order_by(Incident.id)))


def test_a_stranger_reports_with_a_picture_and_gets_a_receipt(house: House, tmp_path: Path) -> None:
    code, street = hung(house).code, house.client()
    told = form(street, code)
    house.clock.advance(seconds=20)
    status, page = sent(street, code, {**told, "picture": (io.BytesIO(a_picture()), "smoke.jpg")})
    assert status == 200
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    (case,) = cases(house)
    assert (case.source, case.severity, case.step, case.pictures) == ("poster", "high", "discovered", 1)
    assert case.reported_by is None
    (kept,) = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert b"Exif" not in kept.read_bytes()
    assert case.number not in page


def test_the_same_form_tells_once_and_the_same_thing_makes_one_case(house: House) -> None:
    code, street = hung(house).code, house.client()
    first, second = form(street, code), form(street, code)
    house.clock.advance(seconds=20)
    pages = [sent(street, code, told)[1] for told in (first, first, second)]
    receipts = [re.findall(r'receipt mono">([^<]+)<', page)[0] for page in pages]
    assert receipts[0] == receipts[1] != receipts[2]
    (case,) = cases(house)
    with house.context.reading() as (session, _):
        verbs = session.scalars(select(IncidentEntry.verb).where(IncidentEntry.incident_id == case.id))
        assert list(verbs) == ["report", "report_again"]


def test_a_program_is_not_believed(house: House) -> None:
    code, street = hung(house).code, house.client()
    told = form(street, code)
    assert sent(street, code, told)[0] == 422, "nobody writes so fast"
    house.clock.advance(seconds=20)
    assert sent(street, code, {**told, "website": "http://buy.example"})[0] == 422
    assert sent(street, code, {**told, "word": told["word"][:-1] + "x"})[0] == 422
    other = hung(house)
    assert sent(street, other.code, told)[0] == 422, "a word of another poster"
    house.clock.advance(hours=3)
    assert sent(street, code, told)[0] == 422
    assert cases(house) == []


def test_a_new_code_ends_the_old_one_and_what_is_taken_down_leads_nowhere(house: House) -> None:
    old, leader, street = hung(house), house.client("leader"), house.client()
    told = form(street, old.code)
    house.clock.advance(seconds=20)
    leader.post(f"/posters/{old.id}", data={"csrf_token": csrf(leader), "act": "renew"})
    assert street.get(f"/r/{old.code}").status_code == 404
    assert sent(street, old.code, told)[0] == 404
    with house.context.reading() as (session, _):
        new = session.scalars(select(Poster).where(Poster.ended_at.is_(None))).one()
    assert street.get(f"/r/{new.code.lower()}").status_code == 200
    page = leader.get("/posters").get_data(as_text=True)
    assert new.code in page
    assert old.code not in page
    leader.post(f"/posters/{new.id}", data={"csrf_token": csrf(leader), "act": "take_down"})
    assert street.get(f"/r/{new.code}").status_code == 404


def test_one_poster_is_believed_so_often_in_an_hour_and_no_more(house: House) -> None:
    code = hung(house).code

    def tell(number: int) -> None:
        told = PosterReport(code, Category.OTHER, now=True, receipt=f"receipt {number}")
        with house.context.transaction() as (session, now):
            report_by_poster(session, told, house.context.register.current(session), now=now)

    for number in range(PER_HOUR):
        tell(number)
    with pytest.raises(TooMany):
        tell(PER_HOUR)
    tell(0)
    house.clock.advance(minutes=61)
    tell(PER_HOUR)
    with house.context.transaction() as (session, now), pytest.raises(NotFound):
        posters.hang(session, "yunda", "nowhere", by=None, now=now)


def test_the_paper_says_where_it_hangs_and_its_code_is_read_by_any_phone(house: House) -> None:
    found = hung(house)
    leader = house.client("leader")
    leader.set_cookie("language", "zh-Hant")
    paper = leader.get(f"/posters/{found.id}.pdf")
    assert paper.mimetype == "application/pdf"
    text = PdfReader(io.BytesIO(paper.get_data())).pages[0].extract_text()
    assert "掃" in text
    assert f"http://localhost/r/{found.code}" in text
    card = PosterCard(
        '看到 "什么"?', ("#hash [x] \\",), "北门", "7", f"https://x.example/r/{found.code}", "110"
    )
    drawn = Image.open(io.BytesIO(poster(card, "png")))
    assert [code.text for code in zxingcpp.read_barcodes(drawn)] == [card.address]


def test_a_word_is_good_for_its_poster_alone_and_for_two_hours() -> None:
    word = word_of("secret", "CODE", "form-1", NOON)
    assert form_of("secret", "CODE", word, NOON) is None
    for seconds, known in ((3, "form-1"), (7200, "form-1"), (7201, None)):
        later = NOON + timedelta(seconds=seconds)
        assert form_of("secret", "CODE", word, later) == known
        assert form_of("secret", "OTHER", word, later) is None
        assert form_of("another", "CODE", word, later) is None
    for nonsense in ("", ".", "..", "form-1..x", word + "0", "form-1.99999999999999.x"):
        assert form_of("secret", "CODE", nonsense, NOON) is None
