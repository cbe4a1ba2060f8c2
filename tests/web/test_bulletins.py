"""Bulletins: whom they reach, what they may not be, and what the office sees of those that were sent."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.actions import bulletins as actions
from patrol.actions import notices, people
from patrol.actions.bulletins import Bulletin
from patrol.actions.notices import Message
from patrol.actions.people import NewPerson
from patrol.errors import Invalid, NotFound
from patrol.model.notices import Notice
from patrol.model.places import Market
from patrol.queries import bulletins
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Role, Severity
from tests.web.house import House, a_house, csrf
from tests.web.test_field import post


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def send(house: House, who: str = "leader", **more: Any) -> Any:
    """Tell the group, or whom and what else is named."""
    told = {"command_id": str(uuid4()), "text": "Trade ends at 17:00 today", "place": "g1-01", **more}
    return post(house, who, "/api/v1/markets/yunda/bulletins", told)


def test_a_bulletin_reaches_everybody_of_a_place_once(house: House) -> None:
    form = str(uuid4())
    answers = []
    for _ in range(2):
        answers.append(send(house, command_id=form).json)
        house.clock.advance(seconds=3)
    assert answers == [{"told": 2}, {"told": 0}]
    assert "Trade ends" in house.client("shop").get("/notices").get_data(as_text=True)
    assert "Trade ends" not in house.client("guard").get("/notices").get_data(as_text=True)
    with house.context.reading() as (session, _now):
        assert set(session.scalars(select(Notice.severity))) == {Severity.NORMAL}


def test_it_is_as_grave_as_the_office_says_and_a_wall_is_nobody_to_tell(house: House) -> None:
    everybody = send(house, place=None, severity="high").json["told"]
    with house.context.transaction() as (session, now):
        wall = people.add_person(session, NewPerson("hall", "Hall"))
        people.grant(session, wall, Role.WALL, people.place_named(session, "yunda", None), now)
    assert send(house, place=None).json["told"] == everybody == 7
    with house.context.reading() as (session, _now):
        told = session.scalars(select(Notice.severity).order_by(Notice.id)).all()
    assert (told[0], told[-1]) == (Severity.HIGH, Severity.NORMAL)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"text": "  "}, 422),
        ({"text": "x" * 301}, 422),
        ({"severity": "critical"}, 422),
        ({"place": "other-g1-01"}, 404),
        ({"place": "A001"}, 404),
    ],
)
def test_what_says_nothing_alarms_or_is_for_others_is_refused(
    house: House, wrong: dict[str, str], status: int
) -> None:
    assert send(house, **wrong).status_code == status
    told = {"text": "Trade ends", "place": "g1-01", "severity": Severity.NORMAL, **wrong}
    bulletin = Bulletin(1, "form", told["text"], told["place"], Severity(told["severity"]))
    with house.context.transaction() as (session, now):
        register = house.context.register.current(session)
        with pytest.raises((Invalid, NotFound)):
            actions.send(session, bulletin, register, now=now)
    with house.context.reading() as (session, _now):
        assert session.scalars(select(Notice)).all() == []


def test_the_office_sees_its_own_newest_twenty_and_no_other_notices(house: House) -> None:
    for number in range(bulletins.SHOWN + 1):
        send(house, text=f"word {number}")
    with house.context.transaction() as (session, now):
        ids = {market.code: market.id for market in session.scalars(select(Market))}
        alarm = Message("alert:1", NoticeKind.ALERT_CRITICAL, market_id=ids["yunda"], facts={"text": "SOS"})
        notices.tell(session, [house.person("shop").id], alarm, now=now)
        assert bulletins.sent(session, ids["other"]) == []
        shown = [one.text for one in bulletins.sent(session, ids["yunda"])]
    assert shown == [f"word {number}" for number in range(bulletins.SHOWN, 0, -1)]


def test_the_office_writes_a_bulletin_on_a_page_and_sees_who_has_read_it(house: House) -> None:
    client = house.client("leader")
    client.set_cookie("language", "en")
    form = {"command_id": uuid4().hex, "text": "Trade ends at 17:00", "place": "g1-01", "severity": "normal"}
    form["csrf_token"] = csrf(client)
    for _ in range(2):
        assert client.post("/bulletins/yunda", data=form).status_code == 302
    assert "Trade ends at 17:00" in house.client("shop").get("/notices").get_data(as_text=True)
    assert "0 / 2" in client.get("/bulletins").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": " "}, "Write what everybody is to know."),
        ({"text": "x" * 301}, "301 characters are too many: 300 at most."),
        ({"place": "nowhere"}, "There is no grid and no group “nowhere”."),
        ({"severity": "critical"}, "Choose how important it is."),
    ],
)
def test_a_bulletin_that_cannot_be_sent_says_why_and_keeps_what_was_typed(
    house: House, changes: dict[str, str], words: str
) -> None:
    client = house.client("leader")
    client.set_cookie("language", "en")
    form = {"command_id": uuid4().hex, "text": "Trade ends", "place": "", "severity": "normal"} | changes
    answer = client.post("/bulletins/yunda", data=form | {"csrf_token": csrf(client)})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert form["text"] in page
    assert "No bulletin was sent yet." in page
