"""How somebody wants to be told: their channels in their order, their quiet hours."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.actions.carriages import try_out
from patrol.errors import Invalid, NotFound, NotNow, VersionConflict
from patrol.model.notices import NoticeCarriage, NoticeChannel, NoticeHabit
from patrol.rules.notice_words import Carriage, Way
from patrol.rules.notices import QuietHours

MOST = 8
TRY_AGAIN_S = 10


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A way as it is kept: the address sealed, its mark, and what its owner knows it by."""

    way: Way
    sealed: str
    mark: str
    hint: str


def standing(session: Session, person_id: int) -> list[NoticeChannel]:
    """Give somebody's channels, the first one first."""
    mine = select(NoticeChannel).where(NoticeChannel.person_id == person_id, NoticeChannel.ended_at.is_(None))
    return list(session.scalars(mine.order_by(NoticeChannel.rank, NoticeChannel.id)))


def add(session: Session, person_id: int, new: NewChannel, *, now: datetime) -> NoticeChannel:
    """Enter a channel behind the others; the same address again is the same channel.

    Raises:
        NotNow: there are as many as anybody may have.
    """
    mine = standing(session, person_id)
    if (same := next((one for one in mine if one.mark == new.mark), None)) is not None:
        return same
    if len(mine) >= MOST:
        raise NotNow(f"remove a channel first: nobody has more than {MOST}")
    if new.way is Way.PUSH:
        _take_the_phone_over(session, new.mark, now)
    rank = max((one.rank for one in mine), default=0) + 1
    channel = NoticeChannel(
        person_id=person_id,
        way=new.way,
        sealed=new.sealed,
        mark=new.mark,
        hint=new.hint,
        rank=rank,
        made_at=now,
    )
    session.add(channel)
    session.flush()
    return channel


def command(
    session: Session, person_id: int, channel_id: int, word: str, version: int, *, now: datetime
) -> NoticeChannel:
    """Remove a channel, put it first, or try it out.

    Raises:
        NotFound: it is not theirs.
        VersionConflict: it was changed meanwhile.
        NotNow: it was tried a moment ago.
    """
    channel = session.get(NoticeChannel, channel_id, with_for_update=True)
    if channel is None or channel.person_id != person_id or channel.ended_at is not None:
        raise NotFound(f"there is no channel {channel_id}")
    if channel.version != version:
        raise VersionConflict("this channel was changed meanwhile", {"version": channel.version})
    match word:
        case "remove":
            _remove(session, channel, now)
        case "first":
            lowest = select(func.min(NoticeChannel.rank)).where(NoticeChannel.person_id == person_id)
            channel.rank = (session.scalar(lowest) or 0) - 1
        case "try":
            _require_patience(session, channel, now)
            try_out(session, channel, now=now)
        case _:
            raise Invalid(f"there is no command {word!r}: want remove, first or try")
    channel.version += 1
    return channel


def habits(session: Session, person_id: int) -> NoticeHabit | None:
    """Give how somebody wants to be told, if they ever said."""
    return session.get(NoticeHabit, person_id)


def set_habits(
    session: Session, person_id: int, quiet: QuietHours | None, *, sound: bool, now: datetime
) -> None:
    """Keep somebody's quiet hours, and whether their screens sound; the last word counts."""
    values: dict[str, object] = {
        "quiet_from": quiet.begins if quiet else None,
        "quiet_to": quiet.ends if quiet else None,
        "sound": sound,
        "changed_at": now,
    }
    zone: dict[str, object] = {"zone": quiet.zone} if quiet else {}
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        make(NoticeHabit)
        .values(person_id=person_id, version=1, **{"zone": "Asia/Shanghai", **zone}, **values)
        .on_conflict_do_update(
            index_elements=[NoticeHabit.person_id],
            set_={**values, **zone, "version": NoticeHabit.version + 1},
        )
    )


def _take_the_phone_over(session: Session, mark: str, now: datetime) -> None:
    """A browser belongs to whoever subscribed last: what is meant for one is not shown to the next."""
    others = select(NoticeChannel).where(NoticeChannel.mark == mark, NoticeChannel.ended_at.is_(None))
    for channel in session.scalars(others.with_for_update()):
        _remove(session, channel, now)


def _remove(session: Session, channel: NoticeChannel, now: datetime) -> None:
    """End it, and forget its address; what waits for it waits no more."""
    channel.ended_at, channel.sealed = now, ""
    session.execute(
        update(NoticeCarriage)
        .where(NoticeCarriage.channel_id == channel.id, NoticeCarriage.state == Carriage.WAITING)
        .values(state=Carriage.WITHDRAWN, ended_at=now, why="channel-removed"),
        execution_options={"synchronize_session": False},
    )


def _require_patience(session: Session, channel: NoticeChannel, now: datetime) -> None:
    last = select(func.max(NoticeCarriage.id)).where(NoticeCarriage.channel_id == channel.id)
    one = session.get(NoticeCarriage, session.scalar(last) or 0)
    if one is not None and (now - one.made_at).total_seconds() < TRY_AGAIN_S:
        raise NotNow("this channel was used a moment ago: wait ten seconds")
