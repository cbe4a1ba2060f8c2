"""Who is on duty now, next and when am I: one indexed question each."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_ledger import ledger_of
from patrol.cards.duty_seats import OnDuty, running_in_market, running_in_rota
from patrol.errors import NotFound
from patrol.model.duty import Assignment, DutyRequest, Rota, Slot
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.rules.duty_words import Keeper, RequestState, Source
from patrol.rules.entries import Register
from patrol.rules.fairness import Balance
from patrol.rules.rotation import LONGEST


def on_duty(session: Session, market_id: int, *, now: datetime) -> list[OnDuty]:
    """Give every post that runs now in a market; empty only where no pattern has a turn."""
    return running_in_market(session, market_id, now=now)


def rehearse(session: Session, *, now: datetime) -> None:
    """Ask once before anybody waits for it: a statement is translated when it is asked for the first time."""
    on_duty(session, 0, now=now)


def on_duty_in(session: Session, rota_id: int, *, now: datetime) -> list[OnDuty]:
    """Give the posts that run now in one group."""
    return running_in_rota(session, rota_id, now=now)


def rota_of_group(session: Session, code: str) -> Rota:
    """Find a group's rota by the end of its code; codes of groups are unique among markets."""
    rota = session.scalars(select(Rota).where(Rota.code.endswith(f"/{code}", autoescape=True))).first()
    if rota is None:
        raise NotFound(f"group {code} keeps no turns")
    return rota


def turns(session: Session, rota_id: int, *, start: datetime, end: datetime) -> list[Slot]:
    """Give the turns of a group that touch a stretch of time, posts before standby."""
    wanted = select(Slot).where(
        Slot.rota_id == rota_id,
        Slot.starts_at > start - LONGEST,
        Slot.starts_at < end,
        Slot.ends_at > start,
        Slot.cancelled_at.is_(None),
    )
    return list(session.scalars(wanted.order_by(Slot.starts_at, Slot.standby, Slot.kind, Slot.seat)))


def next_turns(session: Session, rota_id: int, *, now: datetime) -> list[Slot]:
    """Give the posts of the next beginning."""
    later = select(Slot).where(
        Slot.rota_id == rota_id, Slot.starts_at > now, Slot.cancelled_at.is_(None), Slot.standby.is_(False)
    )
    first = session.scalars(later.order_by(Slot.starts_at).limit(1)).one_or_none()
    if first is None:
        return []
    return list(
        session.scalars(later.where(Slot.starts_at == first.starts_at).order_by(Slot.kind, Slot.seat))
    )


def mine(
    session: Session, keeper: Keeper, holders: Iterable[int], *, now: datetime, limit: int = 20
) -> list[tuple[Slot, Rota]]:
    """Give the turns somebody has, running ones first, standby too."""
    wanted = (
        select(Slot, Rota)
        .join(Rota, Rota.id == Slot.rota_id)
        .where(Slot.holder_id.in_(list(holders)), Slot.starts_at > now - LONGEST, Slot.ends_at > now)
        .where(Rota.keeper == keeper, Slot.cancelled_at.is_(None))
        .order_by(Slot.starts_at, Slot.standby)
        .limit(limit)
    )
    return [(slot, rota) for slot, rota in session.execute(wanted)]


def gaps(session: Session, market_id: int, *, now: datetime) -> list[tuple[Slot, Rota]]:
    """Give the promised turns nobody could take: forced on the lead, or left to the workroom."""
    wanted = (
        select(Slot, Rota)
        .join(Rota, Rota.id == Slot.rota_id)
        .where(Rota.market_id == market_id, Slot.source == Source.FORCED, Slot.standby.is_(False))
        .where(Slot.starts_at > now - LONGEST, Slot.ends_at > now, Slot.cancelled_at.is_(None))
        .order_by(Slot.starts_at, Slot.id)
    )
    rows = session.execute(wanted)
    return [(slot, rota) for slot, rota in rows if slot.starts_at < now + timedelta(days=rota.published_days)]


def missed(session: Session, market_id: int) -> list[tuple[MissedDuty, Slot, Rota]]:
    """Give the turns for which somebody is being looked for."""
    wanted = (
        select(MissedDuty, Slot, Rota)
        .join(Slot, Slot.id == MissedDuty.slot_id)
        .join(Rota, Rota.id == Slot.rota_id)
        .where(MissedDuty.resolved_at.is_(None), Rota.market_id == market_id)
        .order_by(Slot.starts_at)
    )
    return [(row, slot, rota) for row, slot, rota in session.execute(wanted)]


def credit(session: Session, rota: Rota, register: Register, *, now: datetime) -> list[Balance]:
    """Give the accounts of a group up to now, for every shop of the group to read."""
    ledger = ledger_of(session, rota, register, now=now)
    books = ledger.books(until=now)
    return books.balances([member.id for member in ledger.roster.members])


def slot_with_rota(session: Session, slot_id: str) -> tuple[Slot, Rota]:
    """Find a turn, cancelled or not."""
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotFound(f"there is no turn {slot_id}")
    return slot, session.get_one(Rota, slot.rota_id)


def history(session: Session, slot_id: str) -> list[Assignment]:
    """Give the ledger of a turn, oldest first."""
    rows = select(Assignment).where(Assignment.slot_id == slot_id).order_by(Assignment.seq)
    return list(session.scalars(rows))


def check_ins(session: Session, slot_id: str) -> list[CheckIn]:
    """Give who came to a turn."""
    return list(session.scalars(select(CheckIn).where(CheckIn.slot_id == slot_id).order_by(CheckIn.came_at)))


def open_requests(session: Session, rota_id: int) -> list[DutyRequest]:
    """Give what still waits for an answer."""
    waiting = [RequestState.OFFERED, RequestState.ACCEPTED]
    rows = select(DutyRequest).where(DutyRequest.rota_id == rota_id, DutyRequest.state.in_(waiting))
    return list(session.scalars(rows.order_by(DutyRequest.id)))
