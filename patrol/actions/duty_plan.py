"""Planning a rota: lays down the turns to come, and moves only what can not stand."""

from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit, take_book
from patrol.actions.duty_ledger import hand_over_all, is_published, lay_down, tell_change
from patrol.cards.duty_ledger import RotaLedger, Standing, ledger_of
from patrol.model.duty import Rota, Slot
from patrol.rules.duty_slots import Turn, in_time
from patrol.rules.entries import Register
from patrol.rules.rotation import LONGEST, Placed, loose, plan


def replan(session: Session, rota_id: int, register: Register, *, now: datetime) -> int:
    """Bring a rota's turns to what stands now, and say how many changed hands or are new.

    Published turns move only if their holder can not come; drafts move freely; what is over or has
    begun never moves. Planning twice changes nothing the second time.
    """
    rota = take_book(session, rota_id)
    ledger = ledger_of(session, rota, register, now=now)
    today = ledger.calendar.day(now)
    wanted = _wanted(ledger, today, now)
    altered = _drop(session, ledger, wanted, now)
    turns, refreshed = _turns(session, ledger, wanted, now)
    held = {one.turn.id: (one.holder, one.source) for one in ledger.standing.values()}
    firm = today + timedelta(days=rota.published_days - 1)
    since = _since(ledger, now)
    free = loose(ledger.roster, turns, held, since=since, firm=firm)
    kept = [turn.id for turn in turns if turn.id in held and turn.id not in free]
    placed, _ = plan(ledger.roster, turns, ledger.known(kept), since=since)
    changed = _write(session, ledger, placed, now)
    rota.planned_on, rota.changed = today, False
    if changed or altered or refreshed:
        edit(session, rota_id, now=now)
    return changed


def mark_changed(session: Session, rota_id: int) -> None:
    """Ask for a new plan at the next look."""
    session.execute(update(Rota).where(Rota.id == rota_id).values(changed=True))


def _wanted(ledger: RotaLedger, today: date, now: datetime) -> dict[str, Turn]:
    """Give the turns that should stand: those not begun, and at the opening those that run."""
    days = ledger.rota.draft_days
    made = ledger.wanted(today - timedelta(days=1), today + timedelta(days=days - 1))
    since = _since(ledger, now)
    return {turn.id: turn for turn in made if turn.start >= since and turn.end > now}


def _since(ledger: RotaLedger, now: datetime) -> datetime:
    """Turns that have begun are out of reach, but for the very first plan."""
    return now if ledger.standing else now - LONGEST


def _turns(
    session: Session, ledger: RotaLedger, wanted: dict[str, Turn], now: datetime
) -> tuple[list[Turn], int]:
    """Give history and future in order; a turn to come whose times or weight changed is corrected."""
    refreshed = 0
    for name, turn in wanted.items():
        one = ledger.standing.get(name)
        if one is not None and one.turn != turn and one.turn.start > now:
            _refresh(session, turn)
            refreshed += 1
            ledger.standing[name] = Standing(turn, one.seq, one.holder, one.source)
    known = {name: one.turn for name, one in ledger.standing.items()}
    return sorted((known | wanted).values(), key=in_time), refreshed


def _refresh(session: Session, turn: Turn) -> None:
    facts = {"starts_at": turn.start, "ends_at": turn.end, "day_class": turn.day_class}
    session.execute(
        update(Slot).where(Slot.id == turn.id).values(weight=turn.weight, rest=turn.rest, **facts)
    )


def _drop(session: Session, ledger: RotaLedger, wanted: dict[str, Turn], now: datetime) -> int:
    """Cancel turns to come that no pattern makes any more; those who counted on one are told."""
    gone = [one for name, one in ledger.standing.items() if one.turn.start > now and name not in wanted]
    names = [one.turn.id for one in gone]
    if names:
        session.execute(update(Slot).where(Slot.id.in_(names)).values(cancelled_at=now))
    for one in gone:
        del ledger.standing[one.turn.id]
        if is_published(ledger.rota, one.turn, now):
            tell_change(session, ledger.rota, one, None, now=now)
    return len(gone)


def _write(session: Session, ledger: RotaLedger, placed: list[Placed], now: datetime) -> int:
    fresh = [one for one in placed if one.turn.id not in ledger.standing]
    lay_down(session, ledger.rota, fresh, now=now)
    moves = [
        (stood, one)
        for one in placed
        if (stood := ledger.standing.get(one.turn.id)) is not None
        and (stood.holder, stood.source) != (one.holder, one.source)
    ]
    return hand_over_all(session, ledger.rota, moves, now=now) + len(fresh)
