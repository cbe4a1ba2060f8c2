"""A roster over the API: looked at, checked, changed, promised, and seen by the guard."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.model.stream import StreamRecord
from tests.web.house import NOON, House, a_house, csrf
from tests.web.things import settle

GRID = "/api/v1/markets/yunda/rosters/g1"
TODAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = a_house(Path(tmp_path_factory.mktemp("house")))
    settle(made)
    return made


def day(number: int) -> str:
    return (TODAY + timedelta(days=number)).isoformat()


def ask(house: House, method: str, path: str, **body: Any) -> Any:
    headers = house.bearer("program")
    return house.app.test_client().open(path, method=method, headers=headers, json=body or None)


def order(house: House, command: str, version: int, **payload: Any) -> Any:
    told = {"command": command, "command_id": str(uuid4()), "expected_version": version, "payload": payload}
    return ask(house, "POST", f"{GRID}/commands", **told)


def grid(house: House) -> Any:
    return ask(house, "GET", f"{GRID}?first={day(0)}&days=7").json


def test_the_grid_shows_people_days_lacks_and_wishes(house: House) -> None:
    card = grid(house)
    assert card["today"] == day(0)
    assert [one["login"] for one in card["people"]] == ["guard"]
    assert {one["rule"] for one in card["breaches"]} == {"too-few"}
    assert [one["want"] for one in card["wishes"]] == ["free"]
    assert len(card["shifts"]) == 21


def test_a_change_is_checked_made_and_refused_to_the_next_one(house: House) -> None:
    card, me = grid(house), house.person("guard").id
    moves = [{"person": me, "day": day(1), "kind": "late"}, {"person": me, "day": day(2), "kind": "early"}]
    checked = ask(house, "POST", f"{GRID}/check", moves=moves).json
    assert [(one["rule"], one["person"], one["amount"]) for one in checked["new"]] == [("rest", me, 480)]
    refused = order(house, "move", card["version"], moves=moves)
    assert (refused.status_code, refused.json["breaches"][0]["rule"]) == (409, "rest")
    done = order(house, "move", card["version"], moves=moves[:1])
    assert done.status_code == 200
    late = order(house, "move", card["version"], moves=moves[1:], reason="x")
    assert (late.status_code, late.json["code"]) == (409, "version-conflict")
    assert grid(house)["people"][0]["cells"] == {day(1): "late"}


def test_the_guard_sees_what_is_promised(house: House) -> None:
    version = grid(house)["version"]
    assert order(house, "publish", version, until=day(3)).status_code == 200
    mine: Any = house.client("guard").get("/api/v1/shifts").json
    assert [(one["day"], one["kind"], one["promised"]) for one in mine["shifts"]] == [(day(1), "late", True)]
    assert mine["wishes"][0]["want"] == "free"
    assert mine["at"].startswith(NOON.date().isoformat())


def test_the_making_is_asked_for_once_and_stands_on_the_page(house: House) -> None:
    version = grid(house)["version"]
    first = order(house, "propose", version, first=day(2), last=day(9)).json["run"]
    again = order(house, "propose", version, first=day(2), last=day(9)).json["run"]
    assert first["id"] == again["id"]
    assert ask(house, "GET", f"{GRID}/run").json["run"]["state"] == "waiting"


def test_the_desks_hear_of_a_wish_a_making_and_a_change_and_nobody_has_to_ask(house: House) -> None:
    def heard() -> list[tuple[str, int]]:
        with house.context.reading() as (session, _):
            told = select(StreamRecord.entity, StreamRecord.version).where(
                StreamRecord.type == "roster.changed", StreamRecord.room == "market:yunda"
            )
            return [(entity, version) for entity, version in session.execute(told.order_by(StreamRecord.seq))]

    before, version = len(heard()), grid(house)["version"]
    asked = {"want": "free", "first": day(20)}
    client = house.client("guard")
    answer: Any = client.post(f"{GRID}/wishes", json=asked, headers={"X-CSRFToken": csrf(client)})
    order(house, "propose", version, first=day(11), last=day(12))
    order(house, "bounds", version, rest_hours=12, days_running=6, drivers=0)
    assert answer.status_code == 201
    assert heard()[before:] == [("roster:g1", version), ("roster:g1", version + 1)]
