"""The two checks a day: findings become incidents, a report ends them, a missing one is seen."""

from pathlib import Path
from uuid import uuid4

import pytest

from patrol.errors import Invalid, NotNow
from patrol.rules.round_words import RouteKind
from tests.round_world import SPOTS, RoundWorld, a_round_world


@pytest.fixture
def check(tmp_path: Path) -> RoundWorld:
    made = a_round_world(tmp_path)
    made.route("hazards-g1", RouteKind.HAZARDS)
    made.tick()
    return made


def test_a_finding_of_a_check_becomes_an_incident_by_one_press(check: RoundWorld) -> None:
    picture = {"url": "picture:" + "a" * 64, "kind": "snapshot"}
    key = uuid4().hex
    found = check.do("finding", category="FI", checkpoint="c2", note="boxes before the exit",
                     media=[picture], command_id=key)  # fmt: skip
    incident = check.case.incident(found["incident"])
    assert (incident.category, incident.kind, incident.x, incident.pictures) == (
        "FI",
        "found_hazards",
        150.0,
        1,
    )
    assert check.do("finding", category="FI", command_id=key)["incident"] == incident.id
    two = check.do("finding", category="FS", place="g1-01-b")
    assert two["incident"] != incident.id
    assert [each["incident"] for each in two["card"]["findings"]] == [incident.id, two["incident"]]


def test_a_check_is_over_when_it_is_reported_even_if_nothing_was_found(check: RoundWorld) -> None:
    for code in SPOTS:
        check.world.later(minutes=3)
        check.scan(code)
    assert check.today().state == "walking"
    assert check.do("finish", note="all clear")["state"] == "walked"
    with pytest.raises(NotNow):
        check.do("finish")
    assert check.world.open_alerts() == []


def test_a_check_without_a_report_is_missing_on_the_grids_board(check: RoundWorld) -> None:
    for code in SPOTS:
        check.world.later(minutes=3)
        check.scan(code)
    assert list(check.world.snapshot("grid:g1").state["rounds"]) == ["1"]
    check.world.later(minutes=60)
    check.tick()
    alerts = check.world.snapshot("grid:g1").state["alerts"]
    assert [card["kind"] for card in alerts.values()] == ["check_missed"]
    assert check.world.snapshot("grid:g1").state["rounds"] == {}


def test_leaving_checkpoints_out_of_a_check_asks_for_a_reason(check: RoundWorld) -> None:
    check.scan("c1")
    with pytest.raises(Invalid):
        check.do("finish")
    assert check.do("finish", reason="called to a fire")["card"]["skipped"] == 2
