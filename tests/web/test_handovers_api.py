"""Handover and equipment as programs see them: two signatures, one ledger."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.actions import handovers, shift_commands
from patrol.actions.shift_commands import RosterCommand
from patrol.model.shifts import GuardRoster
from tests.web.house import House, a_house
from tests.web.things import settle


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = a_house(Path(tmp_path_factory.mktemp("house")))
    settle(made)
    return made


def ask(house: House, who: str, method: str, path: str, body: Any = None) -> Any:
    headers = house.bearer(who)
    return house.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, json=body)


def told(command: str, version: int, **more: Any) -> Any:
    return {"command": command, "command_id": str(uuid4()), "expected_version": version, **more}


def a_handover(house: House) -> None:
    """Let the guard keep a shift that ends, so that its handover opens."""
    with house.context.transaction() as (session, now):
        roster = session.scalars(select(GuardRoster)).one()
        register = house.context.register.current(session)
        day = (now + timedelta(days=1)).date()
        moves = [{"person": house.person("guard").id, "day": day.isoformat(), "kind": "early"}]
        for command, payload in (("move", {"moves": moves}), ("publish", {"until": day.isoformat()})):
            order = RosterCommand(roster.rota_id, command, uuid4().hex, roster.version, payload)
            shift_commands.command(session, order, register, by=None, now=now)
            session.refresh(roster)
        handovers.begin(session, register, now=now + timedelta(hours=26))


def test_a_handover_is_read_and_signed_by_two_people(house: House) -> None:
    a_handover(house)
    one = ask(house, "program", "GET", "/handovers").json["items"][0]
    assert (one["out_kind"], one["in_kind"], one["version"]) == ("early", "late", 1)
    assert set(one["facts"]) == {"incidents", "alerts", "equipment"}
    assert ask(house, "foreign", "GET", "/handovers").json["items"] == []
    path = f"/handovers/{one['id']}/commands"
    assert ask(house, "program", "POST", path, told("out", 1)).status_code == 403  # a program signs nothing


def test_an_armband_is_issued_and_given_back_and_its_ledger_tells_it(house: House) -> None:
    made = ask(
        house,
        "program",
        "POST",
        "/markets/yunda/equipment",
        {"kind": "armband", "number": "014", "place": "g1-01"},
    )
    assert made.status_code == 201
    again = {"kind": "armband", "number": "014", "place": "g1-01"}
    assert ask(house, "program", "POST", "/markets/yunda/equipment", again).json["id"] == made.json["id"]
    path = f"/equipment/{made.json['id']}"
    person = house.person("shop").id
    order = told("issued", 0, person=person)
    issued = ask(house, "program", "POST", f"{path}/commands", order)
    assert (issued.json["act"], issued.json["with"], issued.json["version"]) == ("issued", "Shop", 1)
    assert ask(house, "program", "POST", f"{path}/commands", order).json == issued.json
    late = ask(house, "program", "POST", f"{path}/commands", told("lost", 0))
    assert (late.status_code, late.json["code"]) == (409, "version-conflict")
    assert ask(house, "program", "POST", f"{path}/commands", told("found", 1)).status_code == 409
    back = ask(house, "program", "POST", f"{path}/commands", told("returned", 1, note="clean"))
    assert [(row["act"], row["with"], row["note"]) for row in back.json["ledger"]] == [
        ("returned", None, None),
        ("issued", "Shop", None),
        ("returned", None, "clean"),
    ]
    listed = ask(house, "program", "GET", "/markets/yunda/equipment").json["items"]
    assert [one["number"] for one in listed] == ["014", "101"]


def test_what_belongs_to_no_place_of_the_market_is_refused(house: House) -> None:
    wrong = {"kind": "radio", "number": "R1", "place": "A001"}
    assert ask(house, "program", "POST", "/markets/yunda/equipment", wrong).status_code == 422
