"""Buttons that are overdue become one device alert for each grid; the alert goes when they are tested."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from patrol.actions.desk import AlertDesk
from patrol.errors import Invalid
from patrol.model.trials import ButtonTest, TestPlan
from patrol.rules import triage
from patrol.rules.conditions import Facts
from patrol.rules.drafts import Draft, fingerprint
from patrol.rules.entries import DeviceEntry, MarketEntry, Register
from patrol.rules.triage import Fold
from patrol.rules.trials import EVERY_DAYS, TrialKind, TrialState, due_at
from patrol.rules.words import DeviceClass

LOOK_EVERY = timedelta(hours=1)


def plan_of(session: Session, market_id: int, *, now: datetime) -> TestPlan:
    """Give a market's plan; a new one begins to count now, so that nobody starts in arrears."""
    plan = session.get(TestPlan, market_id)
    if plan is None:
        plan = TestPlan(market_id=market_id, every_days=EVERY_DAYS, since=now)
        session.add(plan)
        session.flush()
    return plan


def set_plan(session: Session, market_id: int, every_days: int, *, now: datetime) -> TestPlan:
    """Say how often buttons are tested."""
    if not 1 <= every_days <= 366:
        raise Invalid("every_days: want 1 to 366", ["every_days"])
    plan = plan_of(session, market_id, now=now)
    plan.every_days, plan.looked_at = every_days, None
    return plan


def last_passed(session: Session, market_id: int) -> dict[int, datetime]:
    """Give when each button last passed a test."""
    rows = session.execute(
        select(ButtonTest.device_id, func.max(ButtonTest.settled_at))
        .where(ButtonTest.market_id == market_id, ButtonTest.state == TrialState.PASSED)
        .group_by(ButtonTest.device_id)
    )
    return {device: at for device, at in rows if at is not None}


def to_look(now: datetime) -> Select[int]:
    """Ask for markets whose ledger was not looked at for an hour."""
    return select(TestPlan.market_id).where(
        or_(TestPlan.looked_at.is_(None), TestPlan.looked_at <= now - LOOK_EVERY)
    )


def look(session: Session, market: MarketEntry, register: Register, *, now: datetime) -> int:
    """Raise or clear the alert of each grid; say how many buttons are overdue."""
    plan = plan_of(session, market.id, now=now)
    plan.looked_at = now
    passed = last_passed(session, market.id)
    late: dict[int | None, list[DeviceEntry]] = defaultdict(list)
    grids: set[int | None] = set()
    for device in register.devices.values():
        if device.market_id == market.id and device.device_class is DeviceClass.BUTTON:
            grids.add(device.grid_id)
            if due_at(passed.get(device.id), plan.since, plan.every_days) <= now:
                late[device.grid_id].append(device)
    _tell(session, market, register, grids, late, now)
    return sum(map(len, late.values()))


def _tell(
    session: Session,
    market: MarketEntry,
    register: Register,
    grids: set[int | None],
    late: Mapping[int | None, list[DeviceEntry]],
    now: datetime,
) -> None:
    desk = AlertDesk(session, register, now=now)
    keys = {grid: fingerprint(TrialKind.OVERDUE, Fold.GRID, f"g{grid}") for grid in grids}
    desk.look_up([(market.id, key) for key in keys.values()])
    for grid, key in sorted(keys.items(), key=lambda each: each[1]):
        standing = desk.standing(market.id, key)
        if late.get(grid) and standing is None:
            _raise(desk, market, register, grid, key, late[grid], now)
        elif not late.get(grid) and standing is not None:
            desk.clear(standing, "tested")
    desk.finish()


def _raise(
    desk: AlertDesk,
    market: MarketEntry,
    register: Register,
    grid: int | None,
    key: str,
    buttons: list[DeviceEntry],
    now: datetime,
) -> None:
    place = register.places.get(grid or 0)
    facts = Facts(
        kind=TrialKind.OVERDUE, source="patrol", grid=place.code if place else "", known_device=False
    )
    rule = market.rules.find(TrialKind.OVERDUE, lambda: facts)
    if rule is None or rule.outcome is None:
        return
    names = ", ".join(sorted(button.code for button in buttons)[:5])
    desk.raise_alert(
        Draft(
            market_id=market.id,
            fingerprint=key,
            kind=TrialKind.OVERDUE,
            rule=rule.code,
            outcome=rule.outcome,
            severity=triage.severity_of(rule.outcome, None),
            happened_at=now,
            place_id=grid,
            grid_id=grid,
            subject={"buttons": len(buttons), "names": names + (" …" if len(buttons) > 5 else "")},
        )
    )
