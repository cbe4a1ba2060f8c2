"""Visit lists in a demonstration: one half done, one that shares shops with it."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import visits
from patrol.actions.visits import Call, Wanted
from patrol.cards.people import guards_of
from patrol.model.people import Person
from patrol.model.visits import VisitAsk
from patrol.queries import people
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.visit_words import VisitResult
from patrol.rules.visits import Choice, ShopFacts
from patrol.rules.words import Category, Role

EACH_GRID = 12
NOTES = ("灭火器有效期到明年三月", "已提醒关好电闸", "店主要求增设一个烟感", None, None, None)


def settle(session: Session, market: MarketEntry, register: Register, *, now: datetime) -> None:
    """Ask for visits before the festival, and let half of the shops be seen."""
    shops = visits.shops_of(register, market.id)
    grids = sorted({shop.grid for shop in shops if shop.grid})
    asked = now - timedelta(hours=8)
    leaders = people.holders(session, Role.SHIFT_LEADER, market.id, now)
    by = leaders[0][0] if leaders else session.scalar(select(Person.id).limit(1))
    named = tuple(shop.code for grid in grids for shop in _some(shops, grid, EACH_GRID))
    wanted = Wanted(
        market.id,
        "节前消防走访",
        "查看灭火器和电闸，提醒离店断电",
        now + timedelta(days=3),
        Choice(named=named),
    )
    first = visits.ask(session, wanted, register, by=by, now=asked)
    few = tuple(shop.code for grid in grids[:2] for shop in _some(shops, grid, 4))
    second = Wanted(
        market.id, "营业执照年报提醒", "提醒店主本月底前完成年报", now + timedelta(days=6), Choice(named=few)
    )
    visits.ask(session, second, register, by=by, now=asked)
    _go(session, market, register, int(first["id"]), asked, now)


def _some(shops: list[ShopFacts], grid: str, count: int) -> list[ShopFacts]:
    here = sorted((shop for shop in shops if shop.grid == grid), key=lambda shop: shop.code)
    return here[:: max(1, len(here) // count)][:count]


def _go(
    session: Session, market: MarketEntry, register: Register, list_id: int, asked: datetime, now: datetime
) -> None:
    dice = Random(11)  # noqa: S311 - a made-up market plays dice
    rows = session.scalars(select(VisitAsk).where(VisitAsk.list_id == list_id).order_by(VisitAsk.id)).all()
    guards = {
        grid: guards_of(session, market.id, grid, now=now)[0][0] for grid in {row.grid_id for row in rows}
    }
    for number, row in enumerate(rows[1::2]):
        result = (VisitResult.SEEN, VisitResult.SEEN, VisitResult.SEEN, VisitResult.ABSENT)[number % 4]
        if number == 7:
            result = VisitResult.PROBLEM
        at = asked + timedelta(minutes=8 * number)
        note = "灭火器已过期，已责令更换" if result is VisitResult.PROBLEM else dice.choice(NOTES)
        told = Call(
            list_id, row.shop_id, result, at, guards[row.grid_id], str(uuid4()), note, (), Category.FIRE
        )
        visits.call(session, told, register, now=at)
