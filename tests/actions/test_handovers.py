"""Handover between shifts: it opens by itself, two people sign, and equipment keeps its ledger."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from patrol.actions import equipment, handovers
from patrol.actions.handovers import Side, Signature
from patrol.cards.handovers import keepers
from patrol.errors import Forbidden, NotNow, VersionConflict
from patrol.jobs import watch_handovers
from patrol.model.handovers import EquipmentAct, EquipmentKind, EquipmentRow, Handover
from patrol.model.stream import StreamRecord
from tests.actions.guard_town import GuardTown, a_workroom, day


@pytest.fixture
def town(database_url: str) -> Iterator[GuardTown]:
    """A published week, ten minutes before the late shift ends."""
    made = a_workroom(database_url)
    made.make(0, 6)
    made.order("publish", until=day(6).isoformat())
    made.later(hours=9, minutes=50)
    yield made
    made.engine.dispose()


def watch(town: GuardTown) -> bool:
    with town.sessions() as session:
        due = watch_handovers.is_due(session, now=town.now)
    town.do(lambda s, r: watch_handovers.run(s, r, now=town.now))
    return due


def the_one(town: GuardTown) -> Handover:
    with town.sessions() as session:
        return session.scalars(select(Handover)).one()


def sign(town: GuardTown, side: Side, person: int, version: int, *, leads: bool = False) -> Handover:
    given = Signature(side, person, version, leads, "钥匙在抽屉")
    number = the_one(town).id
    return town.do(lambda s, r: handovers.sign(s, number, given, r, now=town.now))


def stream(town: GuardTown) -> list[tuple[str, str, bool]]:
    with town.sessions() as session:
        rows = session.scalars(select(StreamRecord).order_by(StreamRecord.room, StreamRecord.seq))
        return [(one.room, one.type, one.body is None) for one in rows if one.type.startswith("handover.")]


def test_it_opens_by_itself_and_leaves_the_board_when_both_have_signed(town: GuardTown) -> None:
    radio = town.do(
        lambda s, r: (
            equipment.add(s, town.market_id, town.place_id, EquipmentKind.RADIO, "R-03", now=town.now).id
        )
    )
    assert watch(town)
    assert not watch(town)
    one = the_one(town)
    assert (one.out_kind, one.in_kind, one.at - town.now) == ("late", "night", timedelta(minutes=10))
    with town.sessions() as session:
        leaving, coming = keepers(session, town.rota_id, one.at)
    [out], [come] = leaving, coming
    with pytest.raises(Forbidden):
        sign(town, Side.OUT, come, 1)
    signed = sign(town, Side.OUT, out, 1)
    assert [thing["number"] for thing in signed.facts["equipment"]] == ["R-03"]
    with pytest.raises(VersionConflict):
        sign(town, Side.IN, come, 1)
    with pytest.raises(NotNow, match="somebody else's"):
        sign(town, Side.IN, out, 2, leads=True)
    assert sign(town, Side.IN, come, 2).closed_at == town.now
    assert radio
    assert stream(town) == [
        (room, word, gone)
        for room in ("grid:g1", "market:yunda")
        for word, gone in (("handover.due", False), ("handover.signed", False), ("handover.signed", True))
    ]


def test_nobody_signs_for_a_day_and_it_leaves_the_board_unsigned(town: GuardTown) -> None:
    watch(town)
    town.later(hours=24, minutes=20)
    watch(town)
    with town.sessions() as session:
        first = session.scalars(select(Handover).order_by(Handover.id)).first()
    assert first is not None
    assert (first.out_by, first.in_by, first.closed_at) == (None, None, town.now)


def test_an_armband_is_issued_given_back_and_its_ledger_only_grows(town: GuardTown) -> None:
    def add() -> int:
        kind = EquipmentKind.ARMBAND
        return town.do(
            lambda s, r: equipment.add(s, town.market_id, town.place_id, kind, "017", now=town.now).id
        )

    thing = add()
    assert add() == thing

    def act(what: EquipmentAct, expected: int, person: int | None = None) -> int:
        return town.do(
            lambda s, r: (
                equipment.act(
                    s, thing, what, expected=expected, person_id=person, by=1, note=None, now=town.now
                ).seq
            )
        )

    assert act(EquipmentAct.ISSUED, 0, town.guards[0]) == 1
    with pytest.raises(NotNow):
        act(EquipmentAct.ISSUED, 1, town.guards[1])
    with pytest.raises(VersionConflict):
        act(EquipmentAct.RETURNED, 0)
    assert act(EquipmentAct.LOST, 1) == 2
    assert act(EquipmentAct.FOUND, 2) == 3
    with town.sessions() as session:
        rows = session.scalars(select(EquipmentRow).order_by(EquipmentRow.id)).all()
        assert [(row.seq, row.act, row.person_id) for row in rows] == [
            (0, "returned", None),
            (1, "issued", town.guards[0]),
            (2, "lost", None),
            (3, "found", None),
        ]
