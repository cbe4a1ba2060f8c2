"""What the lead decides about turns: override, taking it back, relief for the rest of a turn."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions.duty_doer import Doer
from patrol.actions.duty_ledger import Because, hand_over, notify
from patrol.actions.duty_plan import replan
from patrol.actions.duty_requests import slot_and_rota
from patrol.cards.duty_ledger import RotaLedger, Standing, ledger_of
from patrol.errors import Invalid, NotFound, NotNow, VersionConflict
from patrol.model.duty import Assignment, Rota, Slot
from patrol.model.duty_service import DutyRelief
from patrol.rules.duty_slots import Turn
from patrol.rules.duty_words import Source
from patrol.rules.entries import Register
from patrol.rules.overrides import BACK, DECIDED, stands_as
from patrol.rules.swaps import Held, obstacles

MOST_AT_ONCE = 200


def override(
    session: Session,
    slots: Sequence[tuple[str, int]],
    shop: int,
    doer: Doer,
    register: Register,
    *,
    reason: str,
    now: datetime,
) -> str:
    """Give turns (with the rows of the ledger one looked at) to a shop; all of them or none.

    Gives the mark under which they can be taken back together. The latest override counts.
    """
    doer.must_lead()
    if not reason.strip() or not 0 < len(slots) <= MOST_AT_ONCE:
        raise Invalid(f"want a reason, and 1 to {MOST_AT_ONCE} turns", ["reason", "slots"])
    _, rota = slot_and_rota(session, slots[0][0])
    ledger = ledger_of(session, rota, register, now=now)
    chosen = [_looked_at(ledger, name, seq) for name, seq in slots]
    moved = [one for one in chosen if one.holder != shop]
    found = _obstacles(ledger, [(one, shop) for one in moved], now)
    if found:
        raise NotNow(f"these turns can not go there: {', '.join(found)}", {"because": found})
    mark = f"{DECIDED}{uuid4().hex}"
    because = Because(
        Source.OVERRIDE, doer.person_id, acting=True, reason=reason.strip()[:200], correlation=mark
    )
    for one in moved:
        _hand_over(session, rota, one, shop, because, now)
    return mark


def take_back(
    session: Session, rota_id: int, mark: str, doer: Doer, register: Register, *, now: datetime
) -> int:
    """Undo an override where it still counts: the holder before has the turn again, if they can come.

    Where they can not, the plan finds somebody. Gives how many turns were taken back.
    """
    doer.must_lead()
    rows = session.scalars(select(Assignment).where(Assignment.correlation == mark)).all()
    rota = session.get(Rota, rota_id)
    slot = session.get(Slot, rows[0].slot_id) if rows else None
    if rota is None or slot is None or slot.rota_id != rota_id:
        raise NotFound("there is no such override in this group")
    ledger = ledger_of(session, rota, register, now=now)
    taken, orphans = 0, 0
    for row in rows:
        one = ledger.standing.get(row.slot_id)
        if one is None or one.turn.start <= now or not _counts(session, row):
            continue
        before = _holder_before(session, row)
        fits = before is not None and not _obstacles(ledger, [(one, before)], now)
        source = Source.RESTORED if fits else Source.FORCED
        because = Because(source, doer.person_id, acting=True, correlation=mark.replace(DECIDED, BACK))
        _hand_over(session, rota, one, before if fits else None, because, now)
        ledger = ledger_of(session, rota, register, now=now)
        taken, orphans = taken + 1, orphans + (not fits)
    if orphans:
        replan(session, rota.id, register, now=now)
    return taken


def fill(
    session: Session, slot_id: str, seq: int, shop: int, doer: Doer, register: Register, *, now: datetime
) -> None:
    """Let a shop take a turn the workroom keeps because nobody was free: it needs nobody's consent."""
    _, rota = slot_and_rota(session, slot_id)
    acting = doer.speaks_for(shop, "asked to")
    ledger = ledger_of(session, rota, register, now=now)
    one = _looked_at(ledger, slot_id, seq)
    if one.holder is not None:
        raise NotNow("a shop has this turn: offer to cover it", {"because": ["moved"]})
    if found := _obstacles(ledger, [(one, shop)], now):
        raise NotNow(f"this turn can not go there: {', '.join(found)}", {"because": found})
    _hand_over(session, rota, one, shop, Because(Source.COVER, doer.person_id, acting=acting), now)


def relieve(
    session: Session,
    slot_id: str,
    shop: int,
    start: datetime,
    doer: Doer,
    register: Register,
    *,
    reason: str | None,
    now: datetime,
) -> DutyRelief:
    """Let a shop take the rest of a turn from an instant on; the credit is split there."""
    slot, rota = slot_and_rota(session, slot_id)
    turn = slot.turn()
    doer.speaks_for(shop, reason)
    if not max(now, turn.start) <= start < turn.end:
        raise NotNow("a relief begins within the turn, and not in the past", {"because": ["not-open"]})
    ledger = ledger_of(session, rota, register, now=now)
    if found := _too_busy(ledger, turn, shop, start):
        raise NotNow(f"this shop can not relieve: {found}", {"because": [found]})
    relief = DutyRelief(
        slot_id=slot_id, starts_at=start, holder_id=shop, actor_id=doer.person_id, reason=reason, at=now
    )
    session.add(relief)
    session.flush()
    told = [who for who in (shop, slot.holder_id) if who is not None]
    notify(session, rota.keeper, [(who, f"relief:{relief.id}", slot_id, slot.seq) for who in told], now=now)
    return relief


def _too_busy(ledger: RotaLedger, turn: Turn, shop: int, start: datetime) -> str | None:
    """Say why a shop can not stand from an instant to the end of a turn, in a key."""
    if shop not in ledger.roster.available(turn):
        return "away"
    mine = [one.turn for one in ledger.standing.values() if one.holder == shop]
    if any(one.id == turn.id for one in mine):
        return "same-shop"
    return "busy" if any(one.start < turn.end and start < one.end for one in mine) else None


def _looked_at(ledger: RotaLedger, name: str, seq: int) -> Standing:
    one = ledger.standing.get(name)
    if one is None:
        raise NotFound(f"there is no turn {name} in this group")
    if one.seq != seq:
        raise _conflict(one)
    return one


def _conflict(one: Standing) -> VersionConflict:
    standing: dict[str, object] = {"version": one.seq, "holder": one.holder, "source": one.source}
    return VersionConflict("this turn has changed hands before you", standing)


def _obstacles(ledger: RotaLedger, moves: Sequence[tuple[Standing, int]], now: datetime) -> list[str]:
    held = [Held(one.turn, one.holder) for one in ledger.standing.values() if one.turn.end > now]
    return obstacles(ledger.roster, [(one.turn, shop) for one, shop in moves], held, now=now)


def _hand_over(
    session: Session, rota: Rota, one: Standing, shop: int | None, because: Because, now: datetime
) -> None:
    if not hand_over(session, rota, one, shop, because, now=now):
        raise _conflict(one)


def _counts(session: Session, row: Assignment) -> bool:
    """Say whether a turn stands as a row left it: nothing came after, or what came was taken back."""
    marks = select(Assignment.seq, Assignment.correlation).where(Assignment.slot_id == row.slot_id)
    return stands_as(dict(session.execute(marks).all())) == row.seq


def _holder_before(session: Session, row: Assignment) -> int | None:
    return session.scalar(
        select(Assignment.holder_id).where(Assignment.slot_id == row.slot_id, Assignment.seq == row.seq - 1)
    )
