"""One change of a turn or of a request, by one shape of command; the same command twice is one change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol.actions import duty_checks, duty_requests, duty_turns
from patrol.actions.duty_book import edit
from patrol.actions.duty_checks import Arrival
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_requests import Wish, slot_and_rota
from patrol.cards.duty import request_card, slot_card
from patrol.cards.duty_post import post_of
from patrol.errors import Invalid, NotFound
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.model.incidents import CommandDone
from patrol.rules.duty_words import CheckMethod, RequestKind
from patrol.rules.entries import Register
from patrol.rules.swaps import Answer
from patrol.rules.words import PlaceKind

Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DutyCommand:
    """One command to one turn (by its id) or request (by its number). Shops are named by their codes."""

    entity: str
    command: str
    command_id: str
    expected_version: int
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Hands:
    session: Session
    order: DutyCommand
    doer: Doer
    register: Register
    now: datetime

    def text(self, name: str) -> str | None:
        value = self.order.payload.get(name)
        return value.strip()[:200] or None if isinstance(value, str) else None

    def instant(self, name: str, default: datetime | None = None) -> datetime:
        try:
            found = datetime.fromisoformat(self.text(name) or "")
        except ValueError:
            if default is not None and self.text(name) is None:
                return default
            raise Invalid(f"payload.{name}: want an instant", [f"payload.{name}"]) from None
        if found.tzinfo is None:
            raise Invalid(f"payload.{name}: an instant needs its zone", [f"payload.{name}"])
        return found.astimezone(UTC)

    def shop(self, rota: Rota, name: str = "shop") -> int:
        """Find the shop a payload names; without one, the only shop of one's own."""
        code = self.text(name)
        if code is None and len(self.doer.own) == 1:
            return next(iter(self.doer.own))
        places = self.register.places.values()
        found = [
            p.id
            for p in places
            if p.kind is PlaceKind.SHOP and (p.market_id, p.code) == (rota.market_id, code)
        ]
        if not found:
            raise Invalid(f"payload.{name}: name a shop", [f"payload.{name}"])
        return found[0]


def command(session: Session, order: DutyCommand, doer: Doer, register: Register, *, now: datetime) -> Reply:
    """Carry out a command once; the same `command_id` again gives the same answer."""
    done = session.get(CommandDone, order.command_id)
    if done is not None:
        if (done.entity, done.actor_id) != (order.entity, doer.person_id):
            raise Invalid("this command_id was used for another command: make a new one")
        return done.answer
    kind, _, name = order.entity.partition(":")
    hands = _Hands(session, order, doer, register, now)
    answer = _to_request(hands, int(name)) if kind == "duty_request" else _to_slot(hands, name)
    session.add(
        CommandDone(
            command_id=order.command_id, actor_id=doer.person_id, entity=order.entity, answer=answer, at=now
        )
    )
    return answer


def _to_request(hands: _Hands, request_id: int) -> Reply:
    try:
        said = Answer(hands.order.command)
    except ValueError:
        said = Answer.EXPIRE
    if said in (Answer.EXPIRE, Answer.SUPERSEDE):
        raise Invalid("there is no such command: want accept, approve, decline, undo, withdraw")
    asked = hands.session.get(DutyRequest, request_id)
    if asked is None:
        raise NotFound(f"there is no request {request_id}")
    edit(hands.session, asked.rota_id, now=hands.now)
    reason = hands.text("reason")
    done = duty_requests.answer(
        hands.session, request_id, said, hands.doer, hands.register, now=hands.now, reason=reason
    )
    rota = hands.session.get_one(Rota, done.rota_id)
    return {"version": done.version, "request": request_card(done, rota, hands.register)}


def _to_slot(hands: _Hands, slot_id: str) -> Reply:
    act = _ACTS.get(hands.order.command)
    if act is None:
        raise Invalid(f"there is no such command: want {', '.join(sorted(_ACTS))}")
    slot, rota = slot_and_rota(hands.session, slot_id)
    edit(hands.session, rota.id, now=hands.now)
    hands.session.refresh(slot)
    answer = act(hands, slot, rota)
    hands.session.flush()
    hands.session.refresh(slot)
    return {"version": slot.seq, "slot": slot_card(slot, rota, hands.register, now=hands.now), **answer}


def _ask(hands: _Hands, slot: Slot, rota: Rota) -> Reply:
    try:
        kind = RequestKind(hands.text("kind") or "")
    except ValueError:
        raise Invalid("payload.kind: want exchange, give or cover", ["payload.kind"]) from None
    shop = None if kind is RequestKind.EXCHANGE else hands.shop(rota)
    wish = Wish(kind, slot.id, hands.order.expected_version, hands.text("other"), shop, hands.text("reason"))
    made = duty_requests.ask(hands.session, wish, hands.doer, hands.register, now=hands.now)
    return {"request": request_card(made, rota, hands.register)}


def _override(hands: _Hands, slot: Slot, rota: Rota) -> Reply:
    mark = duty_turns.override(
        hands.session,
        [(slot.id, hands.order.expected_version)],
        hands.shop(rota),
        hands.doer,
        hands.register,
        reason=hands.text("reason") or "",
        now=hands.now,
    )
    return {"mark": mark}


def _fill(hands: _Hands, slot: Slot, rota: Rota) -> Reply:
    seq, shop = hands.order.expected_version, hands.shop(rota)
    duty_turns.fill(hands.session, slot.id, seq, shop, hands.doer, hands.register, now=hands.now)
    return {}


def _take_back(hands: _Hands, _slot: Slot, rota: Rota) -> Reply:
    mark = hands.text("mark") or ""
    if not mark.startswith("override:"):
        raise NotFound("there is no such override")
    taken = duty_turns.take_back(hands.session, rota.id, mark, hands.doer, hands.register, now=hands.now)
    return {"taken_back": taken}


def _relieve(hands: _Hands, slot: Slot, rota: Rota) -> Reply:
    start, shop = hands.instant("from", hands.now), hands.shop(rota)
    duty_turns.relieve(
        hands.session,
        slot.id,
        shop,
        start,
        hands.doer,
        hands.register,
        reason=hands.text("reason"),
        now=hands.now,
    )
    return {}


def _check_in(hands: _Hands, slot: Slot, rota: Rota) -> Reply:
    try:
        method = CheckMethod(hands.text("method") or "qr")
    except ValueError:
        raise Invalid("payload.method: want qr, position or lead", ["payload.method"]) from None
    arrival = Arrival(
        hands.shop(rota),
        method,
        hands.instant("at", hands.now),
        code=hands.text("code"),
        at=_point(hands, rota),
        accuracy_m=_metres(hands.order.payload.get("accuracy_m")),
        fixed_at=hands.instant("fixed_at", hands.now) if hands.text("fixed_at") else None,
        reason=hands.text("reason"),
    )
    post = post_of(rota, hands.register)
    came = duty_checks.check_in(hands.session, slot.id, arrival, hands.doer, now=hands.now, post=post)
    return {"came_at": came.came_at.isoformat(), "late": came.late}


def _check_out(hands: _Hands, slot: Slot, rota: Rota) -> Reply:
    shop, note = hands.shop(rota), hands.text("note")
    duty_checks.check_out(hands.session, slot.id, shop, hands.doer, note=note, now=hands.now)
    return {}


def _point(hands: _Hands, rota: Rota) -> tuple[float, float] | None:
    """Read a place: `x` and `y` in plan metres, or `lat` and `lon` as a phone knows them."""
    told = hands.order.payload
    match told.get("x"), told.get("y"):
        case (int() | float() as x, int() | float() as y):
            return float(x), float(y)
    match told.get("lat"), told.get("lon"):
        case (int() | float() as lat, int() | float() as lon):
            return hands.register.markets[rota.market_id].frame.to_plan(float(lat), float(lon))
    return None


def _metres(value: object) -> float:
    return float(value) if isinstance(value, int | float) and value >= 0 else 0.0


_ACTS: dict[str, Callable[[_Hands, Slot, Rota], Reply]] = {
    "ask": _ask,
    "override": _override,
    "take_back": _take_back,
    "fill": _fill,
    "relieve": _relieve,
    "check_in": _check_in,
    "check_out": _check_out,
}
