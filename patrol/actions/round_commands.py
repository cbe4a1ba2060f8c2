"""What people do with a round, by one shape of command; the same command twice is one change."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol.actions import round_acts
from patrol.actions.once import once
from patrol.actions.round_desk import RoundDesk
from patrol.actions.round_order import RoundOrder
from patrol.cards.people import names
from patrol.cards.things import stamp
from patrol.errors import Forbidden, Invalid, VersionConflict
from patrol.rules.entries import Register

Reply = dict[str, Any]
Act = Callable[[RoundDesk, RoundOrder], Mapping[str, Any]]

WALKING: Mapping[str, Act] = {
    "begin": round_acts.begin,
    "scan": round_acts.scan,
    "skip": round_acts.skip,
    "finding": round_acts.finding,
    "finish": round_acts.finish,
}
"""What whoever walks may do. What happened on the way is never too late for its version."""
RUNNING: Mapping[str, Act] = {"assign": round_acts.assign, "cancel": round_acts.cancel}
"""What the office may do; decided on the version one looked at."""


def command(session: Session, order: RoundOrder, register: Register, *, now: datetime) -> Reply:
    """Carry out a command once.

    Raises:
        VersionConflict: somebody was faster; names who.
        NotNow: the round is over, not open yet, or what was shown proves nothing; says which.
        Forbidden: the person may not do this here.
        Invalid: the command or its payload can not be read.
    """
    desk = RoundDesk(session, order.round_id, register, now=now)
    entity = f"round:{order.round_id}"
    return once(
        session, entity, order.command_id, lambda: _act(desk, order), actor_id=order.actor_id, now=now
    )


def _act(desk: RoundDesk, order: RoundOrder) -> Reply:
    act = _allowed(order)
    if order.expected_version > desk.row.version:
        raise Invalid(f"round {desk.row.id} has not reached version {order.expected_version} yet")
    if order.command in RUNNING and order.expected_version != desk.row.version:
        raise VersionConflict("this round changed since you looked at it", standing(desk))
    more = act(desk, order)
    return {"version": desk.row.version, "state": desk.row.state, "card": desk.whole(), **more}


def standing(desk: RoundDesk) -> dict[str, object]:
    """Say how a round stands, and who brought it there."""
    row = desk.row
    return {
        "version": row.version,
        "state": row.state,
        "by": names(desk.session)(row.decided_by),
        "at": stamp(row.decided_at),
    }


def _allowed(order: RoundOrder) -> Act:
    if order.command in WALKING:
        if not order.walks:
            raise Forbidden("only guards walk rounds")
        return WALKING[order.command]
    if order.command in RUNNING:
        if not order.runs:
            raise Forbidden("only the office decides who walks a round")
        return RUNNING[order.command]
    known = ", ".join(sorted({*WALKING, *RUNNING}))
    raise Invalid(f"there is no command {order.command!r}: want {known}")
