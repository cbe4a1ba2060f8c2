"""Whoever has a turn is reminded of it, and hears what became of it: once each, in the zone's own evening."""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import people
from patrol.jobs import tell_of_duty
from patrol.model.notices import Notice
from patrol.model.people import Person
from patrol.model.places import Market, Place
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_reminders import stretches
from patrol.rules.entries import Register
from patrol.rules.words import Role
from tests.actions.duty_town import DutyTown, Group, a_town, leave


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin"])
def town(request: pytest.FixtureRequest, database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url, zone=request.param)
    yield town
    town.engine.dispose()


def with_owners(group: Group) -> dict[int, int]:
    """Give every shop an owner who can be told; returns owners by shop."""

    def grant(session: Session, _register: Register) -> dict[int, int]:
        owners = {}
        for shop in group.shops:
            owner = Person(login=f"owner-{shop}", name=f"Owner {shop}")
            session.add(owner)
            session.flush()
            place = session.get_one(Place, shop)
            people.grant(session, owner, Role.SHOP, place, group.town.now - timedelta(days=1))
            owners[shop] = owner.id
        return owners

    return group.town.do(grant)


def look(town: DutyTown) -> None:
    """Let the job look once; what it says is due is what it does."""
    with town.sessions() as session:
        due = tell_of_duty.is_due(session, now=town.now)
    if due:
        town.do(lambda s, r: tell_of_duty.run(s, r, now=town.now))
    with town.sessions() as session:
        assert not tell_of_duty.is_due(session, now=town.now)


def zone_of(town: DutyTown) -> ZoneInfo:
    with town.sessions() as session:
        return ZoneInfo(session.scalars(select(Market.timezone)).one())


def told(town: DutyTown) -> list[tuple[int, str, str]]:
    with town.sessions() as session:
        rows = session.scalars(select(Notice).order_by(Notice.id))
        return [(row.person_id, row.kind, str(row.facts.get("topic"))) for row in rows]


def test_a_turn_is_told_the_evening_before_and_half_an_hour_before_once_each(town: DutyTown) -> None:
    group = town.group()
    owners = with_owners(group)
    slot = next(s for s in group.slots() if (s.starts_at - town.now) > timedelta(days=1))
    mine = owners[slot.holder_id or 0]
    for minutes in range(0, 60 * 40, 20):
        town.now = slot.starts_at - timedelta(hours=34) + timedelta(minutes=minutes)
        if town.now >= slot.starts_at:
            break
        look(town)
    with town.sessions() as session:
        rows = session.scalars(select(Notice).where(Notice.person_id == mine))
        heard = [(row.facts["topic"], row.happened_at) for row in rows if row.facts.get("slot") == slot.id]
    assert [topic for topic, _ in heard] == ["tomorrow", "soon"]
    first, second = (at for _, at in heard)
    assert first.astimezone(zone_of(town)).hour >= 18
    assert slot.starts_at - timedelta(minutes=30) <= second < slot.starts_at


def test_whoever_gains_or_loses_a_turn_hears_of_it_and_nobody_else(town: DutyTown) -> None:
    group = town.group()
    owners = with_owners(group)
    slot = group.slots()[2]
    look(town)
    before = len(told(town))
    leave(group, slot.holder_id or 0, slot.starts_at, slot.ends_at)
    look(town)
    heard = {person for person, kind, _ in told(town)[before:] if kind == "duty_changed"}
    assert heard == {owners[slot.holder_id or 0], owners[group.slot(slot.id).holder_id or 0]}


@pytest.mark.parametrize("hours", range(0, 49, 3))
def test_no_turn_of_the_next_half_hour_is_left_out(hours: int) -> None:
    calendar = Calendar("Europe/Berlin")
    moment = calendar.instant(date(2026, 3, 28), 0) + timedelta(hours=hours)
    (_, after, until), (_, later, end) = stretches(calendar, now=moment)
    assert after == moment
    assert until == later
    assert later <= end
