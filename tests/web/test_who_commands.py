"""Every command and every room against everybody: what is not allowed here is refused."""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from patrol.actions.alerts import COMMANDS
from tests.web.ears import Ears
from tests.web.house import STAFF, House, a_house, csrf
from tests.web.test_who_may import EVERYBODY, OFFICE, ON_DUTY, PROGRAMS
from tests.web.things import a_round, an_alert

ROOMS = {
    "market:yunda": OFFICE | {"police", "wall"},
    "grid:g1": OFFICE | {"guard", "wall"},
    "group:g1-01": OFFICE | {"lead", "shop", "wall"},
    "police:yunda": {"police"},
    "market:other": {"stranger", "foreign"},
    "grid:other-g1": {"stranger", "foreign"},
    "market:nowhere": set(),
    "shop:A001": set(),
    "user:1": {"admin"},
    "user:999": set(),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return a_house(tmp_path_factory.mktemp("house"))


@pytest.mark.parametrize("command", COMMANDS)
def test_only_those_on_duty_here_give_an_alert_a_command(house: House, command: str) -> None:
    payload = {"reason": "a cat", "minutes": 5}
    obeyed = set()
    for who in EVERYBODY:
        alert = an_alert(house)
        body = {"command": command, "command_id": str(uuid4()), "expected_version": 1, "payload": payload}
        client = house.client(who if who in STAFF else None)
        headers = house.bearer(who) if who in PROGRAMS else token_of(client)
        if client.post(f"/api/v1/alerts/{alert}/commands", json=body, headers=headers).status_code == 200:
            obeyed.add(who)
    assert obeyed == ON_DUTY


ROUND_COMMANDS = {
    "begin": {"guard"},
    "scan": {"guard"},
    "skip": {"guard"},
    "finding": {"guard"},
    "finish": {"guard"},
    "assign": OFFICE,
    "cancel": OFFICE,
}


@pytest.mark.parametrize("command", ROUND_COMMANDS)
def test_guards_walk_rounds_and_the_office_runs_them(house: House, command: str) -> None:
    payload = {"reason": "rain", "checkpoint": "c1", "code": "x", "category": "FI"}
    let_in = set()
    with house.context.transaction() as (session, _):
        number = a_round(house, session, f"for-{command}")
    for who in EVERYBODY:
        body = {"command": command, "command_id": str(uuid4()), "expected_version": 1, "payload": payload}
        client = house.client(who if who in STAFF else None)
        headers = house.bearer(who) if who in PROGRAMS else token_of(client)
        with client.post(f"/api/v1/rounds/{number}/commands", json=body, headers=headers) as answer:
            let_in |= {who} if answer.status_code in (200, 409) else set()
    assert let_in == ROUND_COMMANDS[command]


def token_of(client: FlaskClient) -> dict[str, str]:
    return {"X-CSRFToken": csrf(client)}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_heard_by_those_it_is_for(house: House, room: str) -> None:
    heard = set()
    for who in EVERYBODY:
        ears = Ears(house, who) if who in STAFF else Ears(house, token=who if who in PROGRAMS else None)
        if ears.connected:
            ears.hello(room)
            heard |= {who} if ears.bodies("snapshot") else set()
            ears.go()
    assert heard == ROOMS[room]
