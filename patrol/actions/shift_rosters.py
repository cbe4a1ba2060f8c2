"""Opening the rosters of guards, laying their shifts down, and promising them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol.actions.duty_ledger import Because, lay_down, notify, tell_change, write_row
from patrol.actions.duty_rotas import open_rota, set_pattern
from patrol.actions.roster_news import tell
from patrol.cards.duty_ledger import Standing, marks_of
from patrol.cards.things import stamp
from patrol.cards.workroom import calendar_of, roster_named
from patrol.errors import Invalid, VersionConflict
from patrol.model.duty import DutyPattern, Rota, Slot
from patrol.model.people import Person
from patrol.model.shifts import GuardRoster
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_slots import SlotKind, Turn, turns
from patrol.rules.duty_words import DayClass, Keeper, Source
from patrol.rules.entries import Register
from patrol.rules.fairness import WORKROOM, Holder
from patrol.rules.rotation import Placed

PUBLISHED = "published"
EVERY_DAY = dict.fromkeys(DayClass, 100)


@dataclass(frozen=True, slots=True)
class Heads:
    """How many keep each shift."""

    early: int = 2
    late: int = 2
    night: int = 2

    def kinds(self) -> tuple[SlotKind, ...]:
        """Give three shifts of eight hours around the clock; a guard keeps them on closed days too."""
        return _around(8, (("early", 6, self.early), ("late", 14, self.late), ("night", 22, self.night)))


@dataclass(frozen=True, slots=True)
class LongHeads:
    """How many keep each of two shifts of twelve hours."""

    day: int = 2
    night: int = 2

    def kinds(self) -> tuple[SlotKind, ...]:
        """Give a day from eight to eight, and a night; a guard keeps them on closed days too."""
        return _around(12, (("day", 8, self.day), ("night", 20, self.night)))


Pattern = Heads | LongHeads


def _around(hours: int, shifts: Sequence[tuple[str, int, int]]) -> tuple[SlotKind, ...]:
    return tuple(
        SlotKind(code, hour * 60, hours * 60, EVERY_DAY, count, standby=0)
        for code, hour, count in shifts
        if count
    )


def open_roster(
    session: Session, place_id: int, heads: Pattern, *, drivers: int = 0, now: datetime
) -> GuardRoster:
    """Begin to keep a workroom, or the cars of a market, by its guards; one that is kept stays as it is."""
    standing = session.scalar(select(Rota.id).where(Rota.place_id == place_id))
    if standing is not None:
        return roster_named(session, standing)[1]
    rota = open_rota(session, place_id, kinds=heads.kinds(), now=now, keeper=Keeper.PERSON)
    rota.published_days = 0
    roster = GuardRoster(rota_id=rota.id, drivers=drivers, changed_at=now)
    session.add(roster)
    session.flush()
    return roster


def touch(session: Session, rota_id: int, expected: int, by: int | None, *, now: datetime) -> int:
    """Raise a roster's version, if it is still the one somebody looked at; give the new one.

    Raises:
        VersionConflict: somebody was faster; says who.
    """
    mine = GuardRoster.rota_id == rota_id
    raised = session.execute(
        update(GuardRoster)
        .where(mine, GuardRoster.version == expected)
        .values(version=expected + 1, changed_by=by, changed_at=now)
        .execution_options(synchronize_session=False)
        .returning(GuardRoster.version)
    ).scalar()
    roster = session.get_one(GuardRoster, rota_id, populate_existing=True)
    if raised is None:
        winner = session.get(Person, roster.changed_by) if roster.changed_by else None
        standing: dict[str, object] = {
            "version": roster.version,
            "by": winner.name if winner else None,
            "at": stamp(roster.changed_at),
            "you_can": ["reload"],
        }
        raise VersionConflict("somebody changed this roster before you", standing)
    tell(session, rota_id, now=now)
    return raised


def lay(session: Session, rota_id: int, register: Register, *, now: datetime) -> int:
    """Lay down the shifts of the days ahead; those no pattern wants any more are cancelled.

    A new shift is nobody's until it is staffed. Gives how many seats are new.
    """
    rota, roster = roster_named(session, rota_id)
    calendar = Calendar(calendar_of(rota, register).timezone, marks_of(session, rota.market_id))
    today = calendar.day(now)
    last = today + timedelta(days=roster.days_ahead - 1)
    patterns = select(DutyPattern).where(DutyPattern.rota_id == rota_id).order_by(DutyPattern.version)
    known = [pattern.value() for pattern in session.scalars(patterns)]
    wanted = {
        one.id: one for one in turns(rota.code, known, calendar, first=today, last=last) if one.end > now
    }
    standing = _standing(session, rota_id, today, now)
    _cancel(session, rota, roster, [one for name, one in standing.items() if name not in wanted], now)
    fresh = [Placed(turn, WORKROOM, Source.FORCED) for name, turn in wanted.items() if name not in standing]
    lay_down(session, rota, fresh, now=now)
    roster.laid_until, rota.changed, rota.planned_on = last, False, today
    return len(fresh)


def set_heads(
    session: Session, rota_id: int, heads: Pattern, *, effective_from: date, by: int | None, now: datetime
) -> None:
    """Change how many keep each shift, from a day to come on."""
    set_pattern(session, rota_id, heads.kinds(), effective_from=effective_from, by=by, now=now)


def publish(session: Session, rota_id: int, until: date, register: Register, *, now: datetime) -> int:
    """Promise the shifts up to a day; everybody who has one of them is told once. Gives how many are new."""
    rota, roster = roster_named(session, rota_id)
    today = calendar_of(rota, register).day(now)
    if roster.laid_until is None or not today <= until <= roster.laid_until:
        raise Invalid("publish up to a day that is laid down, and not in the past", ["until"])
    before = roster.published_until
    new = session.scalars(
        select(Slot).where(
            Slot.rota_id == rota_id,
            Slot.starts_at > now,
            Slot.day <= until,
            Slot.cancelled_at.is_(None),
            Slot.holder_id.is_not(None),
            *([Slot.day > before] if before is not None else []),
        )
    ).all()
    notify(session, rota.keeper, [(s.holder_id or 0, PUBLISHED, s.id, s.seq) for s in new], now=now)
    roster.published_until = until
    rota.published_days = (until - today).days + 1
    return len(new)


def give(
    session: Session,
    rota: Rota,
    roster: GuardRoster,
    slot: Slot,
    holder: Holder,
    because: Because,
    *,
    now: datetime,
) -> None:
    """Write who has a seat from now on; where people count on it, both are told."""
    one = Standing(slot.turn(), slot.seq, slot.holder_id, Source(slot.source))
    if not write_row(session, one, holder, because, now=now):
        raise VersionConflict(
            "this shift has changed hands before you", {"version": slot.seq, "you_can": ["reload"]}
        )
    if is_promised(roster, one.turn) and one.turn.end > now:
        tell_change(session, rota, one, holder, now=now)
    session.expire(slot)


def is_promised(roster: GuardRoster, turn: Turn) -> bool:
    """Say whether people count on a shift."""
    return roster.published_until is not None and turn.day <= roster.published_until


def _standing(session: Session, rota_id: int, today: date, now: datetime) -> dict[str, Slot]:
    rows = select(Slot).where(Slot.rota_id == rota_id, Slot.day >= today, Slot.ends_at > now)
    return {slot.id: slot for slot in session.scalars(rows.where(Slot.cancelled_at.is_(None)))}


def _cancel(session: Session, rota: Rota, roster: GuardRoster, gone: Sequence[Slot], now: datetime) -> None:
    for slot in gone:
        if slot.starts_at <= now:
            continue
        slot.cancelled_at = now
        if is_promised(roster, slot.turn()):
            one = Standing(slot.turn(), slot.seq, slot.holder_id, Source(slot.source))
            tell_change(session, rota, one, WORKROOM, now=now)
