"""What guards ask for: a free day, a shift, leave; and illness, which nobody has to grant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.actions import shift_runs
from patrol.actions.duty_ledger import Because
from patrol.actions.roster_news import tell
from patrol.actions.shift_rosters import give, touch
from patrol.cards.duty_members import roster_of
from patrol.cards.workroom import calendar_of, roster_named
from patrol.errors import Forbidden, Invalid, NotFound, NotNow
from patrol.model.duty import Rota, Slot
from patrol.model.duty_life import Absence
from patrol.model.shifts import GuardRoster, ShiftWish
from patrol.rules.duty_words import AbsenceKind, Keeper, Source
from patrol.rules.entries import Register
from patrol.rules.shifts import WishKind, WishState

LONGEST = timedelta(days=62)
OPEN_WISHES = 20
"""How many unanswered wishes one guard may have; more are a roster of one's own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a guard asks for, from a day to a day, both included."""

    want: WishKind
    first: date
    last: date
    kind: str | None = None
    reason: str | None = None


def wish(
    session: Session, rota_id: int, person_id: int, asked: Asked, register: Register, *, now: datetime
) -> ShiftWish:
    """Note a wish; illness takes effect at once, and the shifts it touches are sought anew."""
    rota, _ = roster_named(session, rota_id)
    today = calendar_of(rota, register).day(now)
    if person_id not in {member.id for member in roster_of(session, rota).members}:
        raise Forbidden("only who keeps shifts here may wish for some")
    if not today <= asked.first <= asked.last <= asked.first + LONGEST:
        raise Invalid("want days from today on, at most 62 of them", ["first", "last"])
    if (same := _same(session, rota_id, person_id, asked)) is not None:
        return same
    _not_too_many(session, rota_id, person_id)
    row = ShiftWish(
        rota_id=rota_id,
        person_id=person_id,
        want=asked.want,
        kind=asked.kind,
        first=asked.first,
        last=asked.last,
        reason=(asked.reason or "").strip()[:200] or None,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    tell(session, rota_id, now=now)
    if asked.want is WishKind.ILL:
        _grant(session, rota, row, AbsenceKind.ILL, register, by=person_id, now=now)
    return row


def withdraw(session: Session, wish_id: int, person_id: int, *, now: datetime) -> ShiftWish:
    """Take a wish back while nobody has answered it."""
    row = _open_wish(session, wish_id)
    if row.person_id != person_id:
        raise Forbidden("this wish is somebody else's")
    row.state, row.answered_at, row.answered_by = WishState.WITHDRAWN, now, person_id
    tell(session, row.rota_id, now=now)
    return row


def answer(
    session: Session, wish_id: int, said: WishState, register: Register, *, by: int | None, now: datetime
) -> ShiftWish:
    """Grant or decline at the desk; leave that is granted is an absence from then on."""
    row = _open_wish(session, wish_id)
    if said not in (WishState.GRANTED, WishState.DECLINED):
        raise Invalid("a wish is granted or declined", ["answer"])
    if said is WishState.GRANTED and row.want != WishKind.LEAVE:
        raise NotNow("only leave is granted; a wish is weighed when the roster is made")
    if said is WishState.GRANTED:
        rota = session.get_one(Rota, row.rota_id)
        _grant(session, rota, row, AbsenceKind.AWAY, register, by=by, now=now)
    row.state, row.answered_by, row.answered_at = said, by, now
    tell(session, row.rota_id, now=now)
    return row


def send_away(
    session: Session,
    rota_id: int,
    person_id: int,
    asked: Asked,
    register: Register,
    *,
    by: int | None,
    now: datetime,
) -> ShiftWish:
    """Enter at the desk that somebody is on leave or ill; it needs no answer."""
    if asked.want not in (WishKind.LEAVE, WishKind.ILL):
        raise Invalid("want leave or ill", ["want"])
    row = wish(session, rota_id, person_id, asked, register, now=now)
    return (
        row
        if row.state == WishState.GRANTED
        else answer(session, row.id, WishState.GRANTED, register, by=by, now=now)
    )


def come_back(session: Session, wish_id: int, *, by: int | None, now: datetime) -> ShiftWish:
    """End an absence today; shifts that others took meanwhile stay theirs."""
    row = session.get(ShiftWish, wish_id)
    absence = session.get(Absence, row.absence_id) if row is not None and row.absence_id else None
    if row is None or absence is None or absence.ends_at <= now or absence.withdrawn_at is not None:
        raise NotNow("this absence is over")
    if absence.starts_at >= now:
        absence.withdrawn_at = now
    else:
        absence.ends_at = now
    row.state, row.answered_by, row.answered_at = WishState.WITHDRAWN, by, now
    roster = session.get_one(GuardRoster, row.rota_id)
    touch(session, row.rota_id, roster.version, by, now=now)
    return row


def _grant(
    session: Session,
    rota: Rota,
    row: ShiftWish,
    kind: AbsenceKind,
    register: Register,
    *,
    by: int | None,
    now: datetime,
) -> None:
    calendar = calendar_of(rota, register)
    start = max(calendar.instant(row.first, 0), now)
    end = calendar.instant(row.last + timedelta(days=1), 0)
    absence = Absence(
        keeper=Keeper.PERSON,
        holder_id=row.person_id,
        kind=kind,
        starts_at=start,
        ends_at=end,
        reason=row.reason,
        asked_by=by,
        asked_at=now,
    )
    session.add(absence)
    session.flush()
    row.state, row.absence_id, row.answered_by, row.answered_at = WishState.GRANTED, absence.id, by, now
    _vacate(session, rota, row.person_id, absence, register, by=by, now=now)


def _vacate(
    session: Session,
    rota: Rota,
    person_id: int,
    absence: Absence,
    register: Register,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Free the seats an absence touches, and ask for somebody in their place."""
    roster = session.get_one(GuardRoster, rota.id)
    touch(session, rota.id, roster.version, by, now=now)
    slots = session.scalars(
        select(Slot).where(
            Slot.rota_id == rota.id,
            Slot.holder_id == person_id,
            Slot.cancelled_at.is_(None),
            Slot.ends_at > absence.starts_at,
            Slot.starts_at < absence.ends_at,
            Slot.starts_at > now,
        )
    ).all()
    for slot in slots:
        because = Because(Source.FORCED, by, reason=str(absence.kind), correlation=f"absence:{absence.id}")
        give(session, rota, roster, slot, None, because, now=now)
    if slots and roster.laid_until is not None:
        _seek(session, rota.id, [slot.day for slot in slots], roster, register, now)


def _seek(
    session: Session,
    rota_id: int,
    days: Iterable[date],
    roster: GuardRoster,
    register: Register,
    now: datetime,
) -> None:
    """Look for others only where people count on the roster; a draft waits for the planner."""
    promised = [day for day in days if roster.published_until is not None and day <= roster.published_until]
    if promised and roster.laid_until is not None:
        last = min(max(promised), roster.laid_until)
        shift_runs.ask(session, rota_id, min(promised), last, register, by=None, now=now)


def _open_wish(session: Session, wish_id: int) -> ShiftWish:
    row = session.scalars(select(ShiftWish).where(ShiftWish.id == wish_id).with_for_update()).one_or_none()
    if row is None:
        raise NotFound(f"there is no wish {wish_id}")
    if row.state != WishState.ASKED:
        raise NotNow("this wish has its answer already", {"step": row.state})
    return row


def _same(session: Session, rota_id: int, person_id: int, asked: Asked) -> ShiftWish | None:
    """Find the same wish, so that one sent twice is one."""
    rows = select(ShiftWish).where(
        ShiftWish.rota_id == rota_id,
        ShiftWish.person_id == person_id,
        ShiftWish.want == asked.want,
        ShiftWish.first == asked.first,
        ShiftWish.last == asked.last,
        ShiftWish.kind.is_(asked.kind) if asked.kind is None else ShiftWish.kind == asked.kind,
        ShiftWish.state.in_([WishState.ASKED, WishState.GRANTED]),
    )
    return session.scalars(rows.limit(1)).first()


def _not_too_many(session: Session, rota_id: int, person_id: int) -> None:
    mine = (ShiftWish.rota_id == rota_id) & (ShiftWish.person_id == person_id)
    count = session.scalar(select(func.count()).where(mine, ShiftWish.state == WishState.ASKED)) or 0
    if count >= OPEN_WISHES:
        raise NotNow(f"you have {count} wishes without an answer: take one back first")
