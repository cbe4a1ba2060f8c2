"""Coming to a turn, and what happens when nobody comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from patrol.actions import duty_checks, duty_rotas
from patrol.actions.duty_checks import Arrival
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_rotas import Rules
from patrol.errors import Forbidden, Invalid, NotNow
from patrol.jobs import climb_missed_duty
from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import MissedDuty
from patrol.rules.duty_words import CheckMethod, Rung
from patrol.rules.fairness import UNIT, WORKROOM
from tests.actions.duty_town import OFFICE, DutyTown, Group, a_town, owner


@pytest.fixture
def town(database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url)
    yield town
    town.engine.dispose()


@pytest.fixture
def group(town: DutyTown) -> Group:
    """A group whose shops must check in."""
    group = town.group()

    def require(session: object, _register: object) -> None:
        duty_rotas.set_rules(session, group.rota_id, Rules(check_in=True), now=town.now)  # type: ignore[arg-type] # a Session
        rota = session.get_one(Rota, group.rota_id)  # type: ignore[attr-defined] # a Session
        rota.post_x, rota.post_y, rota.post_code = 100.0, 50.0, "secret"

    town.do(require)
    return group


def come(group: Group, slot: Slot, arrival: Arrival, doer: Doer) -> None:
    group.town.do(lambda s, _: duty_checks.check_in(s, slot.id, arrival, doer, now=group.town.now))


def by_code(shop: int, came: datetime, code: str = "secret") -> Arrival:
    return Arrival(shop, CheckMethod.QR, came, code=code)


def look(town: DutyTown) -> None:
    """Let the job look once; what it says is due is what it does."""
    with town.sessions() as session:
        due = climb_missed_duty.is_due(session, now=town.now)
    if due:
        town.do(lambda s, r: climb_missed_duty.run(s, r, now=town.now))


def missed(town: DutyTown) -> list[MissedDuty]:
    with town.sessions() as session:
        return list(session.scalars(select(MissedDuty)))


def test_the_code_at_the_post_proves_it_and_a_wrong_one_does_not(group: Group) -> None:
    slot = group.slots()[0]
    shop = slot.holder_id or 0
    group.town.now = slot.starts_at
    with pytest.raises(NotNow, match="not the code"):
        come(group, slot, by_code(shop, group.town.now, "guess"), owner(shop))
    come(group, slot, by_code(shop, group.town.now), owner(shop))
    look(group.town)
    assert missed(group.town) == []


def test_a_position_near_the_post_proves_it(group: Group) -> None:
    slot = group.slots()[0]
    shop = slot.holder_id or 0
    group.town.now = slot.starts_at
    far = Arrival(shop, CheckMethod.POSITION, group.town.now, at=(300.0, 50.0), accuracy_m=500)
    with pytest.raises(NotNow, match="200 m"):
        come(group, slot, far, owner(shop))
    come(group, slot, Arrival(shop, CheckMethod.POSITION, group.town.now, at=(120.0, 50.0)), owner(shop))


def test_the_lead_checks_somebody_in_with_a_reason(group: Group) -> None:
    slot = group.slots()[0]
    shop = slot.holder_id or 0
    group.town.now = slot.starts_at
    with pytest.raises(Invalid):
        come(group, slot, Arrival(shop, CheckMethod.LEAD, group.town.now), OFFICE)
    come(group, slot, Arrival(shop, CheckMethod.LEAD, group.town.now, reason="no phone"), OFFICE)


def test_a_phone_without_signal_is_believed_a_day_and_not_for_other_turns(group: Group) -> None:
    slot = group.slots()[0]
    shop = slot.holder_id or 0
    group.town.now = slot.ends_at + timedelta(hours=5)
    with pytest.raises(NotNow):
        come(group, slot, by_code(shop, slot.starts_at - timedelta(hours=2)), owner(shop))
    come(group, slot, by_code(shop, slot.starts_at), owner(shop))
    assert group.ledger().shares[slot.id] == ((shop, UNIT),)


def test_who_comes_instead_has_the_credit_and_a_turn_nobody_came_to_is_nobodys(group: Group) -> None:
    first, second = group.slots()[:2]
    other = next(shop for shop in group.shops if shop != first.holder_id)
    group.town.now = first.starts_at
    come(group, first, by_code(other, group.town.now), owner(other))
    group.town.now = second.ends_at
    shares = group.ledger().shares
    assert shares[first.id] == ((other, UNIT),)
    assert shares[second.id] == ((WORKROOM, UNIT),)


def test_checking_in_twice_is_checking_in_once_and_leaving_early_is_seen(group: Group) -> None:
    slot = group.slots()[0]
    shop = slot.holder_id or 0
    town = group.town
    town.now = slot.starts_at
    for _ in range(2):
        come(group, slot, by_code(shop, town.now), owner(shop))
        town.later(hours=1)
    town.do(lambda s, _: duty_checks.check_out(s, slot.id, shop, owner(shop), note="all quiet", now=town.now))
    town.now = slot.ends_at
    assert group.ledger().shares[slot.id] == ((shop, UNIT // 2), (WORKROOM, UNIT // 2))


def test_when_nobody_comes_standby_lead_workroom_and_car_are_asked_in_turn(group: Group) -> None:
    town, slot = group.town, group.slots()[0]
    standby = group.slots(standby=True)[0].holder_id
    town.now = slot.starts_at
    rungs = []
    for _ in range(30):
        look(town)
        rungs += [row.rung for row in missed(town)]
        town.later(minutes=1)
    path = list(dict.fromkeys(rungs))
    assert (path[0], *path[-2:]) == (Rung.HOLDER, Rung.WORKROOM, Rung.CAR)
    asked = [(who, topic) for who, topic, *_ in group.notices() if topic.startswith("come")]
    assert asked[0] == (standby, "come:standby")
    assert [step["rung"] for step in missed(town)[0].path] == path


def test_a_shop_of_another_group_can_not_check_in(group: Group) -> None:
    slot, stranger = group.slots()[0], group.town.group(shops=1).shops[0]
    group.town.now = slot.starts_at
    with pytest.raises(Forbidden):
        come(group, slot, by_code(stranger, group.town.now), owner(stranger))


def test_whoever_comes_ends_the_search(group: Group) -> None:
    town, slot = group.town, group.slots()[0]
    town.now = slot.starts_at
    look(town)
    town.later(minutes=12)
    look(town)
    shop = group.shops[-1]
    come(group, slot, by_code(shop, town.now), owner(shop))
    town.later(minutes=60)
    look(town)
    (row,) = missed(town)
    assert (row.resolved_by, row.rung) == (shop, Rung.STANDBY)
