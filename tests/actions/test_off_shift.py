"""Where somebody is off duty is not stored, not shown and soon forgotten; a call for help is found."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.jobs import forget_off_shift
from patrol.model.alerts import Alert
from patrol.model.devices import Device, DeviceName, DeviceState
from patrol.model.signals import SignalRecord
from patrol.rules.duty_words import Keeper
from tests.actions.test_dispatch import keep_turns
from tests.case_world import CaseWorld, a_case_world

PLACE = {"lat": 29.3327, "lon": 120.1037, "acc": 5}


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path, url=database_url)
    with case.world.sessions.begin() as session:
        for code in ("phone-guard", "phone-guard2"):
            device = session.scalars(select(Device).where(Device.code == code)).one()
            key = f"phone/{code}"
            session.add(DeviceName(device_id=device.id, source="patrol", instance="yunda", key=key))
        session.query(DeviceState).update({DeviceState.lat: None, DeviceState.lon: None})
    keep_turns(case, Keeper.PERSON, {case.people["guard"]: -1, case.people["guard2"]: -20})
    yield case
    case.world.engine.dispose()


def state(case: CaseWorld, code: str) -> DeviceState:
    with case.world.sessions() as session:
        found = select(DeviceState).join(Device, Device.id == DeviceState.device_id)
        return session.scalars(found.where(Device.code == code)).one()


def test_a_phone_off_shift_lives_but_is_nowhere(case: CaseWorld) -> None:
    for code in ("phone-guard", "phone-guard2"):
        case.world.event(f"phone/{code}", "position", position=PLACE)
    assert state(case, "phone-guard").lat == pytest.approx(PLACE["lat"])
    off = state(case, "phone-guard2")
    assert (off.lat, off.status) == (None, "online")
    with case.world.sessions() as session:
        kept = session.scalars(select(SignalRecord).where(SignalRecord.device_id == off.device_id)).all()
    assert [(record.lat, record.raw) for record in kept] == [(None, None)]


def test_a_call_for_help_keeps_its_place(case: CaseWorld) -> None:
    case.world.event("phone/phone-guard2", "sos", position=PLACE)
    with case.world.sessions() as session:
        alert = session.scalars(select(Alert)).one()
    assert alert.x is not None


def test_the_last_place_is_forgotten_when_the_shift_is_over(case: CaseWorld) -> None:
    case.world.event("phone/phone-guard", "position", position=PLACE)

    def forget() -> float | None:
        with case.world.sessions.begin() as session:
            register = case.world.register.current(session)
            forget_off_shift.run(session, register, now=case.world.now)
        return state(case, "phone-guard").lat

    assert forget() is not None
    case.world.later(hours=8)
    assert forget() is None
    assert state(case, "phone-guard").version > 1
