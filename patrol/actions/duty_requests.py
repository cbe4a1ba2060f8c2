"""Exchange, gift and cover: one shop asks, the other agrees, and the database decides who was first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit, take_book
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_ledger import Because, hand_over, notify
from patrol.cards.duty_ledger import RotaLedger, Standing, ledger_of
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.duty import Assignment, DutyRequest, Rota, Slot
from patrol.rules.duty_words import RequestKind, RequestState, Source
from patrol.rules.entries import Register
from patrol.rules.swaps import SOURCE_OF, UNDO, Answer, Held, after, is_open, obstacles

Moves = list[tuple[Standing, int]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. `seq_a` is the row of the ledger they looked at."""

    kind: RequestKind
    slot_a: str
    seq_a: int
    slot_b: str | None = None
    shop: int | None = None
    reason: str | None = None


def ask(session: Session, wish: Wish, doer: Doer, register: Register, *, now: datetime) -> DutyRequest:
    """Ask for an exchange (with `slot_b`), to give a turn to a shop, or to take one for one's own shop.

    Raises:
        NotNow: a turn has begun, changed hands, or can not go there; the message gives the keys.
        Invalid, Forbidden: the wish is not complete, or not theirs to make.
    """
    slot, rota = slot_and_rota(session, wish.slot_a)
    ledger = ledger_of(session, rota, register, now=now)
    first = _standing(ledger, slot.id, wish.seq_a)
    second = _standing(ledger, wish.slot_b, None) if wish.slot_b else None
    from_id = _holder(first)
    to_id = _other(wish, second)
    asking = to_id if wish.kind is RequestKind.COVER else from_id
    request = DutyRequest(
        rota_id=rota.id,
        kind=wish.kind,
        slot_a=slot.id,
        seq_a=first.seq,
        from_id=from_id,
        to_id=to_id,
        slot_b=second.turn.id if second else None,
        seq_b=second.seq if second else None,
        reason=wish.reason,
        asked_by=doer.person_id,
        acting=doer.speaks_for(asking, wish.reason),
        asked_at=now,
        expires_at=min(one.turn.start for one in (first, second) if one),
    )
    _require_possible(ledger, _moves(ledger, request), now)
    session.add(request)
    session.flush()
    asked = [(consenting(request), f"asked:{request.id}", slot.id, first.seq)]
    notify(session, rota.keeper, asked, now=now)
    return request


def answer(
    session: Session,
    request_id: int,
    said: Answer,
    doer: Doer,
    register: Register,
    *,
    now: datetime,
    reason: str | None = None,
) -> DutyRequest:
    """Answer a request. What was asked of a turn that changed hands meanwhile is superseded, never moved.

    Raises:
        NotNow: it was answered already, or the turns can not go there now.
        Forbidden: it is not theirs to answer.
    """
    request = session.get(DutyRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound(f"there is no request {request_id}")
    rota = session.get_one(Rota, request.rota_id)
    then = after(RequestState(request.state), said, needs_approval=rota.needs_approval and not doer.leads)
    if then is None:
        raise NotNow(f"this request is {request.state}", {"because": ["answered"]})
    _require_theirs(request, said, doer, reason)
    if then in (RequestState.APPLIED, RequestState.UNDONE):
        then = _carry_out(session, request, rota, then, doer, register, now=now)
    request.state, request.answered_by, request.answered_at = then, doer.person_id, now
    session.flush()
    _tell(session, request, rota, now)
    return request


def expire(session: Session, *, now: datetime) -> int:
    """Close requests whose turn has begun."""
    due = select(DutyRequest).where(
        DutyRequest.state.in_([RequestState.OFFERED, RequestState.ACCEPTED]), DutyRequest.expires_at <= now
    )
    expired = 0
    for request in session.scalars(due.order_by(DutyRequest.rota_id, DutyRequest.id)).all():
        take_book(session, request.rota_id)
        session.refresh(request)
        if is_open(RequestState(request.state)):
            request.state, request.answered_at = RequestState.EXPIRED, now
            edit(session, request.rota_id, now=now)
            expired += 1
    return expired


def consenting(request: DutyRequest) -> int:
    """Give the shop that has to agree: the one that did not ask."""
    return request.from_id if request.kind == RequestKind.COVER else request.to_id


def slot_and_rota(session: Session, slot_id: str) -> tuple[Slot, Rota]:
    """Give a slot that stands, with its rota."""
    slot = session.get(Slot, slot_id)
    if slot is None or slot.cancelled_at is not None:
        raise NotFound(f"there is no turn {slot_id}")
    return slot, session.get_one(Rota, slot.rota_id)


def _standing(ledger: RotaLedger, slot_id: str, seq: int | None) -> Standing:
    one = ledger.standing.get(slot_id)
    if one is None:
        raise NotFound(f"there is no turn {slot_id} in this group")
    if seq is not None and one.seq != seq:
        raise NotNow("this turn has changed hands: look again", {"because": ["moved"]})
    return one


def _holder(one: Standing) -> int:
    if one.holder is None:
        raise NotNow(
            "the workroom keeps this turn: the lead may give it to a shop", {"because": ["workroom"]}
        )
    return one.holder


def _other(wish: Wish, second: Standing | None) -> int:
    if wish.kind is RequestKind.EXCHANGE:
        if second is None:
            raise Invalid("an exchange needs another turn", ["slot_b"])
        return _holder(second)
    if wish.shop is None:
        raise Invalid("say which shop", ["shop"])
    return wish.shop


def _moves(ledger: RotaLedger, request: DutyRequest) -> Moves:
    first = ledger.standing[request.slot_a]
    if request.slot_b is None:
        return [(first, request.to_id)]
    return [(first, request.to_id), (ledger.standing[request.slot_b], request.from_id)]


def _require_possible(ledger: RotaLedger, moves: Moves, now: datetime) -> None:
    held = [Held(one.turn, one.holder) for one in ledger.standing.values() if one.turn.end > now]
    found = obstacles(ledger.roster, [(one.turn, shop) for one, shop in moves], held, now=now)
    if any(one.holder == shop for one, shop in moves):
        found.append("same-shop")
    if found:
        raise NotNow(f"this turn can not go there: {', '.join(found)}", {"because": found})


def _require_theirs(request: DutyRequest, said: Answer, doer: Doer, reason: str | None) -> None:
    if said is Answer.APPROVE:
        doer.must_lead()
        return
    agreeing = consenting(request)
    asking = request.from_id if agreeing == request.to_id else request.to_id
    if said is Answer.UNDO:
        if not doer.leads and not doer.own & {agreeing, asking}:
            doer.must_lead()
        return
    if said is Answer.DECLINE and request.state == RequestState.ACCEPTED:
        doer.must_lead()
        return
    request.acting |= doer.speaks_for(asking if said is Answer.WITHDRAW else agreeing, reason)


def _carry_out(
    session: Session,
    request: DutyRequest,
    rota: Rota,
    then: RequestState,
    doer: Doer,
    register: Register,
    *,
    now: datetime,
) -> RequestState:
    """Move the turns both or not at all."""
    ledger = ledger_of(session, rota, register, now=now)
    undo = then is RequestState.UNDONE
    expected = {request.slot_a: request.seq_a + undo, request.slot_b: (request.seq_b or 0) + undo}
    if not _unmoved(ledger, expected):
        if undo:
            raise NotNow("one of these turns has changed hands since", {"because": ["moved"]})
        return RequestState.SUPERSEDED
    moves = _back(request, ledger) if undo else _moves(ledger, request)
    if undo and (request.applied_at is None or now > request.applied_at + UNDO):
        raise NotNow("this can be taken back for a day only", {"because": ["too-late"]})
    _require_possible(ledger, moves, now)
    because = Because(
        Source.RESTORED if undo else SOURCE_OF[RequestKind(request.kind)],
        doer.person_id,
        request.acting,
        request.reason,
        f"request:{request.id}",
    )
    with session.begin_nested() as together:
        moved = [hand_over(session, rota, one, shop, because, now=now) for one, shop in moves]
        if not all(moved):
            together.rollback()
            return RequestState.SUPERSEDED
    request.applied_at = now
    _supersede_others(session, request, now)
    return then


def _unmoved(ledger: RotaLedger, expected: dict[str | None, int]) -> bool:
    for name, seq in expected.items():
        if name is not None and (name not in ledger.standing or ledger.standing[name].seq != seq):
            return False
    return True


def _back(request: DutyRequest, ledger: RotaLedger) -> Moves:
    first = ledger.standing[request.slot_a]
    if request.slot_b is None:
        return [(first, request.from_id)]
    return [(first, request.from_id), (ledger.standing[request.slot_b], request.to_id)]


def _supersede_others(session: Session, done: DutyRequest, now: datetime) -> None:
    """What else was asked of these turns can not be applied any more, and says so at once."""
    slots = [name for name in (done.slot_a, done.slot_b) if name]
    session.execute(
        update(DutyRequest)
        .where(
            DutyRequest.id != done.id,
            DutyRequest.state.in_([RequestState.OFFERED, RequestState.ACCEPTED]),
            or_(DutyRequest.slot_a.in_(slots), DutyRequest.slot_b.in_(slots)),
        )
        .values(state=RequestState.SUPERSEDED, answered_at=now, version=DutyRequest.version + 1)
    )


def _tell(session: Session, request: DutyRequest, rota: Rota, now: datetime) -> None:
    """Tell both shops how it ended; who gained or lost a turn hears of that by the ledger."""
    if is_open(RequestState(request.state)):
        return
    topic = f"{request.state}:{request.id}"
    told = [(who, topic, request.slot_a, request.seq_a) for who in (request.from_id, request.to_id)]
    notify(session, rota.keeper, told, now=now)


def ledger_rows(session: Session, slot_id: str) -> list[Assignment]:
    """Give the ledger of a turn, oldest first."""
    rows = select(Assignment).where(Assignment.slot_id == slot_id).order_by(Assignment.seq)
    return list(session.scalars(rows))
