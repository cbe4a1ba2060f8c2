"""Rounds at the desk and at the checkpoint: what pages say, what a code opens, what is printed."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from patrol.model.rounds import Checkpoint, Round, RoundStop
from patrol.rules.checkpoint_code import code_of
from tests.web.house import House, a_house, csrf
from tests.web.things import a_round


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = a_house(tmp_path_factory.mktemp("rounds"))
    with made.context.transaction() as (session, _):
        a_round(made, session)
    return made


def read(house: House, login: str, path: str) -> str:
    client = house.client(login)
    client.set_cookie("language", "en")
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.get_data(as_text=True)


def key(house: House) -> str:
    with house.context.reading() as (session, _):
        spot = session.scalars(select(Checkpoint)).one()
        return code_of(spot.key, "yunda", spot.code, spot.epoch)


def test_the_desk_sees_the_day_and_the_guard_does_not_see_the_desk(house: House) -> None:
    page = read(house, "leader", "/rounds")
    assert "north" in page
    assert "should be walked now" in page
    assert "no check set up" in page
    assert house.client("guard").get("/rounds").status_code in (403, 404)
    assert "No rounds on this day." in read(house, "leader", "/rounds?day=2020-01-01")


def test_a_round_offers_its_people_to_the_office_and_nothing_to_the_police(house: House) -> None:
    assert "Call off" in read(house, "officer", "/rounds/1")
    assert "Call off" not in read(house, "police", "/rounds/1")


def test_opening_the_code_changes_nothing_until_it_is_said(house: House, tmp_path: Path) -> None:
    del tmp_path
    client = house.client("guard")
    path = f"/field/at/yunda/c1?k={key(house)}"
    assert "The north corner" in client.get(path).get_data(as_text=True)
    with house.context.reading() as (session, _):
        assert session.scalars(select(RoundStop).where(RoundStop.round_id == 1)).one().at is None
    told = {"csrf_token": csrf(client), "k": key(house)}
    assert client.post("/field/at/yunda/c1", data=told).headers["Location"] == "/field"
    with house.context.reading() as (session, _):
        stop = session.scalars(select(RoundStop).where(RoundStop.round_id == 1)).one()
        assert (stop.state, stop.proof, session.get_one(Round, 1).state) == ("done", "qr", "walked")
    assert client.post("/field/at/yunda/c1", data=told).status_code == 409


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back_to_the_code(house: House) -> None:
    answer = house.client().get("/field/at/yunda/c1?k=1-AAAA", headers={"Accept": "text/html"})
    assert answer.status_code == 302
    assert "next=/field/at/yunda/c1" in answer.headers["Location"].replace("%2F", "/")


def test_prints_hold_the_name_the_code_and_chinese_that_is_embedded(house: House) -> None:
    client = house.client("leader")
    client.set_cookie("language", "zh-Hans")
    answer = client.get("/rounds/prints.pdf?market=yunda")
    page = PdfReader(io.BytesIO(answer.data)).pages[0]
    text = page.extract_text()
    assert "The north corner" in text
    assert key(house) in text.replace("\n", "")
    assert "巡更点" in text
    assert client.get("/rounds/prints.pdf?market=yunda").data == answer.data
