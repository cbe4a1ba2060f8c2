"""What programs rely on: stable codes, pages by cursor, one shape for every change, and answers that keep."""

import gzip
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from werkzeug.test import TestResponse

from patrol.rules.default_rules import DEFAULT_RULES
from patrol.rules.live import StreamEvent
from patrol.rules.live import apply as apply_event
from tests.web.ears import Ears
from tests.web.house import House, a_house
from tests.web.things import PICTURE, PICTURE_SHA, Things, an_alert, settle


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


@pytest.fixture
def things(house: House) -> Things:
    return settle(house)


def order(house: House, alert: int, command: str, *, version: int = 1, **more: Any) -> TestResponse:
    body = {"command": command, "command_id": str(uuid4()), "expected_version": version, **more}
    return house.client().post(f"/api/v1/alerts/{alert}/commands", json=body, headers=house.bearer("program"))


def get(house: House, path: str, **headers: str) -> TestResponse:
    return house.client().get(path, headers={**house.bearer("program"), **headers})


def test_accepting_an_alert_makes_an_incident_and_raises_the_version(house: House) -> None:
    answer = order(house, an_alert(house), "accept").get_json()
    assert (answer["version"] > 1, answer["attention"]) == (True, "linked")
    incident = get(house, f"/api/v1/incidents/{answer['incident']}").get_json()
    assert incident["card"]["step"] == "accepted"


def test_the_same_command_twice_gets_the_same_answer(house: House) -> None:
    alert, command_id = an_alert(house), str(uuid4())
    first = order(house, alert, "accept", command_id=command_id)
    again = order(house, alert, "accept", command_id=command_id)
    assert first.get_json() == again.get_json()


def test_who_comes_second_is_told_who_was_faster(house: House) -> None:
    alert = an_alert(house)
    order(house, alert, "accept")
    answer = order(house, alert, "accept")
    problem = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert problem["code"] == "version-conflict"
    assert {"version", "attention", "by", "at", "you_can"} <= set(problem)


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"command": "accept"},
        {"command": "accept", "command_id": "1", "expected_version": 1},
        {"command": "accept", "command_id": str(uuid4()), "expected_version": 0},
        {"command": "accept", "command_id": str(uuid4()), "expected_version": 1, "extra": 1},
    ],
)
def test_a_command_that_cannot_be_read_names_its_faults(house: House, things: Things, body: object) -> None:
    path = f"/api/v1/alerts/{things.alert}/commands"
    answer = house.client().post(path, json=body, headers=house.bearer("program"))
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert problem["faults"]


def test_an_unknown_command_is_refused_by_name(house: House, things: Things) -> None:
    problem = order(house, things.alert, "explode").get_json()
    assert problem["code"] == "invalid"
    assert "explode" in problem["detail"]


def test_what_a_command_does_reaches_the_board_as_an_event(house: House) -> None:
    alert = an_alert(house)
    ears = Ears(house, "officer")
    ears.hello("market:yunda")
    state = ears.bodies("snapshot")[0]["state"]
    order(house, alert, "accept")
    house.live.relay.turn()
    for said in ears.bodies("stream"):
        event = StreamEvent(
            **{name: said[name] for name in ("room", "seq", "type", "entity", "version", "body")}
        )
        state = apply_event(state, event)
    fresh = Ears(house, "officer")
    fresh.hello("market:yunda")
    assert state == fresh.bodies("snapshot")[0]["state"]


def test_a_list_is_read_page_by_page_without_loss(house: House) -> None:
    made = [an_alert(house) for _ in range(120)]
    seen: list[int] = []
    more: str | None = ""
    while more is not None:
        page = get(house, f"/api/v1/alerts?market=yunda{more}").get_json()
        seen += [card["id"] for card in page["items"]]
        more = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert seen == sorted(made, reverse=True)


@pytest.mark.parametrize("cursor", ["-1", "x", "1;drop", "9" * 30])
def test_a_cursor_nobody_gave_out_is_refused(house: House, cursor: str) -> None:
    assert get(house, f"/api/v1/alerts?market=yunda&cursor={cursor}").status_code == 422


def test_the_open_card_has_its_signals_and_who_is_nearest(house: House, things: Things) -> None:
    opened = get(house, f"/api/v1/alerts/{things.alert}").get_json()
    assert set(opened) == {"card", "signals", "nearest", "rungs"}
    assert opened["card"]["place"]["code"] == "A001"


def test_a_picture_is_found_by_the_address_on_its_card_and_cannot_run(house: House, things: Things) -> None:
    (picture,) = get(house, f"/api/v1/alerts/{things.alert}").get_json()["card"]["media"]
    with get(house, picture["url"]) as answer:
        assert (answer.data, answer.mimetype) == (PICTURE, "image/jpeg")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_picture_is_not_found_under_an_alert_it_does_not_belong_to(house: House, things: Things) -> None:
    assert get(house, f"/api/v1/alerts/{an_alert(house)}/media/{PICTURE_SHA}").status_code == 404


def test_what_a_device_calls_a_picture_but_may_run_is_not_sent(house: House, things: Things) -> None:
    script = {"kind": "image", "url": None, "sha256": PICTURE_SHA, "mime": "image/svg+xml"}
    alert = an_alert(house, media=[script])
    assert get(house, f"/api/v1/alerts/{alert}/media/{PICTURE_SHA}").status_code == 404


def test_the_plan_is_sent_packed_once_and_then_known_by_its_tag(house: House) -> None:
    first = get(house, "/api/v1/markets/yunda/plan", **{"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    plan = orjson.loads(gzip.decompress(first.data))
    assert [shop["code"] for shop in plan["shops"]] == ["A001"]
    again = get(house, "/api/v1/markets/yunda/plan", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_client_that_does_not_unpack_gets_the_plan_plain(house: House) -> None:
    answer = get(house, "/api/v1/markets/yunda/plan", **{"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_json()["market"]["code"] == "yunda"


def test_a_window_begins_and_ends(house: House) -> None:
    body = {"place": "A001", "minutes": 30, "reason": "painting"}
    headers = house.bearer("program")
    begun = house.client().post("/api/v1/markets/yunda/silences", json=body, headers=headers)
    assert begun.status_code == 201
    path = f"/api/v1/silences/{begun.get_json()['id']}/commands"
    assert house.client().post(path, json={"command": "end"}, headers=headers).status_code == 200


def test_a_rule_is_set_and_read_again(house: House) -> None:
    code, rule = DEFAULT_RULES[0]
    body = {"rank": 5, "body": dict(rule), "enabled": False}
    path = f"/api/v1/markets/yunda/rules/{code}"
    assert house.client().put(path, json=body, headers=house.bearer("scraper")).status_code == 200
    (standing,) = get(house, "/api/v1/markets/yunda/rules").get_json()["items"]
    assert (standing["code"], standing["rank"], standing["enabled"]) == (code, 5, False)


def test_a_rule_that_cannot_be_read_is_refused(house: House) -> None:
    body = {"rank": 5, "body": {"when": {"no": "such"}}}
    answer = house.client().put("/api/v1/markets/yunda/rules/odd", json=body, headers=house.bearer("scraper"))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")


def test_a_message_in_quarantine_is_shown_and_resolved(house: House, things: Things) -> None:
    (message,) = get(house, "/api/v1/markets/yunda/quarantine").get_json()["items"]
    assert (message["text"], message["hex"]) == (None, "ff 7b 7d")
    path = f"/api/v1/quarantine/{things.message}/commands"
    house.client().post(path, json={"command": "resolve"}, headers=house.bearer("program"))
    assert get(house, "/api/v1/markets/yunda/quarantine").get_json()["items"] == []


def test_a_cookie_counts_for_nothing_beside_a_token(house: House) -> None:
    client = house.client("admin")
    headers = {"Authorization": "Bearer made-up"}
    assert client.get("/api/v1/markets/yunda/rules", headers=headers).status_code == 401


def test_the_description_names_every_address_of_the_api(house: House) -> None:
    described = set(house.client().get("/api/v1/openapi.json").get_json()["paths"])
    asked = {rule.rule for rule in house.app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    plain = {path.replace("<int:", "{").replace("<", "{").replace(">", "}") for path in asked}
    assert described == plain - {"/api/v1/openapi.json"}


def test_an_address_nobody_knows_has_a_stable_code(house: House) -> None:
    problem = get(house, "/api/v1/nothing").get_json()
    assert (problem["status"], problem["code"]) == (404, "not-found")
