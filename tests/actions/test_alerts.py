"""What people do with alerts, and who wins when several do it at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.errors import Invalid, NotNow, VersionConflict
from patrol.model.incidents import Incident
from patrol.queries.nearest import nearest
from tests.world import World, a_world


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    world = a_world(tmp_path, url=database_url)
    world.event("sensor/door-a", "intrusion")
    yield world
    world.engine.dispose()


def test_accepting_an_alert_opens_an_incident_at_its_second_step(world: World) -> None:
    answer = world.order(world.alert(), "accept")
    card = world.snapshot().state["incidents"][str(answer["incident"])]
    assert isinstance(card, dict)
    assert (card["step"], card["accepted_by"]) == ("accepted", "王强")
    assert card["number"] == "yunda-20260831-0001"
    assert [entry["verb"] for entry in card["timeline"]] == ["discover", "accept"]


def test_twenty_officers_accept_at_once_and_one_wins(world: World) -> None:
    alert = world.alert()

    def accept(n: int) -> str:
        try:
            world.order(alert, "accept", by=n % 3 + 1)
        except VersionConflict as conflict:
            return str(conflict.standing["by"])
        return "won"

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(accept, range(20)))
    assert answers.count("won") == 1
    assert all(answer in ("won", "王强", "李梅", "赵军") for answer in answers)
    with world.sessions() as session:
        assert len(session.scalars(select(Incident)).all()) == 1


def test_a_retried_command_gives_the_same_answer_and_does_nothing_more(world: World) -> None:
    alert, command_id = world.alert(), uuid4().hex
    first = world.order(alert, "accept", command_id=command_id)
    again = world.order(alert, "accept", command_id=command_id)
    assert again == first


def test_a_command_id_of_somebody_else_is_refused(world: World) -> None:
    alert, command_id = world.alert(), uuid4().hex
    world.order(alert, "see", command_id=command_id)
    with pytest.raises(Invalid, match="another command"):
        world.order(alert, "see", command_id=command_id, by=2)


def test_more_signals_of_the_same_thing_do_not_spoil_an_accept(world: World) -> None:
    looked_at = world.alert()
    for _ in range(3):
        world.later(seconds=1).event("sensor/door-a", "intrusion")
    assert world.alert().version > looked_at.version
    assert world.order(looked_at, "accept")["attention"] == "linked"


def test_a_decision_by_another_person_does_spoil_it(world: World) -> None:
    looked_at = world.alert()
    world.order(looked_at, "see", by=2)
    with pytest.raises(VersionConflict) as conflict:
        world.order(looked_at, "accept")
    assert conflict.value.standing["by"] == "李梅"
    assert conflict.value.standing["you_can"] == ["accept", "see"]


def test_whoever_accepts_second_is_told_who_was_first_and_may_join(world: World) -> None:
    looked_at = world.alert()
    world.order(looked_at, "accept", by=2)
    with pytest.raises(VersionConflict) as conflict:
        world.order(looked_at, "accept")
    assert conflict.value.standing["by"] == "李梅"
    assert conflict.value.standing["you_can"] == ["watch", "join"]
    with pytest.raises(VersionConflict) as own:
        world.order(looked_at, "accept", by=2)
    assert own.value.standing["you_can"] == ["watch"]


def test_a_call_for_help_can_not_be_put_aside(world: World) -> None:
    world.event("button/btn-a", "sos")
    sos = world.open_alerts()[-1]
    with pytest.raises(NotNow):
        world.order(sos, "shelve", minutes=5)
    assert world.open_alerts()[-1].version == sos.version


def test_dismissing_needs_a_reason(world: World) -> None:
    with pytest.raises(Invalid, match="reason"):
        world.order(world.alert(), "dismiss", reason="  ")
    world.order(world.alert(), "dismiss", reason="a cat")
    assert world.open_alerts() == []


def test_a_new_signal_after_a_dismissal_is_a_new_alert(world: World) -> None:
    first = world.alert()
    world.order(first, "dismiss", reason="a cat")
    world.later(seconds=30).event("sensor/door-a", "intrusion")
    assert world.alert().id != first.id


def test_an_unknown_command_names_the_known_ones(world: World) -> None:
    with pytest.raises(Invalid, match="accept, dismiss, see"):
        world.order(world.alert(), "explode")


def test_the_nearest_units_of_an_alert_are_those_that_report(world: World) -> None:
    place = {"position": {"lat": 29.3325, "lon": 120.1035, "acc": 5}}
    world.hear("patrol/v1/yunda/car/car-01/position", {"at": world.now.isoformat(), **place})
    with world.sessions() as session:
        found = nearest(session, world.alert(), world.register.current(session), now=world.now)
    assert [unit["device"] for unit in found] == ["car-01"]
    assert found[0]["why_not"] == [{"key": "no_way", "args": {}}]
