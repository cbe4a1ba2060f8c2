"""Duty as programs and phones ask for it: the shop speaks for itself, the lead for the group."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.web.duty_house import SHOPS, a_duty_house
from tests.web.house import House, csrf


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_duty_house(tmp_path)


def get(house: House, who: str, path: str) -> Any:
    answer = house.client(who).get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def send(house: House, who: str, path: str, command: str, version: int = 1, **payload: object) -> Any:
    client = house.client(who)
    body = {
        "command": command,
        "command_id": str(uuid4()),
        "expected_version": version,
        "payload": payload,
    }
    return client.post(f"/api/v1/{path}", json=body, headers={"X-CSRFToken": csrf(client)})


def turns(house: House) -> list[dict[str, Any]]:
    shown = get(house, "lead", "groups/g1-01/duty?days=7")["turns"]
    return [turn for turn in shown if turn["horizon"] == "published"]


def a_turn_and_a_taker(house: House) -> tuple[dict[str, Any], str]:
    posts = [turn for turn in turns(house) if not turn["standby"]]
    turn = posts[3]
    offered = get(house, "lead", f"slots/{turn['id']}")["substitutes"]
    return turn, offered[0]["holder"]["code"]


def test_the_board_sees_who_is_on_duty_in_the_whole_market(house: House) -> None:
    shown = get(house, "officer", "markets/yunda/duty")
    (running,) = shown["now"]
    assert running["on_duty"]["code"] in SHOPS
    assert shown["gaps"] == []


def test_a_shop_sees_now_next_and_the_books_of_its_group(house: House) -> None:
    shown = get(house, "of-A003", "groups/g1-01/duty")
    assert shown["now"][0]["code"] in SHOPS
    assert shown["next"][0]["starts_at"] > shown["at"]
    books = get(house, "of-A003", "groups/g1-01/duty/credit")["items"]
    assert {one["holder"]["code"] for one in books} == set(SHOPS)
    assert sum(one["ahead"] for one in books) == pytest.approx(0, abs=0.1)


def test_a_turn_given_is_taken_by_the_others_consent(house: House) -> None:
    turn, taker = a_turn_and_a_taker(house)
    giver = f"of-{turn['holder']['code']}"
    asked = send(house, giver, f"slots/{turn['id']}/commands", "ask", kind="give", shop=taker).get_json()
    request = asked["request"]["id"]
    assert send(house, giver, f"duty-requests/{request}/commands", "accept").status_code == 403
    done = send(house, f"of-{taker}", f"duty-requests/{request}/commands", "accept").get_json()
    assert done["request"]["state"] == "applied"
    ledger = get(house, "lead", f"slots/{turn['id']}")["ledger"]
    assert [row["source"] for row in ledger] == ["generated", "given"]


def test_three_shops_are_proposed_with_reasons(house: House) -> None:
    turn, _ = a_turn_and_a_taker(house)
    offered = get(house, "lead", f"slots/{turn['id']}")["substitutes"]
    assert len(offered) == 3
    assert all(one["reasons"] for one in offered)


def test_an_override_looked_at_too_late_is_a_conflict(house: House) -> None:
    turn, taker = a_turn_and_a_taker(house)
    path = f"slots/{turn['id']}/commands"
    assert send(house, "lead", path, "override", shop=taker, reason="ill").status_code == 200
    late = send(house, "officer", path, "override", shop=taker, reason="ill")
    assert (late.status_code, late.get_json()["code"]) == (409, "version-conflict")


def test_the_same_command_twice_is_one_change(house: House) -> None:
    turn, taker = a_turn_and_a_taker(house)
    client = house.client("lead")
    body = {
        "command": "override",
        "command_id": str(uuid4()),
        "expected_version": 1,
        "payload": {"shop": taker, "reason": "ill"},
    }
    headers = {"X-CSRFToken": csrf(client)}
    first, second = (
        client.post(f"/api/v1/slots/{turn['id']}/commands", json=body, headers=headers) for _ in "ab"
    )
    assert first.get_json() == second.get_json()


def test_a_shop_decides_nothing_for_others(house: House) -> None:
    turn, taker = a_turn_and_a_taker(house)
    path = f"slots/{turn['id']}/commands"
    assert send(house, f"of-{taker}", path, "override", shop=taker, reason="mine").status_code == 403
    assert send(house, "of-A002", "groups/g1-01/duty/rules", "x").status_code == 405


def test_an_absence_is_said_once_and_the_turns_go_to_others(house: House) -> None:
    client = house.client("of-A002")
    body = {"start": "2026-09-02T00:00:00Z", "end": "2026-09-05T00:00:00Z", "kind": "away"}
    headers = {"X-CSRFToken": csrf(client)}
    first, again = (client.post("/api/v1/groups/g1-01/absences", json=body, headers=headers) for _ in "ab")
    assert first.status_code == 201
    assert first.get_json() == again.get_json()
    away = [t for t in turns(house) if body["start"] <= t["starts_at"] < body["end"]]
    assert "A002" not in {turn["holder"]["code"] for turn in away if turn["holder"]}


def test_a_shop_checks_in_with_the_code_at_its_post(house: House) -> None:
    running = get(house, "officer", "markets/yunda/duty")["now"][0]
    shop = f"of-{running['on_duty']['code']}"
    wrong = send(house, shop, f"slots/{running['id']}/commands", "check_in", method="qr", code="guess")
    assert (wrong.status_code, wrong.get_json()["because"]) == (409, ["wrong-code"])
    path = f"slots/{running['id']}/commands"
    lead = send(
        house, "lead", path, "check_in", method="lead", shop=running["on_duty"]["code"], reason="seen"
    )
    assert lead.status_code == 200
    assert get(house, shop, f"slots/{running['id']}")["came"][0]["method"] == "lead"


def test_the_administrator_takes_over_a_calendar_or_hears_what_is_wrong(house: House) -> None:
    client = house.client("admin")
    headers = {"X-CSRFToken": csrf(client)}
    good = {"text": "2026-10-01,holiday,国庆节\n2026-10-10,workday,\n", "source": "notice"}
    assert client.put("/api/v1/markets/yunda/duty/days", json=good, headers=headers).get_json() == {"days": 2}
    bad = client.put("/api/v1/markets/yunda/duty/days", json={"text": "1.10.,x"}, headers=headers)
    assert (bad.status_code, bad.get_json()["faults"][0][:6]) == (422, "line 1")


def test_a_stranger_finds_nothing(house: House) -> None:
    for path in ("markets/yunda/duty", "groups/g1-01/duty", "groups/g1-01/duty/credit"):
        assert house.client("stranger").get(f"/api/v1/{path}").status_code == 404
