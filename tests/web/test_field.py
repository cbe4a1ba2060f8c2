"""Phones in the field: own tasks, a call for help over the wire or without it, pictures, a small map."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from patrol.model.devices import Device
from patrol.model.incidents import Incident
from patrol.model.places import Market
from patrol.rules.words import DeviceClass
from tests.web.house import House, a_house, csrf

JPEG = b"\xff\xd8\xff\xda\x00\x02 what the guard saw\xff\xd9"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def signed(house: House, login: str) -> tuple[FlaskClient, dict[str, str]]:
    client = house.client(login)
    return client, {"X-CSRFToken": csrf(client), "Accept": "application/json"}


def post(house: House, login: str, path: str, body: dict[str, Any]) -> Any:
    client, headers = signed(house, login)
    return client.post(path, json=body, headers=headers)


def asked(house: House, login: str, path: str) -> Any:
    return house.client(login).get(path).json


def in_english(house: House, login: str, path: str) -> str:
    client = house.client(login)
    client.set_cookie("language", "en")
    return client.get(path).get_data(as_text=True)


def an_incident(house: House) -> dict[str, Any]:
    told = {"command_id": str(uuid4()), "category": "PO", "severity": "normal", "place": "A001"}
    answer = post(house, "officer", "/api/v1/markets/yunda/incidents", told)
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def order(house: House, login: str, incident: dict[str, Any], command: str, **payload: Any) -> dict[str, Any]:
    body = {
        "command": command,
        "command_id": str(uuid4()),
        "expected_version": incident["version"],
        "payload": payload,
    }
    answer = post(house, login, f"/api/v1/incidents/{incident['id']}/commands", body)
    assert answer.status_code == 200, answer.json
    return {"id": incident["id"], **answer.json}


def sent_to(house: House, login: str) -> dict[str, Any]:
    incident = order(house, "officer", an_incident(house), "accept")
    units = [f"person:{house.person(login).id}"]
    return order(house, "officer", {**incident, "id": incident["card"]["id"]}, "dispatch", units=units)


def test_a_guard_sees_the_task_they_were_sent_with_and_nobody_else_does(house: House) -> None:
    sent_to(house, "guard")
    mine = asked(house, "guard", "/api/v1/tasks")["items"]
    assert [(task["state"], task["incident"]["place"]["code"]) for task in mine] == [("sent", "A001")]
    assert mine[0]["timers"][0]["kind"] == "answer"
    assert asked(house, "shop", "/api/v1/tasks")["items"] == []


def test_the_page_shows_the_task_before_any_script_runs(house: House) -> None:
    sent_to(house, "guard")
    page = in_english(house, "guard", "/field")
    assert "sent, no answer yet" in page
    assert 'rel="manifest" href="/field.webmanifest"' in page


def test_a_phone_that_was_out_of_reach_tells_later_what_happened_when(house: House) -> None:
    sent = sent_to(house, "guard")
    task = sent["card"]["tasks"][0]["id"]
    happened = house.clock.now.isoformat()
    house.clock.advance(minutes=4)
    first = {"id": sent["id"], "version": 1}
    order(house, "guard", first, "respond", task=task, happened_at=happened)
    order(house, "guard", first, "arrive", task=task, happened_at=happened)
    told = asked(house, "officer", f"/api/v1/incidents/{sent['id']}")["timeline"][-1]
    assert (told["verb"], told["by"]) == ("arrive", "Guard")
    assert told["happened_at"] < told["at"]


def test_a_call_for_help_goes_over_the_wire_as_the_callers_phone(tmp_path: Path) -> None:
    said: list[tuple[str, bytes]] = []

    def wire(topic: str, payload: bytes) -> bool:
        said.append((topic, payload))
        return True

    house = a_house(tmp_path, wire=wire)
    with house.context.transaction() as (session, _):
        market = session.scalars(select(Market).where(Market.code == "yunda")).one()
        device = Device(
            market_id=market.id,
            device_class=DeviceClass.PHONE,
            code="phone-guard",
            name="phone",
        )
        session.add(device)
    from_here = {"lat": 29.3321, "lon": 120.1032, "acc": 8}
    call = {"command_id": str(uuid4()), "position": from_here}
    assert post(house, "guard", "/api/v1/markets/yunda/sos", call).json == {"by": "wire", "id": None}
    topic, payload = said[0]
    assert topic == "patrol/v1/yunda/phone/phone-guard/event"
    message = orjson.loads(payload)
    assert (message["kind"], message["id"], message["position"]) == ("sos", call["command_id"], from_here)


def test_a_call_for_help_without_a_broker_becomes_a_critical_case_at_once_and_once(house: House) -> None:
    call = {"command_id": str(uuid4())}
    answers = [post(house, "shop", "/api/v1/markets/yunda/sos", call).json for _ in range(2)]
    assert answers[0] == answers[1]
    with house.context.reading() as (session, _):
        cases = session.scalars(select(Incident)).all()
    assert [(case.kind, case.severity, case.step) for case in cases] == [("sos", "critical", "discovered")]


def test_nobody_calls_for_help_in_a_market_that_is_not_theirs(house: House) -> None:
    answer = post(house, "stranger", "/api/v1/markets/yunda/sos", {"command_id": str(uuid4())})
    assert answer.status_code == 404


def test_a_picture_is_kept_once_and_shown_with_the_incident_that_names_it(house: House) -> None:
    client, headers = signed(house, "guard")
    kept: Any = client.post(
        "/api/v1/pictures", data=JPEG, headers={**headers, "Content-Type": "image/jpeg"}
    ).json
    again = client.post("/api/v1/pictures", data=JPEG, headers={**headers, "Content-Type": "image/png"}).json
    assert kept == again
    incident = an_incident(house)
    address = f"/api/v1/incidents/{incident['id']}/pictures/{kept['sha256']}"
    assert house.client("officer").get(address).status_code == 404
    order(house, "guard", incident, "note", note="seen", media=[kept])
    with house.client("officer").get(address) as shown:
        assert (shown.data, shown.mimetype) == (JPEG, "image/jpeg")


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused(house: House, content: bytes) -> None:
    client, headers = signed(house, "guard")
    assert client.post("/api/v1/pictures", data=content, headers=headers).status_code == 422


def test_places_are_found_by_a_part_of_their_name(house: House) -> None:
    found = asked(house, "shop", "/api/v1/markets/yunda/places?text=a00")["items"]
    assert [place["code"] for place in found] == ["A001"]


def test_a_small_map_shows_no_devices(house: House) -> None:
    around = asked(house, "guard", "/api/v1/markets/yunda/surroundings?x=0&y=0")
    assert set(around) == {"shops", "lanes"}


def test_only_the_script_that_keeps_the_page_may_reach_beyond_its_folder_and_only_to_the_page(
    house: House,
) -> None:
    client = house.client("guard")
    with client.get("/static/dist/field-worker.js") as worker, client.get("/static/icon.svg") as other:
        assert worker.headers["Service-Worker-Allowed"] == "/field"
        assert "Service-Worker-Allowed" not in other.headers
    with client.get("/static/dist/field-worker.js?for=duty") as worker:
        assert worker.headers["Service-Worker-Allowed"] == "/duty"
    manifest = asked(house, "guard", "/field.webmanifest")
    assert (manifest["start_url"], manifest["scope"]) == ("/field", "/field")
