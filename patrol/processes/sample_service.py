"""Turns that were kept in a demonstration: most shops came in time, some late, and some did not come."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import duty_checks
from patrol.actions.duty_checks import Arrival
from patrol.actions.duty_doer import Doer
from patrol.cards.duty_post import shops_of
from patrol.model.duty import Rota, Slot
from patrol.rules.duty_words import CheckMethod
from patrol.rules.entries import Register

DAYS = 7
LATE, NOBODY = 0.12, 0.10
"""How many come late, and how many do not come at all."""
NOTES = ("一切正常", "路灯不亮，已报办公室", "一辆货车占道，已劝离", None)


def keep(session: Session, rota: Rota, register: Register, *, now: datetime) -> None:
    """Let the shops of a group have checked in for a week. The turn that runs is left to the visitor."""
    rota.check_in_from = now - timedelta(days=DAYS)
    turns = select(Slot).where(
        Slot.rota_id == rota.id,
        Slot.starts_at >= rota.check_in_from,
        Slot.ends_at <= now,
        Slot.standby.is_(False),
        Slot.cancelled_at.is_(None),
        Slot.holder_id.is_not(None),
    )
    dice, shops = Random(9), shops_of(rota, register)  # noqa: S311 - a made-up market plays dice
    for slot in session.scalars(turns.order_by(Slot.starts_at, Slot.id)).all():
        _keep_one(session, rota, slot, shops, dice)


def _keep_one(session: Session, rota: Rota, slot: Slot, shops: list[int], dice: Random) -> None:
    came, holder = _arrival(slot, shops, dice)
    if holder != slot.holder_id:
        duty_checks.begin_ladders(session, now=slot.starts_at + timedelta(minutes=1))
    doer = Doer(None, frozenset({holder}))
    arrival = Arrival(holder, CheckMethod.QR, came, code=rota.post_code)
    duty_checks.check_in(session, slot.id, arrival, doer, now=came)
    left = slot.ends_at - timedelta(minutes=dice.randint(0, 6))
    duty_checks.check_out(session, slot.id, holder, doer, note=dice.choice(NOTES), now=left)


def _arrival(slot: Slot, shops: list[int], dice: Random) -> tuple[datetime, int]:
    """Say who came, and when: whose turn it was, or somebody who was asked because they did not come."""
    luck, mine = dice.random(), slot.holder_id
    if mine is None or luck < NOBODY:
        others = [shop for shop in shops if shop != mine]
        return slot.starts_at + timedelta(minutes=dice.randint(18, 35)), dice.choice(others)
    minutes = dice.randint(7, 24) if luck < NOBODY + LATE else dice.randint(-12, 3)
    return slot.starts_at + timedelta(minutes=minutes), mine
