"""Making a roster takes longer than a request may: asked for at the desk, made by the clockwork."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol.actions.duty_ledger import Because, hand_over_all
from patrol.actions.roster_news import tell
from patrol.actions.shift_moves import seat
from patrol.actions.shift_rosters import touch
from patrol.cards.duty_ledger import Standing
from patrol.cards.workroom import Rostered, calendar_of, roster_named, rostered
from patrol.errors import Invalid, NotNow, VersionConflict
from patrol.model.shifts import GuardRoster, RosterRun
from patrol.rules.duty_words import Source
from patrol.rules.entries import Register
from patrol.rules.rotation import Placed
from patrol.rules.shift_check import LACKS
from patrol.rules.shifts import RunState, Workroom
from patrol.solving.shift_solver import Solved

TRIES = 3
SECONDS = 45.0
LOST = timedelta(minutes=5)
"""A run that was begun so long ago lost its process: it is begun again."""


@dataclass(frozen=True, slots=True)
class Order:
    """A run that somebody works on: what to staff, for how long, and which roster it was read from."""

    run_id: int
    room: Workroom
    version: int
    seconds: float


def ask(
    session: Session,
    rota_id: int,
    first: date,
    last: date,
    register: Register,
    *,
    by: int | None,
    now: datetime,
) -> RosterRun:
    """Ask for a roster of some days; while one is being made for this workroom, that is the answer."""
    rota, roster = roster_named(session, rota_id)
    today = calendar_of(rota, register).day(now)
    if roster.laid_until is None or not today <= first <= last <= roster.laid_until:
        raise Invalid("want days that are laid down, from today on", ["first", "last"])
    waiting = RosterRun.state.in_([RunState.WAITING, RunState.RUNNING])
    open_run = session.scalars(
        select(RosterRun).where(RosterRun.rota_id == rota_id, waiting).order_by(RosterRun.id).limit(1)
    ).first()
    if open_run is not None:
        return open_run
    run = RosterRun(rota_id=rota_id, first=first, last=last, seconds_given=SECONDS, asked_by=by, asked_at=now)
    session.add(run)
    session.flush()
    tell(session, rota_id, now=now)
    return run


def claim(session: Session, register: Register, *, now: datetime) -> Order | None:
    """Take the run that has waited longest, or one whose process was lost."""
    lost = (RosterRun.state == RunState.RUNNING) & (RosterRun.started_at < now - LOST)
    run = session.scalars(
        select(RosterRun)
        .where((RosterRun.state == RunState.WAITING) | lost)
        .order_by(RosterRun.id)
        .limit(1)
        .with_for_update()
    ).first()
    if run is None:
        return None
    run.state, run.started_at, run.tries = RunState.RUNNING, now, run.tries + 1
    tell(session, run.rota_id, now=now)
    standing = rostered(session, run.rota_id, register, first=run.first, last=run.last, now=now)
    return Order(run.id, standing.room, standing.roster.version, run.seconds_given)


def finish(session: Session, order: Order, made: Solved, register: Register, *, now: datetime) -> RosterRun:
    """Write a roster that was made, if nobody changed the one it was made from; else make it once more."""
    run = session.get_one(RosterRun, order.run_id, with_for_update=True)
    if run.state != RunState.RUNNING:
        raise NotNow("this run is over")
    try:
        with session.begin_nested():
            touch(session, run.rota_id, order.version, run.asked_by, now=now)
    except VersionConflict:
        again = run.tries < TRIES
        run.state = RunState.WAITING if again else RunState.FAILED
        run.why, run.ended_at = "changed-meanwhile", None if again else now
        tell(session, run.rota_id, now=now)
        return run
    standing = rostered(session, run.rota_id, register, first=run.first, last=run.last, now=now)
    run.moved = _write(session, standing, made, run, now)
    run.state, run.ended_at = RunState.DONE, now
    run.method, run.why = made.method, made.why
    run.cost, run.bound, run.seconds = made.cost.total, made.bound, made.seconds
    run.lacks = [
        {"rule": one.rule, "day": one.key[0].isoformat(), "kind": one.key[1], "amount": one.amount}
        for one in made.breaches
        if one.rule in LACKS
    ]
    return run


def hand_back(session: Session, order: Order) -> None:
    """Let a run wait again, because the process that worked on it ends."""
    mine = (RosterRun.id == order.run_id) & (RosterRun.state == RunState.RUNNING)
    session.execute(update(RosterRun).where(mine).values(state=RunState.WAITING, tries=RosterRun.tries - 1))


def give_up(session: Session, order: Order, *, why: str, now: datetime) -> None:
    """Note that a run came to nothing."""
    session.execute(
        update(RosterRun)
        .where(RosterRun.id == order.run_id, RosterRun.state == RunState.RUNNING)
        .values(state=RunState.FAILED, why=why[:40], ended_at=now)
    )
    tell(session, session.get_one(RosterRun, order.run_id).rota_id, now=now)


def _write(session: Session, standing: Rostered, made: Solved, run: RosterRun, now: datetime) -> int:
    """Seat those whose shifts have not begun meanwhile; a decision of a person keeps its own source."""
    because = Because(Source.GENERATED, run.asked_by, correlation=f"roster:{run.id}")
    return seat(session, standing, made.staffing, because, now=now)


def staff_now(
    session: Session,
    rota_id: int,
    made: Solved,
    register: Register,
    *,
    first: date,
    last: date,
    now: datetime,
) -> int:
    """Write a roster on seats that are empty, all at once; for a market that is set up."""
    roster = session.get_one(GuardRoster, rota_id)
    touch(session, rota_id, roster.version, None, now=now)
    standing = rostered(session, rota_id, register, first=first, last=last, now=now)
    moves = []
    for shift in standing.room.shifts:
        who = sorted(made.staffing.get(shift.key, ()))
        for slot, one in zip(standing.seats[shift.key], who, strict=False):
            turn = slot.turn()
            before = Standing(turn, slot.seq, slot.holder_id, Source(slot.source))
            moves.append((before, Placed(turn, one, Source.GENERATED)))
    return hand_over_all(session, standing.rota, moves, now=now)
