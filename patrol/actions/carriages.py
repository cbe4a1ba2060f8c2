"""How notices leave the house: taken by one courier, and what became of each written down."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.orm import Session

from patrol.actions.notices import Message, carriage, tell
from patrol.cards.audience import Audience
from patrol.cards.notice_texts import body_of, title_of
from patrol.cards.tongues import tag_of
from patrol.model.notices import Notice, NoticeCarriage, NoticeChannel
from patrol.model.people import Person
from patrol.rules import notices as rules
from patrol.rules.entries import Register
from patrol.rules.notice_words import Carriage, NoticeKind, Way
from patrol.rules.words import Role, Severity

INTERRUPTED_TWICE = "interrupted"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One carriage that was taken: what to send, and the version under which it was taken."""

    id: int
    version: int
    channel_id: int
    way: Way
    sealed: str
    key: str
    repeated: bool
    notice_id: int
    kind: str
    severity: str
    count: int
    title: str
    body: str
    link: str
    language: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a courier reported. `gone`: that address takes nothing any more."""

    sent: bool
    why: str | None = None
    gone: bool = False


def due(now: datetime) -> Select[NoticeCarriage]:
    """Ask for what is to be sent now, and for what was begun and never ended."""
    waiting = and_(NoticeCarriage.state == Carriage.WAITING, NoticeCarriage.next_at <= now)
    cut_off = and_(
        NoticeCarriage.state == Carriage.SENDING, NoticeCarriage.begun_at <= now - rules.INTERRUPTED
    )
    return (
        select(NoticeCarriage)
        .where(or_(waiting, cut_off))
        .order_by(NoticeCarriage.next_at, NoticeCarriage.id)
    )


def take(session: Session, register: Register, *, at_once: int, now: datetime) -> list[Outgoing]:
    """Take a few for sending. What was interrupted once goes again, marked; twice, and it is given up."""
    taken = []
    for one in session.scalars(due(now).limit(at_once).with_for_update(skip_locked=True)).all():
        if one.state == Carriage.SENDING and one.repeated:
            give_up(session, one, INTERRUPTED_TWICE, register, now)
        else:
            one.repeated = one.repeated or one.state == Carriage.SENDING
            one.state, one.begun_at = Carriage.SENDING, now
            one.attempts += 1
            one.version += 1
            taken.append(_outgoing(session, one))
    return taken


def note(session: Session, sent: Outgoing, result: Result, register: Register, *, now: datetime) -> bool:
    """Write down what became of a carriage; False: somebody else has taken it since."""
    one = session.get_one(NoticeCarriage, sent.id, with_for_update=True, populate_existing=True)
    if one.state != Carriage.SENDING or one.version != sent.version:
        return False
    channel = session.get_one(NoticeChannel, one.channel_id)
    one.version += 1
    if result.sent:
        one.state, one.sent_at, one.why = Carriage.SENT, now, None
        channel.proved_at, channel.failing_since, channel.why = now, None, None
        return True
    channel.failing_since, channel.why = channel.failing_since or now, result.why
    again = None if result.gone or sent.kind == NoticeKind.TRIAL else rules.try_again_at(one.attempts, now)
    if again is None:
        if result.gone:
            channel.ended_at = now
        give_up(session, one, result.why, register, now)
    else:
        one.state, one.next_at, one.why = Carriage.WAITING, again, result.why
    return True


def give_up(
    session: Session, one: NoticeCarriage, why: str | None, register: Register, now: datetime
) -> None:
    """Give this way up: the person's next one is tried; when there is none, the office is told."""
    one.state, one.ended_at, one.why = Carriage.GIVEN_UP, now, why
    notice = session.get_one(Notice, one.notice_id)
    if notice.kind == NoticeKind.TRIAL or notice.left_at is not None:
        return
    session.flush()
    if (following := _next_way(session, notice)) is not None:
        session.add(carriage(notice.id, following.id, now, now))
    elif notice.kind != NoticeKind.NOT_DELIVERED:
        _tell_office(session, one, notice, register, now)


def receipt(session: Session, key: str, *, now: datetime) -> bool:
    """Note that what was sent under a key has arrived; whoever knows the key got it."""
    done = session.execute(
        update(NoticeCarriage)
        .where(NoticeCarriage.key == key, NoticeCarriage.delivered_at.is_(None))
        .where(NoticeCarriage.state.in_([Carriage.SENT, Carriage.SENDING]))
        .values(delivered_at=now)
        .returning(NoticeCarriage.id),
        execution_options={"synchronize_session": False},
    )
    return done.scalar() is not None


def try_out(session: Session, channel: NoticeChannel, *, now: datetime) -> Notice:
    """Send a trial by this way alone, at once."""
    thing = f"trial:{channel.id}:{uuid4().hex[:12]}"
    notice = Notice(
        person_id=channel.person_id,
        thing=thing,
        kind=NoticeKind.TRIAL,
        severity=Severity.NOTICE,
        urgent=True,
        link="/notices/settings",
        fold=thing,
        happened_at=now,
        received_at=now,
        told_at=now,
        last_at=now,
        shown_at=now,
        read_at=now,
        left_at=now,
    )
    session.add(notice)
    session.flush()
    session.add(carriage(notice.id, channel.id, now, now))
    return notice


def _outgoing(session: Session, one: NoticeCarriage) -> Outgoing:
    notice = session.get_one(Notice, one.notice_id, populate_existing=True)
    channel = session.get_one(NoticeChannel, one.channel_id)
    language = tag_of(session.scalar(select(Person.language).where(Person.id == notice.person_id)))
    return Outgoing(
        id=one.id,
        version=one.version,
        channel_id=channel.id,
        way=Way(channel.way),
        sealed=channel.sealed,
        key=one.key,
        repeated=one.repeated,
        notice_id=notice.id,
        kind=notice.kind,
        severity=notice.severity,
        count=notice.count,
        title=title_of(notice, language),
        body=body_of(notice, language),
        link=notice.link,
        language=language,
    )


def _next_way(session: Session, notice: Notice) -> NoticeChannel | None:
    tried = select(NoticeCarriage.channel_id).where(NoticeCarriage.notice_id == notice.id)
    others = select(NoticeChannel).where(
        NoticeChannel.person_id == notice.person_id,
        NoticeChannel.ended_at.is_(None),
        NoticeChannel.id.not_in(tried),
    )
    return session.scalars(others.order_by(NoticeChannel.rank, NoticeChannel.id).limit(1)).first()


def _tell_office(
    session: Session, one: NoticeCarriage, notice: Notice, register: Register, now: datetime
) -> None:
    market_id = notice.market_id or next(iter(register.markets), None)
    if market_id is None:
        return
    office = Audience(session, register, market_id, now).office(Role.ADMINISTRATOR)
    message = Message(
        f"carriage:{one.id}",
        NoticeKind.NOT_DELIVERED,
        market_id=market_id,
        facts={"number": notice.facts.get("number"), "text": one.why},
        link="/notices/failed",
    )
    tell(session, office - {notice.person_id}, message, now=now)
