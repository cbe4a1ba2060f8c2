"""What time does to a roll call: the silent are listed, rung again, and a neighbour is asked to look."""

from collections.abc import Sequence
from datetime import datetime
from math import hypot, inf

from sqlalchemy.orm import Session

from patrol.actions import timers
from patrol.actions.notices import Message
from patrol.actions.notices import tell as tell_people
from patrol.actions.roll_call import end, ring, shops_of, tell
from patrol.cards.audience import keepers_of
from patrol.cards.roll_calls import lines
from patrol.cards.units import point_of
from patrol.model.roll_calls import RollCall, RollCallShop
from patrol.model.tasks import Timer
from patrol.rules import roll_call as rules
from patrol.rules.case_words import RollStage, TimerKind
from patrol.rules.entries import Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Severity


def fire(
    session: Session, roll_call_id: int, due: Sequence[Timer], register: Register, *, now: datetime
) -> None:
    """List the silent shops, ring them again, ask their neighbours, or let the call end."""
    call = session.get_one(RollCall, roll_call_id, with_for_update=True)
    fired = [timer for timer in due if timers.take(session, timer, now=now)]
    if not fired or call.ended_at is not None:
        return
    shops = shops_of(session, call)
    call.version += 1
    for timer in fired:
        _reach(session, call, shops, TimerKind(timer.kind), register, now)
    tell(session, call, _EVENTS[TimerKind(fired[-1].kind)], register, now)


_EVENTS = {
    TimerKind.ROLL_LIST: "roll_call.listed",
    TimerKind.ROLL_RING: "roll_call.rung",
    TimerKind.ROLL_NEIGHBOUR: "roll_call.watched",
    TimerKind.ROLL_END: "roll_call.ended",
}


def _reach(
    session: Session,
    call: RollCall,
    shops: Sequence[RollCallShop],
    kind: TimerKind,
    register: Register,
    now: datetime,
) -> None:
    call.stage = rules.later(RollStage(call.stage), rules.AFTER[kind])
    silent = [shop for shop in shops if shop.counted and shop.answer is None]
    match kind:
        case TimerKind.ROLL_LIST:
            for shop in silent:
                shop.listed_at = now
        case TimerKind.ROLL_RING:
            for shop in silent:
                shop.rung_at = now
            again = [shop.place_id for shop in silent]
            ring(session, call, again, NoticeKind.ROLL_CALL_AGAIN, register, now)
        case TimerKind.ROLL_NEIGHBOUR:
            for shop in silent:
                shop.watcher_id = _watcher(shop, shops, register)
            _ask_to_look(session, call, silent, register, now)
        case _:
            end(session, call, None, now)


def _ask_to_look(
    session: Session, call: RollCall, silent: Sequence[RollCallShop], register: Register, now: datetime
) -> None:
    """Tell each neighbour in one letter whom to look after, however many shops are silent."""
    to_look: dict[int, list[int]] = {}
    for shop in silent:
        if shop.watcher_id is not None:
            to_look.setdefault(shop.watcher_id, []).append(shop.place_id)
    people = keepers_of(session, list(to_look), now)
    for watcher, wanted in to_look.items():
        message = Message(
            f"roll_call:{call.id}:watch:{watcher}",
            NoticeKind.ROLL_CALL_WATCH,
            severity=Severity.HIGH,
            market_id=call.market_id,
            facts={"place": _names(wanted, register), **({"drill": True} if call.drill else {})},
            link="/",
        )
        tell_people(session, people[watcher], message, now=now)


def _names(place_ids: Sequence[int], register: Register) -> str:
    places = (register.places.get(place_id) for place_id in place_ids)
    return " · ".join(place.name for place in places if place is not None)


def _watcher(silent: RollCallShop, shops: Sequence[RollCallShop], register: Register) -> int | None:
    here = point_of(register.places.get(silent.place_id))

    def gap(shop: RollCallShop) -> float:
        there = point_of(register.places.get(shop.place_id))
        return hypot(there[0] - here[0], there[1] - here[1]) if here and there else inf

    order = [shop.place_id for shop in sorted(shops, key=lambda shop: (gap(shop), shop.place_id))]
    return rules.watcher(silent.place_id, order, lines(shops))
