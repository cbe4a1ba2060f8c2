"""The four forms beside a roster: heads, bounds, who is away, who drives; what each takes and refuses."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.web.house import House, a_house, csrf
from tests.web.things import settle

GRID = "/api/v1/markets/yunda/rosters/g1"
TODAY = date(2026, 9, 1)
HEADS: dict[str, Any] = {"early": 2, "late": 0, "night": 3, "from": (TODAY + timedelta(days=2)).isoformat()}
BOUNDS: dict[str, Any] = {"rest_hours": 12, "days_running": 5, "drivers": 1}
AWAY = {"want": "leave", "first": "2026-09-03", "last": "2026-09-04", "reason": "a wedding"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = a_house(tmp_path)
    settle(made)
    return made


def grid(house: House) -> Any:
    return house.client("officer").get(f"{GRID}?first={TODAY}&days=7").json


def order(house: House, command: str, who: str = "officer", **payload: Any) -> Any:
    client = house.client(who)
    told = {"command": command, "command_id": str(uuid4()), "expected_version": grid(house)["version"]}
    headers = {"X-CSRFToken": csrf(client)}
    return client.post(f"{GRID}/commands", json={**told, "payload": payload}, headers=headers)


def guard(house: House) -> int:
    return house.person("guard").id


def payload(house: House, command: str) -> dict[str, Any]:
    """Give what the form sends when nothing is wrong with it."""
    me = {"person": guard(house)}
    told: dict[str, dict[str, Any]] = {"heads": HEADS, "bounds": BOUNDS, "away": AWAY | me}
    return told.get(command, {**me, "drives": True})


def test_how_many_keep_each_shift_changes_from_a_day_on(house: House) -> None:
    assert order(house, "heads", **HEADS).status_code == 200
    needs = {(one["day"], one["kind"]): one["need"] for one in grid(house)["shifts"]}
    assert needs["2026-09-02", "early"] == 1
    assert [needs.get(("2026-09-03", kind)) for kind in ("early", "late", "night")] == [2, None, 3]


def test_what_no_roster_may_break_is_kept_and_judged_by_at_once(house: House) -> None:
    assert order(house, "bounds", **BOUNDS).status_code == 200
    card = grid(house)
    assert card["bounds"] == BOUNDS
    assert "no-driver" in {one["rule"] for one in card["breaches"]}


def test_whoever_is_away_keeps_no_shift_until_they_are_back(house: House) -> None:
    assert order(house, "away", **payload(house, "away")).status_code == 200
    card = grid(house)
    assert card["people"][0]["away"] == ["2026-09-03", "2026-09-04"]
    told = [(one["want"], one["state"], one["reason"]) for one in card["wishes"]]
    assert ("leave", "granted", "a wedding") in told
    move = [{"person": guard(house), "day": "2026-09-03", "kind": "late"}]
    assert order(house, "move", moves=move).json["breaches"][0]["rule"] == "away"
    wish = next(one["id"] for one in card["wishes"] if one["state"] == "granted")
    assert order(house, "back", wish=wish).status_code == 200
    assert grid(house)["people"][0]["away"] == []


def test_who_drives_is_said_and_taken_back(house: House) -> None:
    for drives in (True, False):
        assert order(house, "qualify", person=guard(house), drives=drives).status_code == 200
        assert grid(house)["people"][0]["drives"] is drives


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        *[("heads", one) for one in ({"early": 10}, {"night": -1}, {"late": "2"}, {"from": "soon"})],
        *[("heads", one) for one in ({"early": 0, "night": 0}, {"from": "2026-08-31"})],
        *[("bounds", one) for one in ({"rest_hours": 7}, {"days_running": 13}, {"drivers": None})],
        *[("away", one) for one in ({"want": "free"}, {"want": "rest"}, {"first": "2026-08-31"})],
        *[("away", one) for one in ({"last": "2026-09-02"}, {"last": "2027-09-02"}, {"person": 999_999})],
        *[("qualify", one) for one in ({"person": 999_999}, {"person": "me"})],
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(
    house: House, command: str, wrong: dict[str, Any]
) -> None:
    before = grid(house)
    answer = order(house, command, **payload(house, command) | wrong)
    assert answer.status_code in (400, 403, 409, 422)
    assert answer.json["detail"]
    after = grid(house)
    assert {key: after[key] for key in after if key != "at"} == {
        key: before[key] for key in before if key != "at"
    }


def test_nobody_is_said_to_drive_who_keeps_no_shifts_here(house: House) -> None:
    assert order(house, "qualify", person=house.person("stranger").id, drives=True).status_code == 403


@pytest.mark.parametrize("command", ["heads", "bounds", "away", "qualify"])
@pytest.mark.parametrize("who", ["guard", "lead", "police", "stranger"])
def test_a_stranger_is_refused(house: House, command: str, who: str) -> None:
    before = grid(house)["version"]
    refused = order(house, command, who, **payload(house, command)).status_code
    assert refused == (404 if who == "stranger" else 403)  # who is of another market finds none here
    assert grid(house)["version"] == before


@pytest.mark.parametrize("command", ["heads", "bounds", "away", "qualify"])
def test_each_needs_the_version_it_was_seen_at_and_counts_once(house: House, command: str) -> None:
    client, headers = house.client("leader"), {}
    headers["X-CSRFToken"] = csrf(client)
    told = {"command": command, "command_id": str(uuid4()), "payload": payload(house, command)}
    body = {**told, "expected_version": grid(house)["version"]}
    first, again = [client.post(f"{GRID}/commands", json=body, headers=headers) for _ in range(2)]
    assert first.status_code == 200
    assert again.json == first.json
    assert len([one for one in grid(house)["wishes"] if one["state"] == "granted"]) == (command == "away")
