"""Who has each post at an instant, read as columns: a whole market is asked at once, and often."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import DutyRelief
from patrol.rules.duty_service import Relief, relieved
from patrol.rules.duty_words import DayClass, Keeper, Source
from patrol.rules.fairness import Holder
from patrol.rules.rotation import LONGEST


@dataclass(frozen=True, slots=True)
class Post:
    """What a reader needs to know of a rota; it has the names of `Rota`, and can stand for one."""

    market_id: int
    place_id: int
    code: str
    keeper: Keeper
    published_days: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A turn as it stands in the plan; it has the names of `Slot`, and can stand for one."""

    id: str
    day: date
    kind: str
    seat: int
    standby: bool
    starts_at: datetime
    ends_at: datetime
    day_class: DayClass
    weight: int
    seq: int
    holder_id: int | None
    source: Source
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A turn that runs, and who has it at this instant: the holder, or whoever relieved them."""

    slot: Seat
    rota: Post
    holder: Holder


_POST = (Rota.market_id, Rota.place_id, Rota.code, Rota.keeper, Rota.published_days)
_SEAT = (
    *(Slot.id, Slot.day, Slot.kind, Slot.seat, Slot.standby, Slot.starts_at, Slot.ends_at, Slot.day_class),
    *(Slot.weight, Slot.seq, Slot.holder_id, Slot.source, Slot.cancelled_at),
)
_RUNNING = (
    select(*_POST, *_SEAT, DutyRelief.starts_at, DutyRelief.holder_id)
    .select_from(Slot)
    .join(Rota, Rota.id == Slot.rota_id)
    .outerjoin(DutyRelief, DutyRelief.slot_id == Slot.id)
    .where(Slot.starts_at <= bindparam("now"), Slot.starts_at > bindparam("longest_ago"))
    .where(Slot.ends_at > bindparam("now"), Slot.standby.is_(False), Slot.cancelled_at.is_(None))
    .order_by(Rota.code, Slot.starts_at, Slot.kind, Slot.seat, DutyRelief.id)
)
"""Written once: to build it anew for every question costs as much as to ask it."""
_IN_MARKET = _RUNNING.where(Rota.market_id == bindparam("where"))
_IN_ROTA = _RUNNING.where(Rota.id == bindparam("where"))
_POST_ENDS, _SEAT_ENDS = len(_POST), len(_POST) + len(_SEAT)


def running_in_market(session: Session, market_id: int, *, now: datetime) -> list[OnDuty]:
    """Give every post of a market that runs now."""
    return _running(session, _IN_MARKET, market_id, now)


def running_in_rota(session: Session, rota_id: int, *, now: datetime) -> list[OnDuty]:
    """Give the posts that run now in one group."""
    return _running(session, _IN_ROTA, rota_id, now)


def _running(session: Session, asked: Select[*tuple[Any, ...]], where: int, now: datetime) -> list[OnDuty]:
    """Read each turn once, with as many rows as somebody relieved its holder."""
    found: dict[str, OnDuty] = {}
    reliefs: dict[str, list[Relief]] = defaultdict(list)
    told = {"where": where, "now": now, "longest_ago": now - LONGEST}
    for row in session.execute(asked, told):
        seat, (begins, relief) = Seat(*row[_POST_ENDS:_SEAT_ENDS]), row[_SEAT_ENDS:]
        if seat.id not in found:
            found[seat.id] = OnDuty(seat, Post(*row[:_POST_ENDS]), seat.holder_id)
        if begins is not None:
            reliefs[seat.id].append(Relief(begins, relief))
    for name, those in reliefs.items():
        one = found[name]
        found[name] = replace(one, holder=relieved(one.holder, those, now))
    return list(found.values())
