"""Telling people: one notice for each person and thing, written beside what causes it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.cards.notices import notice_card
from patrol.model.notices import Notice, NoticeCarriage, NoticeChannel, NoticeHabit
from patrol.rules import notices as rules
from patrol.rules.notice_words import Carriage, NoticeKind
from patrol.rules.notices import Fold, QuietHours, Standing
from patrol.rules.rooms import user_room
from patrol.rules.words import Severity


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told.

    `thing` names the event it tells of (`task:12:sent`): the same person hears of it once, however often
    it is told. `about` is the kind of signal, where there is one: SOS and fire wait for nothing. `fold`
    names the sort that may be told together in a storm. `facts` hold codes and numbers, never a person.
    """

    thing: str
    kind: NoticeKind
    severity: Severity = Severity.NORMAL
    market_id: int | None = None
    about: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    link: str = "/notices"
    fold: str = ""
    happened_at: datetime | None = None
    received_at: datetime | None = None

    @property
    def urgent(self) -> bool:
        """Whether it waits for no quiet hours and folds into nothing."""
        return rules.is_urgent(self.kind, Severity(self.severity), self.about)


def tell(session: Session, to: Iterable[int | None], what: Message, *, now: datetime) -> int:
    """Tell persons (ids) of a thing in this transaction; give how many had not been told of it.

    Their screens hear it at the commit, their channels as soon as their habits allow.
    """
    people = sorted({person for person in to if person is not None})
    if not people:
        return 0
    folds = {} if what.urgent else _folds(session, people, what, now)
    rows = [_row(person, what, folds.get(person, (Fold.ALONE, None)), now) for person in people]
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = make(Notice).on_conflict_do_nothing(index_elements=["person_id", "thing"]).returning(Notice)
    fresh = list(session.scalars(statement, rows))
    alone = [notice for notice in fresh if notice.folded_into is None]
    gathering = _gather(session, [n.folded_into for n in fresh if n.folded_into is not None], now)
    _send_out(session, alone, now)
    for notice in (*alone, *gathering):
        post(session, notice, "notice.told" if notice.version == 1 else "notice.gathered", now)
    return len(fresh)


def post(session: Session, notice: Notice, event: str, now: datetime) -> None:
    """Tell the person's own room; what has left the inbox leaves the room's state."""
    outbox.post(
        session,
        (user_room(notice.person_id),),
        event,
        entity=f"notice:{notice.id}",
        version=notice.version,
        body=None if notice.left_at is not None else notice_card(notice),
        now=now,
    )


def read(session: Session, person_id: int, ids: Collection[int], *, now: datetime) -> int:
    """Note that somebody has read these of their notices; what is not sent yet is not sent any more."""
    return leave(session, Notice.person_id == person_id, ids, {"read_at": now}, now=now)


def shown(session: Session, person_id: int, ids: Collection[int], *, now: datetime) -> int:
    """Note that a screen of theirs shows these notices."""
    done = session.execute(
        update(Notice)
        .where(Notice.person_id == person_id, Notice.id.in_(ids), Notice.shown_at.is_(None))
        .values(shown_at=now)
        .returning(Notice.id),
        execution_options={"synchronize_session": False},
    )
    return len(done.all())


def leave(
    session: Session, whose: Any, ids: Collection[int], values: Mapping[str, Any], *, now: datetime
) -> int:
    """Take notices out of the inbox, and call back what still waits to be sent."""
    done = session.scalars(
        update(Notice)
        .where(whose, Notice.id.in_(ids), Notice.left_at.is_(None), Notice.folded_into.is_(None))
        .values(left_at=now, version=Notice.version + 1, **values)
        .returning(Notice),
        execution_options={"synchronize_session": False, "populate_existing": True},
    )
    left = list(done)
    session.execute(
        update(NoticeCarriage)
        .where(
            NoticeCarriage.notice_id.in_([notice.id for notice in left]),
            NoticeCarriage.state == Carriage.WAITING,
        )
        .values(state=Carriage.WITHDRAWN, ended_at=now, why="read", version=NoticeCarriage.version + 1),
        execution_options={"synchronize_session": False},
    )
    for notice in left:
        post(session, notice, "notice.read", now)
    return len(left)


def _row(person: int, what: Message, folded: tuple[Fold, int | None], now: datetime) -> dict[str, Any]:
    fold, into = folded
    return {
        "person_id": person,
        "market_id": what.market_id,
        "thing": what.thing,
        "kind": what.kind,
        "severity": what.severity,
        "urgent": what.urgent,
        "facts": {**({"kind": what.about} if what.about else {}), **what.facts},
        "link": what.link,
        "fold": what.fold or what.kind,
        "gathers": fold is Fold.BEGIN,
        "folded_into": into,
        "count": 1,
        "happened_at": what.happened_at or now,
        "received_at": what.received_at or now,
        "told_at": now,
        "last_at": now,
        "version": 1,
    }


def _folds(
    session: Session, people: Sequence[int], what: Message, now: datetime
) -> dict[int, tuple[Fold, int | None]]:
    """Decide for each person by what of this sort they were told lately."""
    lately = select(Notice).where(
        Notice.person_id.in_(people),
        Notice.fold == (what.fold or what.kind),
        Notice.folded_into.is_(None),
        Notice.told_at > now - 2 * rules.STORM_WITHIN,
    )
    recent: dict[int, list[Standing]] = {}
    for one in session.scalars(lately.order_by(Notice.id.desc())):
        standing = Standing(one.id, one.told_at, one.last_at, one.gathers, one.left_at is not None)
        recent.setdefault(one.person_id, []).append(standing)
    return {person: rules.folding(found, now) for person, found in recent.items()}


def _gather(session: Session, into: Sequence[int], now: datetime) -> list[Notice]:
    """Count what was folded; a collection that was read meanwhile is unread again."""
    if not into:
        return []
    statement = (
        update(Notice)
        .where(Notice.id.in_(into))
        .values(count=Notice.count + 1, last_at=now, left_at=None, read_at=None, version=Notice.version + 1)
        .returning(Notice)
    )
    options = {"synchronize_session": False, "populate_existing": True}
    return list(session.scalars(statement, execution_options=options))


def _send_out(session: Session, told: Sequence[Notice], now: datetime) -> None:
    """Give each notice to the first way its person has; in the app it is anyhow."""
    people = [notice.person_id for notice in told]
    if not people:
        return
    first: dict[int, NoticeChannel] = {}
    ways = select(NoticeChannel).where(NoticeChannel.person_id.in_(people), NoticeChannel.ended_at.is_(None))
    for channel in session.scalars(ways.order_by(NoticeChannel.rank, NoticeChannel.id)):
        first.setdefault(channel.person_id, channel)
    if not first:
        return
    habits = session.scalars(select(NoticeHabit).where(NoticeHabit.person_id.in_(first)))
    quiet = {habit.person_id: quiet_of(habit) for habit in habits}
    for notice in told:
        if (mine := first.get(notice.person_id)) is not None:
            fold = Fold.BEGIN if notice.gathers else Fold.ALONE
            at = rules.leaves_at(urgent=notice.urgent, fold=fold, quiet=quiet.get(notice.person_id), now=now)
            session.add(carriage(notice.id, mine.id, at, now))


def carriage(notice_id: int, channel_id: int, at: datetime, now: datetime) -> NoticeCarriage:
    """Make a carriage with a key of its own."""
    return NoticeCarriage(
        notice_id=notice_id, channel_id=channel_id, key=token_hex(16), next_at=at, made_at=now
    )


def quiet_of(habit: NoticeHabit | None) -> QuietHours | None:
    """Give somebody's quiet hours, if they keep any."""
    if habit is None or habit.quiet_from is None or habit.quiet_to is None:
        return None
    return QuietHours(habit.quiet_from, habit.quiet_to, habit.zone)
