"""What the inbox, the settings and the office ask of notices."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.notices import notice_card
from patrol.cards.things import Card, stamp
from patrol.model.notices import Notice, NoticeCarriage, NoticeChannel, NoticeHabit
from patrol.model.people import Person
from patrol.rules.notice_words import Carriage

PAGE = 30


def unread(session: Session, person_id: int) -> int:
    """Count what somebody has not read."""
    mine = select(func.count()).where(
        Notice.person_id == person_id, Notice.left_at.is_(None), Notice.folded_into.is_(None)
    )
    return session.scalar(mine) or 0


def unread_ids(session: Session, person_id: int, *, limit: int) -> list[int]:
    """Name what somebody has not read, the oldest first."""
    mine = select(Notice.id).where(
        Notice.person_id == person_id, Notice.left_at.is_(None), Notice.folded_into.is_(None)
    )
    return list(session.scalars(mine.order_by(Notice.id).limit(limit)))


def page(session: Session, person_id: int, *, before: int | None, limit: int = PAGE) -> list[Card]:
    """Give somebody's notices, the newest first, read or not."""
    mine = select(Notice).where(Notice.person_id == person_id, Notice.folded_into.is_(None))
    if before is not None:
        mine = mine.where(Notice.id < before)
    return [notice_card(one) for one in session.scalars(mine.order_by(Notice.id.desc()).limit(limit))]


def one_of(session: Session, person_id: int, notice_id: int) -> Card | None:
    """Give one notice of somebody's own, and how it was carried."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.person_id != person_id:
        return None
    ways = (
        select(NoticeCarriage, NoticeChannel)
        .join(NoticeChannel, NoticeChannel.id == NoticeCarriage.channel_id)
        .where(NoticeCarriage.notice_id == notice.id)
        .order_by(NoticeCarriage.id)
    )
    carried = [_carriage(one, channel) for one, channel in session.execute(ways)]
    return {**notice_card(notice), "carriages": carried}


def channels(session: Session, person_id: int) -> list[Card]:
    """Give somebody's channels in their order; addresses are never shown again."""
    mine = select(NoticeChannel).where(NoticeChannel.person_id == person_id, NoticeChannel.ended_at.is_(None))
    rows = session.scalars(mine.order_by(NoticeChannel.rank, NoticeChannel.id))
    return [channel_card(one) for one in rows]


def channel_card(channel: NoticeChannel) -> Card:
    """A channel as its owner sees it."""
    return {
        "id": channel.id,
        "version": channel.version,
        "way": channel.way,
        "hint": channel.hint,
        "made_at": stamp(channel.made_at),
        "proved_at": stamp(channel.proved_at),
        "failing_since": stamp(channel.failing_since),
        "why": channel.why,
    }


def habit_card(habit: NoticeHabit | None) -> Card:
    """How somebody wants to be told; minutes of the day."""
    return {
        "quiet_from": habit.quiet_from if habit else None,
        "quiet_to": habit.quiet_to if habit else None,
        "sound": habit.sound if habit else True,
    }


def failed(session: Session, market_id: int, *, before: int | None, limit: int = PAGE) -> list[Card]:
    """Give the carriages of a market that were given up, the newest first: who, which way, why."""
    rows = (
        select(NoticeCarriage, NoticeChannel, Notice, Person.name)
        .join(NoticeChannel, NoticeChannel.id == NoticeCarriage.channel_id)
        .join(Notice, Notice.id == NoticeCarriage.notice_id)
        .join(Person, Person.id == Notice.person_id)
        .where(NoticeCarriage.state == Carriage.GIVEN_UP, Notice.market_id == market_id)
    )
    if before is not None:
        rows = rows.where(NoticeCarriage.id < before)
    found = session.execute(rows.order_by(NoticeCarriage.id.desc()).limit(limit))
    return [
        {**_carriage(one, channel), "person": name, "notice": notice_card(notice)}
        for one, channel, notice, name in found
    ]


def _carriage(one: NoticeCarriage, channel: NoticeChannel) -> Card:
    return {
        "id": one.id,
        "way": channel.way,
        "state": one.state,
        "attempts": one.attempts,
        "repeated": one.repeated,
        "made_at": stamp(one.made_at),
        "sent_at": stamp(one.sent_at),
        "delivered_at": stamp(one.delivered_at),
        "ended_at": stamp(one.ended_at),
        "why": one.why,
    }
