"""Opening rotas and saying what their days look like."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from patrol.actions.duty_book import edit
from patrol.actions.duty_plan import mark_changed
from patrol.errors import Invalid, NotFound
from patrol.model.duty import DutyPattern, Rota
from patrol.model.duty_life import DutyDay, Gathering
from patrol.model.places import Market, Place, PlaceVersion
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_holidays import MarkedDay
from patrol.rules.duty_slots import SlotKind, faults
from patrol.rules.duty_words import DayClass, Keeper
from patrol.rules.words import PlaceKind

DOUBLE = {DayClass.HOLIDAY, DayClass.FESTIVAL}


def _usual(weight: int) -> dict[DayClass, int]:
    days = (day for day in DayClass if day is not DayClass.CLOSED)
    return {day: weight * (2 if day in DOUBLE else 1) for day in days}


EVENING = SlotKind("evening", 18 * 60, 4 * 60, _usual(100))
NIGHT = SlotKind("night", 22 * 60, 8 * 60, _usual(150))
DAY = SlotKind("day", 6 * 60, 12 * 60, _usual(100))
USUAL = (DAY, EVENING, NIGHT)
"""What a group gets until somebody says otherwise: somebody is on duty at every hour of an open day."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be set about a rota."""

    needs_approval: bool | None = None
    check_in: bool | None = None
    published_days: int | None = None
    draft_days: int | None = None


def open_missing(session: Session, market_id: int, *, now: datetime, limit: int | None = None) -> int:
    """Open a rota for every group that stands without one, with the usual turns."""
    opened = session.scalars(without_rota(market_id).limit(limit)).all()
    for place_id in opened:
        open_rota(session, place_id, kinds=USUAL, now=now)
    return len(opened)


def without_rota(market_id: int) -> Select[int]:
    """Ask for the groups that stand and have no rota."""
    return (
        select(Place.id)
        .join(PlaceVersion, PlaceVersion.place_id == Place.id)
        .where(Place.market_id == market_id, Place.kind == PlaceKind.GROUP, PlaceVersion.valid_to.is_(None))
        .where(Place.id.not_in(select(Rota.place_id)))
        .order_by(Place.id)
    )


def open_rota(
    session: Session, place_id: int, *, kinds: Sequence[SlotKind], now: datetime, keeper: Keeper = Keeper.SHOP
) -> Rota:
    """Begin to keep a post in turns; its books begin now."""
    place = session.get(Place, place_id)
    market = session.get(Market, place.market_id) if place is not None else None
    if place is None or market is None:
        raise NotFound(f"there is no place {place_id}")
    rota = Rota(
        market_id=market.id,
        place_id=place_id,
        code=f"{market.code}/{place.code}",
        keeper=keeper,
        opened_at=now,
        books_from=_midnight(market, now),
        post_code=secrets.token_urlsafe(24),
    )
    session.add(rota)
    session.flush()
    set_pattern(
        session, rota.id, kinds, effective_from=Calendar(market.timezone).day(rota.books_from), now=now
    )
    return rota


def set_pattern(
    session: Session,
    rota_id: int,
    kinds: Sequence[SlotKind],
    *,
    effective_from: date,
    now: datetime,
    rest: int = 2,
    by: int | None = None,
) -> DutyPattern:
    """Say what the days look like from a date on; what has begun stays as it was."""
    if found := faults(kinds):
        raise Invalid("these turns can not be kept", found)
    last = session.scalar(select(func.max(DutyPattern.version)).where(DutyPattern.rota_id == rota_id)) or 0
    pattern = DutyPattern(
        rota_id=rota_id,
        version=last + 1,
        effective_from=effective_from,
        kinds=[_document(kind) for kind in kinds],
        rest=rest,
        made_by=by,
        made_at=now,
    )
    session.add(pattern)
    edit(session, rota_id, now=now)
    mark_changed(session, rota_id)
    return pattern


def set_rules(session: Session, rota_id: int, rules: Rules, *, now: datetime) -> Rota:
    """Change how a group agrees on its turns, and how far ahead they are promised."""
    rota = edit(session, rota_id, now=now)
    published = rules.published_days or rota.published_days
    draft = rules.draft_days or rota.draft_days
    if not 1 <= published <= draft <= 400:
        raise Invalid(
            "want 1 to 400 days, published ones no more than drafts", ["published_days", "draft_days"]
        )
    rota.published_days, rota.draft_days, rota.changed = published, draft, True
    if rules.needs_approval is not None:
        rota.needs_approval = rules.needs_approval
    if rules.check_in is not None:
        rota.check_in_from = (rota.check_in_from or now) if rules.check_in else None
    return rota


def new_code(session: Session, rota_id: int, *, now: datetime) -> Rota:
    """Give the post another code: whatever hangs there or was copied proves nothing any more."""
    rota = edit(session, rota_id, now=now)
    rota.post_code = secrets.token_urlsafe(24)
    return rota


def mark_days(
    session: Session, market_id: int, days: Sequence[MarkedDay], *, source: str, now: datetime
) -> int:
    """Take over an imported calendar: the days it names are as it says, in every year it names."""
    wanted = [one.day for one in days]
    session.execute(delete(DutyDay).where(DutyDay.market_id == market_id, DutyDay.day.in_(wanted)))
    rows = [
        {
            "market_id": market_id,
            "day": one.day,
            "mark": one.mark,
            "name": one.name[:100],
            "source": source[:100],
            "imported_at": now,
        }
        for one in days
    ]
    if rows:
        session.execute(insert(DutyDay), rows)
        session.execute(update(Rota).where(Rota.market_id == market_id).values(changed=True))
    return len(rows)


def gather(
    session: Session,
    host_id: int,
    guest_id: int,
    *,
    start: datetime,
    end: datetime,
    by: int | None,
    now: datetime,
) -> Gathering:
    """Let one group's shops stand with another's for a while; the guest's own turns rest."""
    if host_id == guest_id or start >= end or start < now:
        raise Invalid("want two groups, and a time to come that ends after it begins")
    both = select(Gathering).where(Gathering.starts_at < end, Gathering.ends_at > start)
    taken = both.where(Gathering.guest_id.in_([host_id, guest_id]) | (Gathering.host_id == guest_id))
    if session.scalars(taken).first() is not None:
        raise Invalid("one of these groups stands with another one in that time")
    gathering = Gathering(
        host_id=host_id, guest_id=guest_id, starts_at=start, ends_at=end, made_by=by, made_at=now
    )
    session.add(gathering)
    for rota_id in sorted((host_id, guest_id)):
        edit(session, rota_id, now=now)
        mark_changed(session, rota_id)
    return gathering


def _document(kind: SlotKind) -> dict[str, object]:
    return {
        "code": kind.code,
        "start": kind.start,
        "minutes": kind.minutes,
        "weights": {str(day): weight for day, weight in kind.weights.items()},
        "headcount": kind.headcount,
        "standby": kind.standby,
    }


def _midnight(market: Market, now: datetime) -> datetime:
    """Give the beginning of yesterday, so that a night that runs now is in the books."""
    calendar = Calendar(market.timezone)
    return calendar.instant(calendar.day(now), -24 * 60)
