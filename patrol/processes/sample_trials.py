"""Button tests and drills in a demonstration: most tested, some overdue, one failing, a drill to come."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from patrol.model.trials import ButtonTest, DrillPlan, TestPlan
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.trials import EVERY_DAYS, DrillState, TrialState
from patrol.rules.words import Category, DeviceClass, PlaceKind

OVERDUE_EVERY, FAILING = 40, 7


def settle(session: Session, market: MarketEntry, register: Register, *, now: datetime) -> None:
    """Write a ledger of the last weeks, and plan two drills."""
    since = now - timedelta(days=EVERY_DAYS + 10)
    session.add(TestPlan(market_id=market.id, every_days=EVERY_DAYS, since=since, looked_at=now))
    buttons = [
        device
        for device in register.devices.values()
        if device.market_id == market.id and device.device_class is DeviceClass.BUTTON
    ]
    for number, button in enumerate(sorted(buttons, key=lambda each: each.code)):
        if number % OVERDUE_EVERY == OVERDUE_EVERY - 1:
            continue
        at = now - timedelta(days=1 + number % 25, minutes=number)
        state = TrialState.FAILED if number == FAILING else TrialState.PASSED
        session.add(
            ButtonTest(
                market_id=market.id,
                device_id=button.id,
                state=state,
                opened_at=at,
                closes_at=at,
                pressed_at=at,
                lit=state is TrialState.PASSED,
                settled_at=at,
                note="指示灯不亮" if state is TrialState.FAILED else None,
            )
        )
    _drills(session, market, register, now)


def _drills(session: Session, market: MarketEntry, register: Register, now: datetime) -> None:
    grids = [p for p in register.places.values() if (p.market_id, p.kind) == (market.id, PlaceKind.GRID)]
    place = min((grid.id for grid in grids), default=None)
    past = now - timedelta(days=12)
    session.add_all(
        [
            DrillPlan(
                market_id=market.id,
                title="夜间消防疏散演练",
                category=Category.FIRE,
                place_id=place,
                planned_at=now + timedelta(days=2),
            ),
            DrillPlan(
                market_id=market.id,
                title="一呼九应演练",
                category=Category.PUBLIC_ORDER,
                place_id=place,
                planned_at=past,
                started_at=past,
                ended_at=past + timedelta(minutes=18),
                state=DrillState.DONE,
                result="九户中八户三十秒内应答，一户手机静音",
            ),
        ]
    )
