"""Who may give a visit list a command: guards visit, the office runs the list."""

from uuid import uuid4

import pytest

from tests.web.house import STAFF, House, a_house, csrf
from tests.web.test_who_may import EVERYBODY, OFFICE, PROGRAMS
from tests.web.things import a_visit_list

COMMANDS = {"visit": {"guard"}, "remind": OFFICE, "close": OFFICE}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return a_house(tmp_path_factory.mktemp("house"))


@pytest.mark.parametrize("command", COMMANDS)
def test_guards_visit_and_the_office_runs_the_list(house: House, command: str) -> None:
    let_in = set()
    for who in EVERYBODY:
        with house.context.transaction() as (session, _):
            number = a_visit_list(house, session)
        payload = {"shop": "A001", "result": "seen"}
        body = {"command": command, "command_id": str(uuid4()), "expected_version": 1, "payload": payload}
        client = house.client(who if who in STAFF else None)
        headers = house.bearer(who) if who in PROGRAMS else {"X-CSRFToken": csrf(client)}
        with client.post(f"/api/v1/visit-lists/{number}/commands", json=body, headers=headers) as answer:
            let_in |= {who} if answer.status_code in (200, 409) else set()
    assert let_in == COMMANDS[command]
