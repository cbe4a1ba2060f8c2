"""Cards of roll calls: every shop of the group with its answer, the silent ones, and the rate."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, code_of, place_of, stamp
from patrol.model.roll_calls import RollCall, RollCallShop
from patrol.rules.case_words import RollAnswer, RollStage
from patrol.rules.entries import Register
from patrol.rules.roll_call import ShopLine, tally


def lines(shops: Iterable[RollCallShop]) -> list[ShopLine]:
    """The shops as decisions see them."""
    return [
        ShopLine(s.place_id, s.counted, RollAnswer(s.answer) if s.answer else None, s.answered_at)
        for s in shops
    ]


def roll_call_card(
    call: RollCall, shops: Sequence[RollCallShop], register: Register, name_of: NameOf
) -> Card:
    """One roll call. `silent` lists the shops without an answer, from the stage at which they are listed."""
    count = tally(lines(shops), call.opened_at)
    listed = call.stage != RollStage.RINGING
    return {
        "id": call.id,
        "version": call.version,
        "group": place_of(register, call.group_id),
        "incident": call.incident_id,
        "drill": call.drill,
        "stage": call.stage,
        "opened_at": stamp(call.opened_at),
        "opened_by": name_of(call.opened_by),
        "caller": place_of(register, call.caller_id),
        "attached": place_of(register, call.attached_id),
        "ended_at": stamp(call.ended_at),
        "answered": count.answered,
        "asked": count.asked,
        "median_s": count.median_s,
        "silent": sorted(_code(register, s) for s in shops if listed and s.counted and s.answer is None),
        "shops": sorted((_shop(s, register, name_of) for s in shops), key=lambda shop: str(shop["code"])),
    }


def cards_of(
    session: Session, calls: Iterable[RollCall], register: Register, name_of: NameOf
) -> list[tuple[RollCall, Card]]:
    """Make the cards of roll calls with one query."""
    wanted = list(calls)
    shops: dict[int, list[RollCallShop]] = defaultdict(list)
    asked = select(RollCallShop).where(RollCallShop.roll_call_id.in_([call.id for call in wanted]))
    for shop in session.scalars(asked):
        shops[shop.roll_call_id].append(shop)
    return [(call, roll_call_card(call, shops[call.id], register, name_of)) for call in wanted]


def _code(register: Register, shop: RollCallShop) -> str:
    return code_of(register, shop.place_id) or str(shop.place_id)


def _shop(shop: RollCallShop, register: Register, name_of: NameOf) -> Card:
    place = place_of(register, shop.place_id) or {"name": None}
    return {
        "code": _code(register, shop),
        "name": place["name"],
        "counted": shop.counted,
        "why_not": shop.why_not,
        "answer": shop.answer,
        "answered_at": stamp(shop.answered_at),
        "by": name_of(shop.answered_by),
        "rung_at": stamp(shop.rung_at),
        "watcher": code_of(register, shop.watcher_id),
    }
