"""What a calendar feed shows, and a mark that changes whenever it would show something else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from patrol.model.calendars import CalendarFeed
from patrol.model.duty import Assignment, Rota, Slot
from patrol.model.duty_life import Gathering
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_words import Keeper
from patrol.rules.entries import Register
from patrol.rules.feed_words import FeedScope

FORMAT = "2"
"""Raised when the same turns would be written differently."""
PAST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn in a calendar. `lost`: promised to the reader, and now somebody else's or nobody's."""

    slot: Slot
    rota: Rota
    revised_at: datetime
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose turns a feed reads: by rota, and of these holders alone where they are given."""

    rotas: tuple[Rota, ...]
    shops: frozenset[int] | None = None
    people: frozenset[int] | None = None


def of_token(session: Session, token_sha256: str) -> CalendarFeed | None:
    """Find a feed by its hashed secret, revoked or not."""
    return session.scalars(
        select(CalendarFeed).where(CalendarFeed.token_sha256 == token_sha256)
    ).one_or_none()


def of_person(session: Session, person_id: int) -> list[CalendarFeed]:
    """Give the links somebody has, newest first."""
    mine = select(CalendarFeed).where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
    return list(session.scalars(mine.order_by(CalendarFeed.id.desc())))


def reading_of(session: Session, feed: CalendarFeed, register: Register, shops: Iterable[int]) -> Reading:
    """Say which rotas and holders a feed is about; `shops` are the person's own."""
    match FeedScope(feed.scope):
        case FeedScope.GRID:
            rows = session.scalars(select(Rota).where(Rota.market_id == feed.market_id).order_by(Rota.id))
            inside = [rota for rota in rows if feed.place_id in register.ancestors(rota.place_id)]
            return Reading(tuple(inside))
        case FeedScope.GROUP:
            return Reading(_rotas(session, Rota.place_id == feed.place_id))
        case FeedScope.SHOP:
            kept = frozenset({feed.place_id or 0})
            return Reading(_around(session, register, kept), kept, frozenset())
        case FeedScope.PERSON:
            own = frozenset(shops)
            mine = _rotas(session, (Rota.market_id == feed.market_id) & (Rota.keeper == Keeper.PERSON))
            return Reading(mine + _around(session, register, own), own, frozenset({feed.person_id}))


def mark_of(feed: CalendarFeed, reading: Reading, register: Register, today: date) -> str:
    """Give a mark of everything the bytes of a feed depend on: two links that show the same share it."""
    editions = ",".join(f"{rota.id}.{rota.edition}" for rota in reading.rotas)
    holders = sorted((reading.shops or frozenset()) | (reading.people or frozenset()))
    shown = f"{feed.scope}|{feed.market_id}|{feed.place_id}|{feed.language}"
    whole = f"{FORMAT}|{shown}|{register.version}|{today}|{editions}|{holders}"
    return sha256(whole.encode()).hexdigest()


def entries(session: Session, reading: Reading, calendar: Calendar, *, today: date) -> list[Entry]:
    """Give the promised turns around a day, in the order of time, with those the reader has lost."""
    found: list[Entry] = []
    for rota in reading.rotas:
        found += _held(session, rota, reading, calendar, today)
        if reading.shops is not None:
            found += _lost(session, rota, reading, calendar, today)
    return sorted(found, key=lambda entry: (entry.slot.starts_at, entry.slot.id))


def _held(session: Session, rota: Rota, reading: Reading, calendar: Calendar, today: date) -> list[Entry]:
    rows = (
        select(Slot, Assignment.at)
        .join(Assignment, (Assignment.slot_id == Slot.id) & (Assignment.seq == Slot.seq))
        .where(_window(rota, calendar, today), _theirs(rota, reading, Slot.holder_id))
    )
    if reading.shops is None:
        rows = rows.where(Slot.standby.is_(False))
    return [
        Entry(slot, rota, max(at, slot.cancelled_at or at), lost=slot.cancelled_at is not None)
        for slot, at in session.execute(rows)
    ]


def _lost(session: Session, rota: Rota, reading: Reading, calendar: Calendar, today: date) -> list[Entry]:
    """Find turns that were promised to the reader and then went to somebody else."""
    once = _once_theirs(rota, reading, calendar, today)
    ledgers: dict[str, list[Assignment]] = defaultdict(list)
    slots: dict[str, Slot] = {}
    rows = (
        select(Slot, Assignment)
        .join(Assignment, Assignment.slot_id == Slot.id)
        .where(Slot.id.in_(once))
        .order_by(Assignment.slot_id, Assignment.seq)
    )
    for slot, row in session.execute(rows):
        slots[slot.id] = slot
        ledgers[slot.id].append(row)
    theirs = reading.people if rota.keeper == Keeper.PERSON else reading.shops
    promised = timedelta(days=rota.published_days)
    return [
        Entry(slots[name], rota, ledger[-1].at, lost=True)
        for name, ledger in ledgers.items()
        if _was_promised(slots[name], ledger, theirs or frozenset(), promised)
    ]


def _was_promised(slot: Slot, ledger: list[Assignment], theirs: frozenset[int], promised: timedelta) -> bool:
    last = max(n for n, row in enumerate(ledger) if row.holder_id in theirs)
    return last + 1 < len(ledger) and ledger[last + 1].at > slot.starts_at - promised


def _once_theirs(rota: Rota, reading: Reading, calendar: Calendar, today: date) -> Select[str]:
    away = or_(Slot.holder_id.is_(None), ~_theirs(rota, reading, Slot.holder_id))
    return (
        select(Slot.id)
        .join(Assignment, Assignment.slot_id == Slot.id)
        .where(_window(rota, calendar, today), away, _theirs(rota, reading, Assignment.holder_id))
    )


def _window(rota: Rota, calendar: Calendar, today: date) -> ColumnElement[bool]:
    """The last thirty days, and the days that are firm: drafts are no promise."""
    first = calendar.instant(today, 0) - PAST
    last = calendar.instant(today + timedelta(days=rota.published_days), 0)
    return (Slot.rota_id == rota.id) & (Slot.starts_at >= first) & (Slot.starts_at < last)


def _theirs(rota: Rota, reading: Reading, holder: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    if reading.shops is None:
        return true()
    theirs = reading.people if rota.keeper == Keeper.PERSON else reading.shops
    return holder.in_(sorted(theirs or frozenset()))


def _around(session: Session, register: Register, shops: frozenset[int]) -> tuple[Rota, ...]:
    """Give the rotas of the shops' groups, and of those their groups stand together with."""
    places = {place.parent_id for shop in shops if (place := register.places.get(shop))}
    own = _rotas(session, Rota.place_id.in_(sorted(place or 0 for place in places)))
    hosts = select(Gathering.host_id).where(Gathering.guest_id.in_([rota.id for rota in own]))
    guests = _rotas(session, Rota.id.in_(hosts))
    return own + tuple(rota for rota in guests if rota.id not in {one.id for one in own})


def _rotas(session: Session, which: ColumnElement[bool]) -> tuple[Rota, ...]:
    return tuple(session.scalars(select(Rota).where(which).order_by(Rota.id)))
