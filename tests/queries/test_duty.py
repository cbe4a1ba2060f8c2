"""Who is on duty, asked of the database at once, is what a walk through all turns and reliefs finds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import DutyRelief
from patrol.queries import duty
from patrol.rules.duty_service import Relief, holder_at
from patrol.rules.fairness import Holder
from tests.actions.duty_town import DutyTown, a_town

LONG = settings().max_examples > 100
NUMBERS = st.integers(0, 10_000)


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin"])
def town(request: pytest.FixtureRequest, database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url, zone=request.param)
    yield town
    town.engine.dispose()


def walked(session: Session, now: datetime) -> dict[str, Holder]:
    """Go through every turn there is, one by one."""
    found: dict[str, Holder] = {}
    for slot in session.scalars(select(Slot)):
        mine = select(DutyRelief).where(DutyRelief.slot_id == slot.id).order_by(DutyRelief.id)
        reliefs = [Relief(one.starts_at, one.holder_id) for one in session.scalars(mine)]
        if slot.starts_at <= now < slot.ends_at and not slot.standby and slot.cancelled_at is None:
            found[slot.id] = holder_at(slot.turn(), slot.holder_id, reliefs, now)
    return found


def test_who_is_on_duty_is_what_a_walk_through_all_turns_finds(town: DutyTown) -> None:
    groups = [town.group(shops=5, days=4) for _ in range(2)]
    edges = sorted(
        {edge for group in groups for slot in group.slots() for edge in (slot.starts_at, slot.ends_at)}
    )
    slots = [slot for group in groups for slot in group.slots()]
    moments = st.builds(
        lambda n, s: edges[n % len(edges)] + timedelta(seconds=s), NUMBERS, st.integers(-1, 1)
    )

    @settings(max_examples=200 if LONG else 12)
    @given(
        st.lists(st.tuples(NUMBERS, st.integers(0, 240), NUMBERS), max_size=6),
        st.sets(NUMBERS, max_size=2),
        moments,
    )
    def hold(reliefs: list[tuple[int, int, int]], cancelled: set[int], now: datetime) -> None:
        with town.sessions.begin() as session:
            session.execute(delete(DutyRelief))
            session.execute(update(Slot).values(cancelled_at=None))
            for number, minutes, shop in reliefs:
                slot = slots[number % len(slots)]
                begins = slot.starts_at + timedelta(minutes=minutes)
                session.add(
                    DutyRelief(slot_id=slot.id, starts_at=begins, holder_id=shop, actor_id=None, at=town.now)
                )
            gone = [slots[number % len(slots)].id for number in cancelled]
            session.execute(update(Slot).where(Slot.id.in_(gone)).values(cancelled_at=town.now))
        with town.sessions() as session:
            market = duty.on_duty(session, town.market_id, now=now)
            assert {one.slot.id: one.holder for one in market} == walked(session, now)
            assert len(market) == len({one.slot.id for one in market})
            apart = [one for group in groups for one in duty.on_duty_in(session, group.rota_id, now=now)]
            assert {one.slot.id: one for one in apart} == {one.slot.id: one for one in market}
            assert duty.on_duty(session, 0, now=now) == []

    hold()


def test_what_is_read_in_columns_says_the_same_as_the_tables(town: DutyTown) -> None:
    group = town.group(shops=5, days=3)
    running = group.slots()[0]
    with town.sessions() as session:
        (one,) = duty.on_duty_in(session, group.rota_id, now=running.starts_at)
        slot, rota = session.get_one(Slot, running.id), session.get_one(Rota, group.rota_id)
        for value, row in ((one.slot, slot), (one.rota, rota)):
            names = type(value).__slots__
            assert {name: getattr(value, name) for name in names} == {
                name: getattr(row, name) for name in names
            }
