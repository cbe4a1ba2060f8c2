"""A roster is begun on a page: opened, made, looked at with its bound and its marks, and published."""

import json
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from patrol.jobs import solve_rosters
from patrol.rules.shifts import Workroom
from patrol.solving.shift_solver import Effort, Solved, greedy_only
from tests.web.house import House, a_house, csrf

FORM = {
    "place": "g1", "pattern": "twelve", "day": "1", "long_night": "0", "drivers": "0", "rest_hours": "11",
    "days_running": "6", "first": "2026-09-02", "weeks": "2", "early": "2", "late": "2", "night": "2",
}  # fmt: skip


CHOICE = re.compile(r'name="place" value="([^"]+)" required( checked)?>')


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return a_house(Path(tmp_path_factory.mktemp("house")))


def quickly(room: Workroom, _effort: Effort) -> Solved:
    return greedy_only(room)


def begin(house: House, **changes: str) -> Any:
    client = house.client("admin")
    return client.post("/rosters/begin", data=FORM | changes | {"csrf_token": csrf(client)})


def card(house: House) -> Any:
    page = house.client("admin").get("/rosters?place=g1&first=2026-09-02&days=14").get_data(as_text=True)
    return json.loads(page.split('id="roster-card">')[1].split("</script>")[0])


def test_only_who_may_begin_one_is_offered_to(house: House) -> None:
    assert "/rosters/begin" in house.client("admin").get("/rosters").get_data(as_text=True)
    assert "/rosters/begin" not in house.client("officer").get("/rosters").get_data(as_text=True)


def chosen(house: House, query: str = "") -> list[str]:
    """Give the workrooms a shift leader is offered; the chosen one with a star."""
    page = house.client("leader").get(f"/rosters/begin{query}").get_data(as_text=True)
    return [f"{code}{'*' if mark else ''}" for code, mark in CHOICE.findall(page)]


def test_a_shift_leader_is_asked_for_which_workroom_it_is(house: House) -> None:
    assert "/rosters/begin" in house.client("leader").get("/rosters").get_data(as_text=True)
    assert chosen(house) == ["g1", "yunda"]
    assert chosen(house, "?place=g1") == ["g1*", "yunda"]
    assert chosen(house, "?place=elsewhere") == ["g1", "yunda"]


@pytest.mark.parametrize(
    "changes",
    [
        {"place": ""},
        {"first": "soon"},
        {"weeks": "7"},
        {"day": "0"},
        {"place": "A001"},
        {"first": "2026-08-31"},
    ],
)
def test_what_makes_no_roster_is_refused_and_nothing_is_begun(house: House, changes: dict[str, str]) -> None:
    assert begin(house, **changes).status_code in (400, 404, 422)
    rosters: Any = house.client("admin").get("/api/v1/markets/yunda/rosters").json
    assert rosters["items"] == []


def test_a_roster_begun_on_the_page_is_made_and_shows_how_good_it_is_and_what_is_not_right(
    house: House,
) -> None:
    asked = begin(house)
    assert (asked.status_code, asked.headers["Location"]) == (
        302, "/rosters?market=yunda&place=g1&first=2026-09-02&days=14",
    )  # fmt: skip
    assert card(house)["run"]["state"] == "waiting"
    with house.context.transaction() as (session, now):
        order = solve_rosters.take(session, house.context.register.current(session), now=now)
    assert order is not None
    made = solve_rosters.work(order, by=quickly)
    with house.context.transaction() as (session, now):
        solve_rosters.give(session, house.context.register.current(session), order, made, now=now)
    shown = card(house)
    assert (shown["kinds"], shown["run"]["state"], shown["run"]["first"]) == (["day"], "done", "2026-09-02")
    assert shown["run"]["moved"] == len(shown["people"][0]["cells"]) == 12
    assert {one["rule"] for one in shown["breaches"]} == {"too-few"}
    assert shown["bounds"] == {"rest_hours": 11, "days_running": 6, "drivers": 0}


def test_the_guard_is_told_when_it_is_published_and_not_before(house: House) -> None:
    guard = house.client("guard")
    assert not any(one["promised"] for one in guard.get("/api/v1/shifts").json["shifts"])  # type: ignore[index]
    told = {"command": "publish", "command_id": str(uuid4()), "payload": {"until": "2026-09-08"}}
    answer = house.app.test_client().post(
        "/api/v1/markets/yunda/rosters/g1/commands",
        headers=house.bearer("scraper"),
        json={**told, "expected_version": card(house)["version"]},
    )
    assert answer.status_code == 200
    assert sum(one["promised"] for one in guard.get("/api/v1/shifts").json["shifts"]) == 6  # type: ignore[index]


def test_a_roster_that_is_kept_is_not_begun_once_more(house: House) -> None:
    assert begin(house).status_code == 409
    assert chosen(house) == ["yunda*"]  # the only one left is chosen
