"""One press and the whole group rings: open a roll call, answer it, list the silent, ask their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.notices import Message
from patrol.actions.notices import tell as tell_people
from patrol.cards.audience import keepers_of
from patrol.cards.people import names
from patrol.cards.roll_calls import roll_call_card
from patrol.cards.things import Card, code_of
from patrol.cards.units import shop_is_open, stand_in_of
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.alerts import Alert
from patrol.model.incidents import CommandDone, Incident
from patrol.model.roll_calls import RollCall, RollCallShop
from patrol.model.tasks import Timer
from patrol.rules.case_words import RollAnswer, RollStage, TimerKind
from patrol.rules.entries import PlaceEntry, Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.rooms import police_room, rooms_of
from patrol.rules.timers import ROLL
from patrol.rules.words import Kind, PlaceKind, Severity


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls which group. Shops that call are not asked themselves: the one named, and whoever pressed."""

    market_id: int
    group: str
    command_id: str
    actor_id: int | None
    caller: str | None = None
    incident_id: int | None = None
    drill: bool = False


@dataclass(frozen=True, slots=True)
class RollOrder:
    """One command to a standing roll call: `answer`, `closed` or `end`."""

    roll_call_id: int
    command: str
    command_id: str
    actor_id: int | None
    shop: str | None = None
    answer: RollAnswer | None = None


def open_call(session: Session, call: Call, register: Register, *, now: datetime) -> dict[str, Any]:
    """Ring every open shop of a group; pressing again while it rings joins the call that stands.

    Raises:
        NotFound: there is no such group in this market.
        NotNow: no shop of the group is open, or what it is called for was told quietly in this group.
    """
    done = session.get(CommandDone, call.command_id)
    if done is not None:
        return _same_answer(done, "roll_call", call.actor_id)
    group = _group(register, call)
    standing = select(RollCall).where(RollCall.group_id == group.id, RollCall.ended_at.is_(None))
    found = session.scalars(standing).first()
    if found is None:
        found = _open(session, call, group, register, now)
    card = _card(session, found, register)
    return _remember(session, call.command_id, call.actor_id, "roll_call", card, now)


def command(session: Session, order: RollOrder, register: Register, *, now: datetime) -> dict[str, Any]:
    """Answer, take a closed shop out of the count, or end it; a retry gives the same answer.

    Answers are no race: every shop has its own line, and a later answer replaces an earlier one.
    """
    call = session.get(RollCall, order.roll_call_id, with_for_update=True)
    if call is None:
        raise NotFound(f"there is no roll call {order.roll_call_id}")
    entity = f"roll_call:{call.id}"
    done = session.get(CommandDone, order.command_id)
    if done is not None:
        return _same_answer(done, entity, order.actor_id)
    if call.ended_at is not None:
        raise NotNow("this roll call is over")
    match order.command:
        case "answer":
            _answer(session, call, order, register, now)
        case "closed":
            _closed(session, call, order, register)
        case "end":
            end(session, call, order.actor_id, now)
        case other:
            raise Invalid(f"there is no command {other!r}: want answer, closed or end")
    call.version += 1
    _stop_when_nobody_is_silent(session, call, now)
    event = "roll_call.ended" if order.command == "end" else "roll_call.changed"
    card = tell(session, call, event, register, now)
    return _remember(session, order.command_id, order.actor_id, entity, card, now)


def _open(session: Session, call: Call, group: PlaceEntry, register: Register, now: datetime) -> RollCall:
    market = register.markets[call.market_id]
    shops = [p for p in register.places.values() if p.kind is PlaceKind.SHOP and p.parent_id == group.id]
    incident = session.get(Incident, call.incident_id) if call.incident_id else None
    attached = stand_in_of(session, group)
    shops += [p for p in register.places.values() if p.kind is PlaceKind.SHOP and p.parent_id == attached]
    callers = _callers(session, call, shops)
    asked = {shop.id: _why_not(shop, callers, is_open=shop_is_open(shop, market, now)) for shop in shops}
    if all(why is not None for why in asked.values()):
        raise NotNow("no shop of this group is open")
    if incident is not None and incident.quiet and group.id in (incident.group_id, incident.near_id):
        raise NotNow("this was told quietly: a roll call would ring the phone of whoever told it")
    roll_call = RollCall(
        market_id=market.id,
        group_id=group.id,
        incident_id=incident.id if incident and incident.market_id == market.id else None,
        drill=call.drill or (incident is not None and incident.drill),
        opened_at=now,
        opened_by=call.actor_id,
        caller_id=callers[0] if callers else None,
        attached_id=attached,
    )
    session.add(roll_call)
    session.flush()
    for place_id, why in asked.items():
        session.add(
            RollCallShop(
                roll_call_id=roll_call.id,
                place_id=place_id,
                counted=why is None,
                why_not=why,
                rung_at=now if why is None else None,
            )
        )
    for kind, seconds in ROLL.items():
        due_at = now + timedelta(seconds=seconds)
        session.add(Timer(roll_call_id=roll_call.id, kind=kind, started_at=now, due_at=due_at))
    tell(session, roll_call, "roll_call.opened", register, now)
    rung = [place_id for place_id, why in asked.items() if why is None]
    ring(session, roll_call, rung, NoticeKind.ROLL_CALL, register, now)
    return roll_call


def _callers(session: Session, call: Call, shops: Sequence[PlaceEntry]) -> list[int]:
    """Give the shops that called for help: the one that is named, then those whose button led to the case."""
    named = [shop.id for shop in shops if shop.code == call.caller]
    pressed = select(Alert.place_id).where(
        Alert.incident_id == call.incident_id,
        Alert.kind == Kind.SOS,
        Alert.place_id.in_([shop.id for shop in shops]),
    )
    others = session.scalars(pressed.order_by(Alert.id)) if call.incident_id else ()
    return list(dict.fromkeys([*named, *(place_id for place_id in others if place_id is not None)]))


def _why_not(shop: PlaceEntry, callers: Sequence[int], *, is_open: bool) -> str | None:
    if shop.id in callers:
        return "caller"
    return None if is_open else "closed"


def _answer(session: Session, call: RollCall, order: RollOrder, register: Register, now: datetime) -> None:
    if order.answer is None:
        raise Invalid("say what the shop answers", ["answer"])
    shop = _shop(session, call, order.shop, register)
    shop.answer, shop.answered_at, shop.answered_by = order.answer, now, order.actor_id
    if shop.why_not == "closed":
        shop.counted, shop.why_not = True, None


def _closed(session: Session, call: RollCall, order: RollOrder, register: Register) -> None:
    shop = _shop(session, call, order.shop, register)
    if shop.answer is not None:
        raise NotNow("this shop has answered: it is not closed")
    shop.counted, shop.why_not = False, "closed"


def end(session: Session, call: RollCall, actor_id: int | None, now: datetime) -> None:
    """End a roll call; its answers stay."""
    call.ended_at, call.ended_by, call.stage = now, actor_id, RollStage.OVER
    _stop(session, call, now, tuple(ROLL))


def _stop_when_nobody_is_silent(session: Session, call: RollCall, now: datetime) -> None:
    if not any(shop.counted and shop.answer is None for shop in shops_of(session, call)):
        _stop(session, call, now, (TimerKind.ROLL_LIST, TimerKind.ROLL_RING, TimerKind.ROLL_NEIGHBOUR))


def _stop(session: Session, call: RollCall, now: datetime, kinds: Sequence[TimerKind]) -> None:
    standing = select(Timer).where(
        Timer.roll_call_id == call.id, Timer.stopped_at.is_(None), Timer.kind.in_(kinds)
    )
    for timer in session.scalars(standing):
        timer.stopped_at = now


def tell(session: Session, call: RollCall, event: str, register: Register, now: datetime) -> Card:
    """Post the whole card to the market, the grid and the group that rings."""
    card = _card(session, call, register)
    market, group = register.markets[call.market_id], code_of(register, call.group_id)
    grid = register.above(call.group_id, PlaceKind.GRID)
    attached = code_of(register, call.attached_id)
    rooms = [*rooms_of(market.code, grid.code if grid else None, group), police_room(market.code)]
    outbox.post(
        session,
        [*rooms, f"group:{attached}"] if attached else rooms,
        event,
        entity=f"roll_call:{call.id}",
        version=call.version,
        body=card if call.ended_at is None else None,
        now=now,
    )
    return card


def ring(
    session: Session,
    call: RollCall,
    shops: Sequence[int],
    kind: NoticeKind,
    register: Register,
    now: datetime,
) -> None:
    """Tell whoever keeps these shops, once for each ringing."""
    group = register.places.get(call.group_id)
    for shop, people in keepers_of(session, shops, now).items():
        facts = {"place": group.name if group else None, "drill": call.drill or None, "shop": shop}
        message = Message(
            f"roll_call:{call.id}:{kind}:{shop}",
            kind,
            severity=Severity.HIGH,
            market_id=call.market_id,
            facts={name: value for name, value in facts.items() if value is not None},
            link="/",
        )
        tell_people(session, people, message, now=now)


def _card(session: Session, call: RollCall, register: Register) -> Card:
    session.flush()
    return roll_call_card(call, shops_of(session, call), register, names(session))


def shops_of(session: Session, call: RollCall) -> list[RollCallShop]:
    """Give every shop's line."""
    asked = select(RollCallShop).where(RollCallShop.roll_call_id == call.id)
    return list(session.scalars(asked.order_by(RollCallShop.place_id)))


def _shop(session: Session, call: RollCall, code: str | None, register: Register) -> RollCallShop:
    for shop in shops_of(session, call):
        if code_of(register, shop.place_id) == code:
            return shop
    raise NotFound(f"{code!r} is not a shop of this group")


def _group(register: Register, call: Call) -> PlaceEntry:
    groups = (p for p in register.places.values() if p.kind is PlaceKind.GROUP and p.code == call.group)
    found = next((group for group in groups if group.market_id == call.market_id), None)
    if found is None:
        raise NotFound(f"there is no group {call.group!r}")
    return found


def _same_answer(done: CommandDone, entity: str, actor_id: int | None) -> dict[str, Any]:
    if (done.entity, done.actor_id) != (entity, actor_id):
        raise Invalid("this command_id was used for another command: make a new one")
    return done.answer


def _remember(
    session: Session, command_id: str, actor_id: int | None, entity: str, card: Card, now: datetime
) -> dict[str, Any]:
    answer = {"version": card["version"], "card": card}
    session.add(CommandDone(command_id=command_id, actor_id=actor_id, entity=entity, answer=answer, at=now))
    return answer
