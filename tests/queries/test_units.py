"""The status board: who is free, who is out, who is not heard, and which neighbours help."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from patrol.actions import roll_call
from patrol.actions.register import touch
from patrol.actions.roll_call import Call, RollOrder
from patrol.cards.people import names
from patrol.model.devices import Device, DeviceState
from patrol.model.places import Place
from patrol.model.readiness import GroupReadiness
from patrol.model.stream import Heartbeat
from patrol.queries.listening import EARS
from patrol.queries.units import status_board
from patrol.rules.case_words import RollAnswer
from patrol.rules.duty_words import Keeper
from patrol.rules.words import DeviceStatus, Severity
from tests.actions.test_dispatch import keep_turns
from tests.case_world import CaseWorld, a_case_world
from tests.world import START


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path)
    yield case
    case.world.engine.dispose()


def board(case: CaseWorld) -> dict[str, Any]:
    with case.world.sessions() as session:
        register = case.world.register.current(session)
        market = register.markets[1]
        rows = status_board(session, market, register, names(session), now=case.world.now)
    return {row["unit"]: row for row in rows}


def set_status(case: CaseWorld, code: str, status: DeviceStatus) -> None:
    with case.world.sessions.begin() as session:
        device = session.scalars(select(Device.id).where(Device.code == code)).one()
        session.get_one(DeviceState, device).status = status


def listen(case: CaseWorld) -> None:
    """Let the ears work, since they first did."""
    with case.world.sessions.begin() as session:
        for part in EARS:
            session.merge(Heartbeat(part=part, at=case.world.now, started_at=START))


def test_every_car_and_guard_stands_there_with_the_age_of_its_fix(case: CaseWorld) -> None:
    rows = board(case)
    assert [unit for unit in rows if unit.startswith("device:")] == [
        "device:car-01",
        "device:bike",
        "device:car-02",
        "device:phone-guard",
        "device:phone-guard2",
    ]
    states = {unit: row["state"] for unit, row in rows.items()}
    assert states["device:car-01"] == states["device:phone-guard"] == "free"
    assert states["device:bike"] == "off", "nobody ever heard it"
    assert rows["device:phone-guard"]["name"] == "guard"
    assert rows["device:phone-guard"]["fix_at"].startswith(case.world.now.isoformat()[:19])


def test_whoever_was_sent_shows_where_to_since_when_and_how_far(case: CaseWorld) -> None:
    number = case.sent()
    row = board(case)["device:phone-guard"]
    assert (row["state"], row["load"], row["tasks"][0]["number"]) == ("sent", 1, case.incident(number).number)
    case.later(seconds=20)
    case.do(number, "arrive", by="guard", task=case.tasks(number)[0].id)
    row = board(case)["device:phone-guard"]
    assert row["state"] == "arrived"
    assert row["tasks"][0]["since"].startswith(case.world.now.isoformat()[:19])
    assert row["tasks"][0]["place"]["code"] == "g1-01-a"


def test_somebody_out_who_is_not_heard_any_more_is_silent_and_stands_first(case: CaseWorld) -> None:
    case.sent()
    set_status(case, "phone-guard", DeviceStatus.SILENT)
    case.world.later(minutes=31)
    rows = board(case)
    assert rows["device:phone-guard"]["state"] == "silent"
    guards = [row["unit"] for row in rows.values() if row["part"] == "guard"]
    assert guards[0] == "device:phone-guard"


def test_whoever_has_just_come_on_shift_is_not_heard_yet_and_only_after_half_an_hour_silent(
    case: CaseWorld,
) -> None:
    keep_turns(case, Keeper.PERSON, {case.people["guard"]: 1})
    set_status(case, "phone-guard", DeviceStatus.OFFLINE)
    for minutes, state in ((59, "off"), (1, "expected"), (30, "expected"), (1, "silent")):
        case.world.later(minutes=minutes)
        listen(case)
        assert board(case)["device:phone-guard"]["state"] == state, minutes


def test_a_guard_on_shift_is_expected_for_as_long_as_we_have_not_listened(case: CaseWorld) -> None:
    keep_turns(case, Keeper.PERSON, {case.people["guard"]: -1})
    set_status(case, "phone-guard", DeviceStatus.UNKNOWN)
    case.world.later(minutes=40)
    assert board(case)["device:phone-guard"]["state"] == "expected"
    listen(case)
    assert board(case)["device:phone-guard"]["state"] == "silent"


def test_a_connection_that_broke_a_moment_ago_makes_nobody_silent(case: CaseWorld) -> None:
    keep_turns(case, Keeper.PERSON, {case.people["guard"]: -1})
    set_status(case, "phone-guard", DeviceStatus.OFFLINE)
    row = board(case)["device:phone-guard"]
    assert (row["state"], row["on_duty"]) == ("free", True)
    case.world.later(seconds=61)
    listen(case)
    assert board(case)["device:phone-guard"]["state"] == "silent"


def test_a_guard_without_a_phone_of_ours_stands_there_by_name_and_as_the_rota_says(case: CaseWorld) -> None:
    with case.world.sessions.begin() as session:
        for device in session.scalars(select(Device).where(Device.code == "phone-guard2")):
            device.code = "phone-somebody"
        touch(session)
    ref = f"person:{case.people['guard2']}"
    row = board(case)[ref]
    assert (row["name"], row["part"], row["state"], row["on_duty"]) == ("guard2", "guard", "free", None)
    assert f"person:{case.people['guard']}" not in board(case), "whose phone is known is there by it"
    keep_turns(case, Keeper.PERSON, {case.people["guard2"]: -12})
    assert board(case)[ref]["state"] == "off"
    case.sent(Severity.NORMAL, ref)
    assert [(row["state"], row["load"]) for unit, row in board(case).items() if unit == ref] == [("sent", 1)]


def test_a_shop_that_was_sent_without_a_turn_is_a_neighbour(case: CaseWorld) -> None:
    case.sent(Severity.NORMAL, "place:g1-01-b")
    row = board(case)["place:g1-01-b"]
    assert (row["part"], row["state"], row["load"]) == ("neighbour", "sent", 1)


def test_a_shop_on_its_way_to_a_roll_call_is_a_neighbour_that_comes(case: CaseWorld) -> None:
    with case.world.sessions.begin() as session:
        register, by = case.world.register.current(session), case.people["shop_b"]
        call = Call(1, "g1-01", "call-1", case.people["lead"], caller="g1-01-a")
        opened = roll_call.open_call(session, call, register, now=case.world.now)
        coming = RollOrder(
            opened["card"]["id"], "answer", "answer-1", by, shop="g1-01-b", answer=RollAnswer.COMING
        )
        roll_call.command(session, coming, register, now=case.world.now)
    row = board(case)["place:g1-01-b"]
    assert (row["part"], row["state"], row["roll_call"]["code"]) == ("neighbour", "coming", "g1-01")


def test_a_group_that_stands_in_says_for_whom(case: CaseWorld) -> None:
    with case.world.sessions.begin() as session:
        ids = {place.code: place.id for place in session.scalars(select(Place))}
        session.add(
            GroupReadiness(
                group_id=ids["g1-01"], market_id=1, grid_id=ids["g1"], code="g1-01", of=2, open=0, ready=0,
                least=3, lead=False, on_duty=False, thin=True, attached_id=ids["g1-02"], metres=40,
                since=case.world.now,
            )
        )  # fmt: skip
    row = board(case)["place:g1-02"]
    assert (row["part"], row["state"], len(row["stands_in_for"])) == ("neighbour", "free", 1)
