"""Telling people of their turns: what the ledger noted for a shop reaches those who keep it, once each."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from patrol.actions.duty_ledger import TAKEN, notify
from patrol.actions.notices import Message, tell
from patrol.cards.audience import Audience
from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import DutyNotice
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_reminders import TOPIC_SOON, TOPIC_TOMORROW, stretches
from patrol.rules.duty_words import Keeper
from patrol.rules.entries import Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Severity

AT_ONCE = 100
ANSWERS = ("applied", "declined", "withdrawn", "expired", "superseded", "undone")


def kind_of(topic: str) -> NoticeKind:
    """Say what kind of notice a topic of the ledger is."""
    word = topic.partition(":")[0]
    if word in (TOPIC_SOON, TOPIC_TOMORROW):
        return NoticeKind.DUTY_SOON
    if word == "come":
        return NoticeKind.DUTY_MISSED
    if word == "asked":
        return NoticeKind.DUTY_ASKED
    return NoticeKind.DUTY_ANSWERED if word in ANSWERS else NoticeKind.DUTY_CHANGED


def waiting() -> Select[DutyNotice]:
    """Ask for what nobody has been told yet, the oldest first."""
    return select(DutyNotice).where(DutyNotice.told_at.is_(None)).order_by(DutyNotice.id)


def carry(session: Session, register: Register, *, now: datetime) -> int:
    """Tell those who keep the shops; what nobody keeps with a login is noted as told all the same."""
    rows = session.scalars(waiting().limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    for row in rows:
        slot = session.get_one(Slot, row.slot_id)
        rota = session.get_one(Rota, slot.rota_id)
        tell(
            session, _people(session, row, rota, register, now), _message(row, slot, rota, register), now=now
        )
        row.told_at = now
    return len(rows)


def remind(session: Session, register: Register, *, now: datetime) -> int:
    """Note the reminders that are due; one that is noted already is not noted twice."""
    noted = 0
    for market in register.markets.values():
        for topic, slot, keeper in to_remind(session, market.id, market.clock.timezone, now=now):
            if slot.holder_id is not None:
                notify(session, keeper, [(slot.holder_id, topic, slot.id, slot.seq)], now=now)
                noted += 1
    return noted


def to_remind(
    session: Session, market_id: int, timezone: str, *, now: datetime
) -> Iterator[tuple[str, Slot, Keeper]]:
    """Give the posts whose holder has to hear of them now and has not."""
    for topic, after, until in stretches(Calendar(timezone), now=now):
        heard = select(DutyNotice.id).where(
            DutyNotice.slot_id == Slot.id, DutyNotice.seq == Slot.seq, DutyNotice.topic == topic
        )
        rows = (
            select(Slot, Rota.keeper)
            .join(Rota, Rota.id == Slot.rota_id)
            .where(Rota.market_id == market_id, Slot.starts_at > after, Slot.starts_at <= until)
            .where(Slot.standby.is_(False), Slot.cancelled_at.is_(None), Slot.holder_id.is_not(None))
            .where(~heard.exists())
            .order_by(Slot.starts_at, Slot.id)
        )
        for slot, keeper in session.execute(rows).all():
            yield topic, slot, Keeper(keeper)


def _people(
    session: Session, row: DutyNotice, rota: Rota, register: Register, now: datetime
) -> Iterable[int]:
    if row.keeper == Keeper.PERSON:
        return [row.holder_id]
    return Audience(session, register, rota.market_id, now).keepers([row.holder_id])


def _message(row: DutyNotice, slot: Slot, rota: Rota, register: Register) -> Message:
    """Say which turn of which post it is; a call to come waits for no quiet hours."""
    kind = kind_of(row.topic)
    place = register.places.get(rota.place_id)
    zone = ZoneInfo(register.markets[rota.market_id].clock.timezone)
    first, last = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    facts = {
        "place": place.name if place else rota.code,
        "number": f"{first:%m-%d %H:%M}–{last:%H:%M}",
        "topic": row.topic,
        "slot": slot.id,
    }
    called = kind is NoticeKind.DUTY_MISSED
    return Message(
        thing=f"duty:{slot.id}:{row.seq}:{row.topic}:{row.holder_id}",
        kind=kind,
        severity=Severity.HIGH if called else Severity.NORMAL,
        market_id=rota.market_id,
        facts=facts,
        link="/duty" if row.topic == TAKEN or called else f"/duty/slots/{slot.id}",
        fold=f"{kind}:{rota.id}",
        happened_at=row.at,
    )
