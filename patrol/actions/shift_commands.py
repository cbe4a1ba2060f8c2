"""One change of a roster, by one shape of command; the same command twice is one change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from patrol.actions import shift_moves, shift_rosters, shift_runs, shift_wishes
from patrol.actions.shift_moves import Move
from patrol.actions.shift_rosters import Heads, LongHeads, touch
from patrol.actions.shift_wishes import Asked
from patrol.cards.duty_members import has_belonged
from patrol.cards.people import names
from patrol.cards.rosters import run_card, wish_card
from patrol.cards.workroom import calendar_of, roster_named
from patrol.errors import Forbidden, Invalid
from patrol.model.incidents import CommandDone
from patrol.model.shifts import CAR, GuardRoster, Qualification, ShiftWish
from patrol.rules.entries import Register
from patrol.rules.shifts import WishKind, WishState

Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RosterCommand:
    """One command to the roster of one place."""

    rota_id: int
    command: str
    command_id: str
    expected_version: int
    payload: Mapping[str, object]

    @property
    def entity(self) -> str:
        """What it is about."""
        return f"roster:{self.rota_id}"


@dataclass(frozen=True, slots=True)
class _Hands:
    session: Session
    order: RosterCommand
    by: int | None
    register: Register
    now: datetime

    def raise_version(self) -> None:
        touch(self.session, self.order.rota_id, self.order.expected_version, self.by, now=self.now)

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(str(self.order.payload.get(name)))
        except ValueError:
            raise Invalid(f"payload.{name}: want a date", [f"payload.{name}"]) from None

    def whole(self, name: str, low: int, high: int) -> int:
        value = self.order.payload.get(name)
        if not isinstance(value, int) or not low <= value <= high:
            raise Invalid(f"payload.{name}: want {low} to {high}", [f"payload.{name}"])
        return value

    def text(self, name: str) -> str | None:
        value = self.order.payload.get(name)
        return value.strip()[:200] or None if isinstance(value, str) else None


def command(
    session: Session, order: RosterCommand, register: Register, *, by: int | None, now: datetime
) -> Reply:
    """Carry out a command once; the same `command_id` again gives the same answer."""
    done = session.get(CommandDone, order.command_id)
    if done is not None:
        if (done.entity, done.actor_id) != (order.entity, by):
            raise Invalid("this command_id was used for another command: make a new one")
        return done.answer
    act = _ACTS.get(order.command)
    if act is None:
        raise Invalid(f"there is no such command: want {', '.join(sorted(_ACTS))}")
    roster_named(session, order.rota_id)
    told = act(_Hands(session, order, by, register, now))
    session.flush()
    roster = session.get_one(GuardRoster, order.rota_id, populate_existing=True)
    answer = {"version": roster.version, **told}
    session.add(
        CommandDone(command_id=order.command_id, actor_id=by, entity=order.entity, answer=answer, at=now)
    )
    return answer


def moves_of(payload: Mapping[str, object]) -> list[Move]:
    """Read the cells of the grid that are to change."""
    rows = payload.get("moves")
    try:
        return [
            Move(int(row["person"]), date.fromisoformat(row["day"]), row.get("kind") or None)
            for row in (rows if isinstance(rows, list) else [])
        ]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Invalid("payload.moves: want person, day and kind of each", ["payload.moves"]) from None


def _move(hands: _Hands) -> Reply:
    shift_moves.move(
        hands.session,
        hands.order.rota_id,
        moves_of(hands.order.payload),
        hands.register,
        expected=hands.order.expected_version,
        by=hands.by,
        reason=hands.text("reason"),
        now=hands.now,
    )
    return {}


def _propose(hands: _Hands) -> Reply:
    """Asking changes nothing yet, so it raises no version: whoever edits meanwhile goes first."""
    run = shift_runs.ask(
        hands.session,
        hands.order.rota_id,
        hands.day("first"),
        hands.day("last"),
        hands.register,
        by=hands.by,
        now=hands.now,
    )
    return {"run": run_card(run, names(hands.session))}


def _publish(hands: _Hands) -> Reply:
    hands.raise_version()
    told = shift_rosters.publish(
        hands.session, hands.order.rota_id, hands.day("until"), hands.register, now=hands.now
    )
    return {"told": told}


def _heads(hands: _Hands) -> Reply:
    hands.raise_version()
    heads, first = _pattern(hands), hands.day("from")
    rota, _ = roster_named(hands.session, hands.order.rota_id)
    if first < calendar_of(rota, hands.register).day(hands.now):
        raise Invalid("payload.from: want today or a later day", ["payload.from"])
    shift_rosters.set_heads(
        hands.session,
        hands.order.rota_id,
        heads,
        effective_from=first,
        by=hands.by,
        now=hands.now,
    )
    hands.session.flush()
    shift_rosters.lay(hands.session, hands.order.rota_id, hands.register, now=hands.now)
    return {}


def _pattern(hands: _Hands) -> Heads | LongHeads:
    """Read two shifts of twelve hours where `day` is named, else three of eight."""
    if "day" in hands.order.payload:
        return LongHeads(hands.whole("day", 0, 9), hands.whole("night", 0, 9))
    return Heads(hands.whole("early", 0, 9), hands.whole("late", 0, 9), hands.whole("night", 0, 9))


def _bounds(hands: _Hands) -> Reply:
    hands.raise_version()
    _, roster = roster_named(hands.session, hands.order.rota_id)
    roster.rest_minutes = hands.whole("rest_hours", 8, 24) * 60
    roster.days_running = hands.whole("days_running", 1, 12)
    roster.drivers = hands.whole("drivers", 0, 9)
    return {}


def _away(hands: _Hands) -> Reply:
    try:
        want = WishKind(str(hands.order.payload.get("want")))
    except ValueError:
        raise Invalid("payload.want: want leave or ill", ["payload.want"]) from None
    asked = Asked(want, hands.day("first"), hands.day("last"), reason=hands.text("reason"))
    row = shift_wishes.send_away(
        hands.session,
        hands.order.rota_id,
        hands.whole("person", 1, 2**31),
        asked,
        hands.register,
        by=hands.by,
        now=hands.now,
    )
    return {"wish": wish_card(row, names(hands.session))}


def _answer(hands: _Hands) -> Reply:
    try:
        said = WishState(str(hands.order.payload.get("answer")))
    except ValueError:
        raise Invalid("payload.answer: want granted or declined", ["payload.answer"]) from None
    row = shift_wishes.answer(
        hands.session, _wish_here(hands), said, hands.register, by=hands.by, now=hands.now
    )
    return {"wish": wish_card(row, names(hands.session))}


def _back(hands: _Hands) -> Reply:
    row = shift_wishes.come_back(hands.session, _wish_here(hands), by=hands.by, now=hands.now)
    return {"wish": wish_card(row, names(hands.session))}


def _qualify(hands: _Hands) -> Reply:
    """Say whether somebody may drive a patrol car."""
    hands.raise_version()
    person, drives = hands.whole("person", 1, 2**31), hands.order.payload.get("drives")
    if not has_belonged(hands.session, roster_named(hands.session, hands.order.rota_id)[0], person):
        raise Forbidden("only of who keeps shifts here may be said whether they drive")
    mine = (Qualification.person_id == person) & (Qualification.skill == CAR)
    hands.session.execute(
        update(Qualification).where(mine, Qualification.until.is_(None)).values(until=hands.now)
    )
    if drives is True:
        hands.session.add(Qualification(person_id=person, skill=CAR, since=hands.now, given_by=hands.by))
    return {}


def _wish_here(hands: _Hands) -> int:
    number = hands.whole("wish", 1, 2**31)
    row = hands.session.get(ShiftWish, number)
    if row is None or row.rota_id != hands.order.rota_id:
        raise Invalid("payload.wish: there is no such wish here", ["payload.wish"])
    return number


_ACTS: dict[str, Callable[[_Hands], Reply]] = {
    "move": _move,
    "propose": _propose,
    "publish": _publish,
    "heads": _heads,
    "bounds": _bounds,
    "away": _away,
    "answer": _answer,
    "back": _back,
    "qualify": _qualify,
}
