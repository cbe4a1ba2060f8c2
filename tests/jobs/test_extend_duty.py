"""Each night another day of turns is laid down; a look that finds nothing new does nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from patrol.jobs import expire_duty_requests, extend_duty
from patrol.model.duty import Rota, Slot
from patrol.rules.duty_words import Source
from tests.actions.duty_town import DutyTown, a_town


@pytest.fixture
def town(database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url)
    yield town
    town.engine.dispose()


def look(town: DutyTown) -> int:
    """Let the job look until it has nothing left to do, and say how often it worked."""
    for times in range(20):
        with town.sessions() as session:
            if not extend_duty.is_due(session, now=town.now):
                return times
        town.do(lambda s, r: extend_duty.run(s, r, now=town.now))
    raise AssertionError("the job never comes to an end")


def last_days(town: DutyTown) -> set[object]:
    with town.sessions() as session:
        return set(session.scalars(select(func.max(Slot.day)).group_by(Slot.rota_id)))


def test_groups_without_a_rota_get_one_and_somebody_is_on_duty_at_once(town: DutyTown) -> None:
    for _ in range(6):
        town.group(shops=3)
    with town.sessions.begin() as session:
        for table in ("assignment", "slot", "duty_pattern", "rota"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
    assert look(town) == 2
    with town.sessions() as session:
        assert session.scalar(select(func.count()).select_from(Rota)) == 6
        running = select(Slot.rota_id).where(
            Slot.starts_at <= town.now, Slot.ends_at > town.now, Slot.standby.is_(False)
        )
        assert len(set(session.scalars(running))) == 6


def test_a_night_adds_a_day_and_a_second_look_nothing(town: DutyTown) -> None:
    town.group()
    (before,) = last_days(town)
    assert look(town) == 0
    town.later(days=1)
    assert look(town) == 1
    (after,) = last_days(town)
    assert after == before + timedelta(days=1)  # type: ignore[operator] # a date


def test_what_was_firm_yesterday_is_firm_today(town: DutyTown) -> None:
    group = town.group()
    firm = {s.id: (s.holder_id, s.seq) for s in group.slots() if s.starts_at < town.now + timedelta(days=6)}
    town.later(days=1)
    look(town)
    still = {s.id: (s.holder_id, s.seq) for s in group.slots()}
    assert {name: still[name] for name in firm if name in still}.items() <= firm.items()
    assert {s.source for s in group.slots()} == {Source.GENERATED}


def test_no_request_is_due_where_there_is_none(town: DutyTown) -> None:
    with town.sessions() as session:
        assert not expire_duty_requests.is_due(session, now=town.now)
