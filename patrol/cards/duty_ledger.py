"""A rota with all that its plan needs: calendar, patterns, people, turns and who served them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from patrol.cards.duty_members import rests, roster_of
from patrol.model.duty import DutyPattern, Rota, Slot
from patrol.model.duty_life import DutyDay
from patrol.model.duty_service import CheckIn, CreditNote, DutyRelief
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_members import Roster, Span
from patrol.rules.duty_service import Presence, Relief, agreed, served
from patrol.rules.duty_slots import Pattern, Turn, turns
from patrol.rules.duty_words import DayClass, DayMark, Source
from patrol.rules.entries import Register
from patrol.rules.fairness import Books, Holder, Share
from patrol.rules.rotation import Known, plan


@dataclass(frozen=True, slots=True)
class Standing:
    """One turn as it stands: who holds it by which row of its ledger."""

    turn: Turn
    seq: int
    holder: Holder
    source: Source


@dataclass(frozen=True, slots=True)
class RotaLedger:
    """Everything known of a rota at an instant."""

    rota: Rota
    calendar: Calendar
    patterns: tuple[Pattern, ...]
    roster: Roster
    resting: tuple[Span, ...]
    standing: dict[str, Standing]
    shares: dict[str, tuple[Share, ...]]
    notes: tuple[tuple[Holder, int], ...]

    def wanted(self, first: date, last: date) -> list[Turn]:
        """Give the turns the patterns make on these days, but none while the rota rests."""
        made = turns(self.rota.code, self.patterns, self.calendar, first=first, last=last)
        return [turn for turn in made if not any(span.holds(turn.start) for span in self.resting)]

    def known(self, held: Iterable[str]) -> Known:
        """Give what the plan has to take as it is, when these turns are kept."""
        holders = {name: self.standing[name].holder for name in held}
        return Known(holders, self.shares, self.notes)

    def books(self, *, until: datetime) -> Books:
        """Give the accounts with every turn entered that begins before an instant."""
        mine = [one.turn for one in self.standing.values() if one.turn.start < until]
        return plan(self.roster, mine, self.known(turn.id for turn in mine), since=until)[1]


_SLOTS = select(
    Slot.id,
    Slot.day,
    Slot.kind,
    Slot.seat,
    Slot.standby,
    Slot.starts_at,
    Slot.ends_at,
    Slot.day_class,
    Slot.weight,
    Slot.rest,
    Slot.seq,
    Slot.holder_id,
    Slot.source,
).where(Slot.rota_id == bindparam("rota"), Slot.starts_at >= bindparam("since"), Slot.cancelled_at.is_(None))
_CAME = (
    select(CheckIn.slot_id, CheckIn.holder_id, CheckIn.came_at, CheckIn.left_at)
    .join(Slot, Slot.id == CheckIn.slot_id)
    .where(Slot.rota_id == bindparam("rota"), Slot.starts_at >= bindparam("since"))
)
_RELIEVED = (
    select(DutyRelief.slot_id, DutyRelief.starts_at, DutyRelief.holder_id)
    .join(Slot, Slot.id == DutyRelief.slot_id)
    .where(Slot.rota_id == bindparam("rota"), Slot.starts_at >= bindparam("since"))
    .order_by(DutyRelief.id)
)
_PATTERNS = select(DutyPattern).where(DutyPattern.rota_id == bindparam("rota")).order_by(DutyPattern.version)
_NOTES = (
    select(CreditNote.holder_id, CreditNote.weight)
    .where(CreditNote.rota_id == bindparam("rota"))
    .order_by(CreditNote.id)
)
"""Written once: a rota is read at every change, and to build a statement costs as much as to ask it."""


def ledger_of(session: Session, rota: Rota, register: Register, *, now: datetime) -> RotaLedger:
    """Read a rota with some ten queries, however long its history is."""
    standing = {one.turn.id: one for one in _standing(session, rota)}
    zone = register.markets[rota.market_id].clock.timezone
    return RotaLedger(
        rota=rota,
        calendar=Calendar(zone, marks_of(session, rota.market_id)),
        patterns=tuple(pattern.value() for pattern in session.scalars(_PATTERNS, _of(rota))),
        roster=roster_of(session, rota),
        resting=tuple(rests(session, rota)),
        standing=standing,
        shares=_shares(session, rota, standing, now),
        notes=tuple((holder, weight) for holder, weight in session.execute(_NOTES, _of(rota))),
    )


def marks_of(session: Session, market_id: int) -> dict[date, DayMark]:
    """Give the marked days of a market."""
    rows = select(DutyDay.day, DutyDay.mark).where(DutyDay.market_id == market_id)
    return {day: DayMark(mark) for day, mark in session.execute(rows)}


def _standing(session: Session, rota: Rota) -> Iterable[Standing]:
    """Read columns, not objects: a year of turns is read at every change."""
    for row in session.execute(_SLOTS, _of(rota)):
        name, day, kind, seat, standby, start, end, day_class, weight, rest, seq, holder, source = row
        turn = Turn(name, day, kind, seat, standby, start, end, DayClass(day_class), weight, rest=rest)
        yield Standing(turn, seq, holder, Source(source))


def _shares(
    session: Session, rota: Rota, standing: dict[str, Standing], now: datetime
) -> dict[str, tuple[Share, ...]]:
    """Say who served what: by check-ins where they count or exist, else as agreed."""
    came = _presences(session, rota)
    reliefs = _reliefs(session, rota)
    found = {}
    for name, one in standing.items():
        over = one.turn.end <= now
        counted = rota.check_in_from is not None and one.turn.start >= rota.check_in_from
        if over and not one.turn.standby and (counted or name in came):
            found[name] = served(one.turn, came.get(name, ()))
        elif name in reliefs:
            found[name] = agreed(one.turn, one.holder, reliefs[name])
    return found


def _presences(session: Session, rota: Rota) -> dict[str, list[Presence]]:
    found: dict[str, list[Presence]] = defaultdict(list)
    for name, holder, came, left in session.execute(_CAME, _of(rota)):
        found[name].append(Presence(holder, came, left))
    return found


def _reliefs(session: Session, rota: Rota) -> dict[str, list[Relief]]:
    found: dict[str, list[Relief]] = defaultdict(list)
    for name, start, holder in session.execute(_RELIEVED, _of(rota)):
        found[name].append(Relief(start, holder))
    return found


def _of(rota: Rota) -> dict[str, object]:
    return {"rota": rota.id, "since": rota.books_from}
