"""Every address against everybody: what is not allowed here is refused. Commands: test_who_commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.web.duty_rights import DUTY, a_secret
from tests.web.house import STAFF, House, a_house
from tests.web.may_rosters import ROSTERS
from tests.web.things import PICTURE_SHA, Things, settle
from tests.web.who_figures import FIGURES
from tests.web.who_office import OFFICE_PAGES
from web.gate import require_every_gate

PROGRAMS = ("program", "wall", "foreign", "scraper")
EVERYBODY = ("nobody", *STAFF, *PROGRAMS)

OFFICE = {"officer", "leader", "admin", "program", "scraper"}
ON_DUTY = {"officer", "leader", "program"}
BOARD = OFFICE | {"police", "wall"}
WATCHING = OFFICE | {"police", "guard"}
SIGNED_IN = {*STAFF, *PROGRAMS}
ANYWHERE_BOARD = BOARD | {"stranger", "foreign"}
ANYWHERE_OFFICE = OFFICE | {"stranger", "foreign"}
CALLING = {*STAFF, "program", "foreign"} - {"admin", "police"}
TAKING_PART = SIGNED_IN - {"wall"}
"""Where it is about a place that stands in the request: the action refuses strangers there."""
DECIDING = {"leader", "admin", "police", "scraper"}
SETTING_ROUNDS = {"leader", "admin", "scraper"}
ALL = set(EVERYBODY)
HERE = set(EVERYBODY)

MAY: dict[str, set[str]] = ROSTERS | {
    **DUTY,
    "GET /": SIGNED_IN,
    "GET /help": SIGNED_IN,
    "GET /sign-in": ALL,
    "GET /login": ALL,
    "POST /sign-in": ALL,
    "POST /sign-in/demo": set(),
    "POST /demo/<login>": set(),
    "POST /sign-out": SIGNED_IN,
    "POST /preferences": ALL,
    "GET /board": ANYWHERE_BOARD,
    "GET /board?market=yunda": BOARD,
    "GET /incidents": ANYWHERE_BOARD,
    "GET /incidents?market=yunda": BOARD,
    "GET /incidents/<int:incident_id>": BOARD | {"guard"},
    "GET /incidents/<int:incident_id>.pdf": BOARD | {"guard"},
    "POST /incidents/<int:incident_id>/unmasking": {"police"},
    "POST /unmaskings/<int:unmasking_id>/decision": DECIDING - {"scraper"},
    "POST /unmaskings/<int:unmasking_id>/look": {"police"},
    "GET /quiet": TAKING_PART,
    "POST /quiet": TAKING_PART,
    "GET /posters": {"leader", "admin", "scraper"},
    "GET /posters?market=yunda": {"leader", "admin", "scraper"},
    "POST /posters": {"leader", "admin"},
    "POST /posters/<int:poster_id>": {"leader", "admin", "scraper"},
    "GET /posters/<int:poster_id>.pdf": {"leader", "admin", "scraper"},
    "GET /r/<poster>": ALL,
    "POST /r/<poster>": ALL,
    "GET /receipt": ALL,
    "POST /receipt": ALL - set(PROGRAMS),
    **FIGURES,
    **OFFICE_PAGES,
    "GET /field": {"guard"},
    "GET /field.webmanifest": ALL,
    "GET /field/at/<code>/<checkpoint>": {"guard"},
    "POST /field/at/<code>/<checkpoint>": {"guard"},
    "GET /rounds": ANYWHERE_BOARD,
    "GET /rounds?market=yunda": BOARD,
    "GET /rounds/<int:round_id>": BOARD | {"guard"},
    "GET /rounds/coverage": ANYWHERE_BOARD,
    "GET /rounds/coverage?market=yunda": BOARD,
    "GET /rounds/routes": ANYWHERE_BOARD,
    "GET /rounds/routes?market=yunda": BOARD,
    "GET /rounds/tests": ANYWHERE_BOARD,
    "GET /rounds/tests?market=yunda": BOARD,
    "GET /rounds/visits": ANYWHERE_BOARD,
    "GET /rounds/visits?market=yunda": BOARD,
    "POST /rounds/visits": OFFICE,
    "GET /rounds/visits/<int:list_id>": BOARD,
    "GET /rounds/visits/<int:list_id>.xlsx": BOARD,
    "GET /rounds/prints.pdf": SETTING_ROUNDS,
    "GET /devices": ANYWHERE_BOARD,
    "GET /devices?market=yunda": BOARD,
    "GET /quarantine": ANYWHERE_OFFICE,
    "GET /quarantine?market=yunda": OFFICE,
    "POST /quarantine/<int:message_id>/resolve": OFFICE,
    "GET /directory": ANYWHERE_OFFICE | {"police"},
    "GET /directory?market=yunda": OFFICE | {"police"},
    "POST /directory/<shop>/phone": OFFICE | {"police", "stranger"},  # a foreign program finds no such shop
    "GET /readiness": ANYWHERE_BOARD,
    "GET /readiness?market=yunda": BOARD,
    "GET /ladder": {"admin", "scraper"},
    "POST /ladder/<code>": {"admin", "scraper"},
    "GET /notices": set(STAFF),
    "POST /notices/read": set(STAFF),
    "GET /notices/settings": set(STAFF),
    "POST /notices/channels": set(STAFF),
    "POST /notices/channels/<int:channel_id>": set(STAFF),
    "POST /notices/habits": set(STAFF),
    "POST /notices/relay": {"admin", "scraper"},
    "GET /notices/failed": {"admin", "scraper"},
    "GET /api/v1/me/notices": set(STAFF),
    "GET /api/v1/me/notices/<int:notice_id>": set(),
    "POST /api/v1/me/notices/commands": SIGNED_IN,
    "GET /api/v1/me/channels": set(STAFF),
    "POST /api/v1/me/channels": SIGNED_IN,
    "POST /api/v1/me/channels/<int:channel_id>/commands": SIGNED_IN,
    "GET /api/v1/me/habits": set(STAFF),
    "PUT /api/v1/me/habits": set(STAFF),
    "GET /api/v1/push-key": SIGNED_IN,
    "POST /api/v1/notice-receipts": ALL,
    "POST /api/v1/markets/<code>/bulletins": OFFICE,
    "GET /api/v1/markets/<code>/failed-notices": {"admin", "scraper"},
    "GET /api/v1/markets/<code>/phone-list": ON_DUTY,
    "GET /api/v1/mail-relay": {"admin", "scraper"},
    "PUT /api/v1/mail-relay": {"admin", "scraper"},
    "POST /quarantine/<int:message_id>/device": {"admin", "leader", "scraper"},
    "GET /healthz": ALL,
    "GET /readyz": ALL,
    "GET /metrics": HERE,
    "GET /operations": ANYWHERE_OFFICE,
    "GET /operations?market=yunda": OFFICE,
    "GET /api/v1/operations": ANYWHERE_OFFICE,
    "GET /static/<path:filename>": ALL,
    "GET /api/v1/openapi.json": ALL,
    "GET /api/v1/markets": SIGNED_IN,
    "GET /api/v1/markets/<code>/plan": BOARD,
    "GET /api/v1/markets/<code>/devices": BOARD,
    "GET /api/v1/markets/<code>/quarantine": OFFICE,
    "GET /api/v1/markets/<code>/readiness": BOARD,
    "GET /api/v1/markets/<code>/figures": BOARD,
    "GET /api/v1/markets/<code>/rules": OFFICE | {"police"},
    "PUT /api/v1/markets/<code>/rules/<rule>": {"admin", "scraper"},
    "POST /api/v1/markets/<code>/silences": OFFICE,
    "POST /api/v1/markets/<code>/watch/commands": ON_DUTY,
    "POST /api/v1/silences/<int:silence_id>/commands": OFFICE,
    "GET /api/v1/alerts": BOARD,
    "GET /api/v1/alerts/<int:alert_id>": WATCHING,
    "GET /api/v1/alerts/<int:alert_id>/media/<sha256>": WATCHING,
    "POST /api/v1/alerts/<int:alert_id>/commands": ON_DUTY,
    "GET /api/v1/incidents": BOARD,
    "GET /api/v1/incidents/<int:incident_id>": BOARD | {"guard"},
    "GET /api/v1/incidents/<int:incident_id>/pictures/<sha256>": WATCHING,
    "POST /api/v1/incidents/<int:incident_id>/commands": TAKING_PART,
    "GET /api/v1/markets/<code>/case-settings": OFFICE | {"police"},
    "PUT /api/v1/markets/<code>/case-settings/<name>": {"admin", "scraper"},
    "POST /api/v1/pictures": TAKING_PART,
    "POST /api/v1/markets/<code>/quiet-reports": TAKING_PART,
    "POST /api/v1/receipts": ALL,
    "GET /api/v1/incidents/<int:incident_id>/unmaskings": DECIDING,
    "POST /api/v1/incidents/<int:incident_id>/unmaskings": {"police"},
    "POST /api/v1/unmaskings/<int:unmasking_id>/commands": DECIDING,
    "GET /api/v1/tasks": SIGNED_IN,
    "POST /api/v1/markets/<code>/sos": TAKING_PART,
    "GET /api/v1/markets/<code>/surroundings": TAKING_PART,
    "GET /api/v1/markets/<code>/places": TAKING_PART,
    "POST /api/v1/markets/<code>/incidents": TAKING_PART,
    "POST /api/v1/markets/<code>/roll-calls": CALLING,
    "POST /api/v1/roll-calls/<int:roll_call_id>/commands": CALLING,
    "POST /api/v1/quarantine/<int:message_id>/commands": OFFICE,
    "POST /api/v1/quarantine/<int:message_id>/device": {"admin", "leader", "scraper"},
    "GET /api/v1/markets/<code>/rounds": BOARD,
    "GET /api/v1/rounds/mine": {"guard"},
    "GET /api/v1/rounds/<int:round_id>": BOARD | {"guard"},
    "POST /api/v1/rounds/<int:round_id>/commands": BOARD | {"guard"},
    "GET /api/v1/markets/<code>/coverage": BOARD,
    "GET /api/v1/markets/<code>/patrol-plan": BOARD,
    "POST /api/v1/patrol-legs": {"guard"},
    "GET /api/v1/markets/<code>/test-ledger": BOARD,
    "PUT /api/v1/markets/<code>/test-plan": SETTING_ROUNDS,
    "POST /api/v1/markets/<code>/buttons/<device>/tests": {"guard"},
    "GET /api/v1/button-tests/<int:test_id>": BOARD | {"guard"},
    "POST /api/v1/button-tests/<int:test_id>/commands": {"guard"},
    "POST /api/v1/markets/<code>/drills": SETTING_ROUNDS,
    "POST /api/v1/drills/<int:drill_id>/commands": SETTING_ROUNDS,
    "GET /api/v1/markets/<code>/visit-lists": BOARD,
    "POST /api/v1/markets/<code>/visit-lists": OFFICE,
    "POST /api/v1/markets/<code>/visit-lists/preview": OFFICE,
    "GET /api/v1/visit-lists/mine": {"guard"},
    "GET /api/v1/visit-lists/<int:list_id>": BOARD,
    "POST /api/v1/visit-lists/<int:list_id>/commands": BOARD | {"guard", "stranger", "foreign"},
    "GET /api/v1/markets/<code>/checkpoints": BOARD,
    "PUT /api/v1/markets/<code>/checkpoints/<checkpoint>": SETTING_ROUNDS,
    "POST /api/v1/markets/<code>/checkpoints/<checkpoint>/commands": SETTING_ROUNDS,
    "GET /api/v1/markets/<code>/patrol-routes": BOARD,
    "PUT /api/v1/markets/<code>/patrol-routes/<route>": SETTING_ROUNDS,
    "POST /api/v1/markets/<code>/patrol-routes/<route>/commands": SETTING_ROUNDS,
}
"""Address → who gets further than the gate. The program and the scraper hold an officer's and an
administrator's role by token; foreign and stranger hold an officer's in another market."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return a_house(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def things(house: House) -> Things:
    return settle(house)


def addresses(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}"


def ask(house: House, who: str, address: str, things: Things) -> int:
    method, path = address.split(" ")
    for name, value in {
        "<code>": "yunda",
        "<rule>": "intrusion",
        "<int:alert_id>": things.alert,
        "<int:incident_id>": things.incident,
        "<int:roll_call_id>": 1,
        "<int:request_id>": things.request,
        "<int:unmasking_id>": things.unmasking,
        "<int:poster_id>": things.poster_id,
        "<poster>": things.poster,
        "<int:absence_id>": 1,
        "<slot_id>": things.slot,
        "<int:feed_id>": 1,
        "<secret>": a_secret(house) if "<secret>" in path else "",
        "<group>": "g1-01",
        "<grid>": "g1",
        "<name>": "gate",
        "<int:round_id>": things.round,
        "<int:notice_id>": 999,
        "<int:channel_id>": 1,
        "<int:list_id>": things.visits,
        "<device>": "btn-walked",
        "<int:test_id>": things.test,
        "<int:drill_id>": things.drill,
        "<checkpoint>": "c1",
        "<route>": "north",
        "<place>": "g1",
        "<shop>": "A001",
        "<form>": "xlsx",
        "<int:handover_id>": 999,
        "<int:thing_id>": things.thing,
        "<int:ballot_id>": things.ballot,
        "<int:term_id>": things.term,
        "<int:wish_id>": things.wish,
        "<int:silence_id>": things.silence,
        "<int:message_id>": things.message,
        "<sha256>": PICTURE_SHA,
        "<path:filename>": "icon.svg",
        "<login>": "officer",
    }.items():
        path = path.replace(name, str(value))
    if path in ("/api/v1/alerts", "/api/v1/incidents", "/rounds/prints.pdf"):
        path += "?market=yunda"
    if address == "POST /rounds/visits":
        path += "?market=yunda"
    headers = house.bearer(who) if who in PROGRAMS else {}
    client = house.client(who if who in STAFF else None)
    body: dict[str, str] | None = {} if method in ("PUT", "POST") else None
    with client.open(path, method=method, headers=headers, json=body) as answer:
        assert answer.status_code < 500 or path == "/readyz"
        return answer.status_code


def test_every_address_stands_in_the_table(house: House) -> None:
    assert set(addresses(house.app)) == {address for address in MAY if "?" not in address}


@pytest.mark.parametrize("address", MAY)
def test_nobody_gets_through_a_gate_that_is_not_theirs(house: House, things: Things, address: str) -> None:
    statuses = {who: ask(house, who, address, things) for who in EVERYBODY}
    passed = {who for who, status in statuses.items() if status not in (401, 403, 404)}
    if address in ("POST /sign-in/demo", "POST /demo/<login>"):
        passed -= {who for who in passed if statuses[who] == 400}
    if address == "POST /sign-in":
        passed |= {who for who in PROGRAMS if statuses[who] == 401}
    assert passed == MAY[address], statuses


@pytest.mark.parametrize("address", [address for address, who in MAY.items() if "nobody" not in who])
def test_a_stranger_from_the_street_is_asked_to_sign_in(house: House, things: Things, address: str) -> None:
    if "demo" not in address:
        assert ask(house, "nobody", address, things) == 401


@pytest.mark.parametrize("address", [address for address in MAY if not address.startswith("GET")])
def test_a_change_signed_by_a_cookie_needs_its_csrf_token(house: House, things: Things, address: str) -> None:
    who = next((login for login in ("officer", *STAFF) if login in MAY[address]), "officer")
    assert ask(house, who, address, things) == 400


def test_an_application_with_a_view_that_names_nobody_does_not_start(tmp_path: Path) -> None:
    app = a_house(tmp_path).app
    app.view_functions["forgotten"] = lambda: "anybody reads this"
    with pytest.raises(RuntimeError, match="no gate declared: forgotten"):
        require_every_gate(app)
