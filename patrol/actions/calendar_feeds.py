"""Making, revoking and noting the use of calendar feeds. The secret is shown once and kept by nobody."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.calendars import CalendarFeed
from patrol.rules.feed_words import FeedScope

MOST = 12
"""Links a person may have at once: some for each phone of a household."""
NOTED_EVERY = timedelta(hours=1)
SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class FeedWish:
    """What a calendar is to show, for whom, in which language."""

    person_id: int
    market_id: int
    scope: FeedScope
    place_id: int | None
    language: str


def make(session: Session, wish: FeedWish, *, now: datetime) -> str:
    """Make a link and give its secret, for the only time.

    Raises:
        NotNow: this person has as many links as one may have.
        Invalid: a place is missing, or given where none belongs.
    """
    if (wish.scope is FeedScope.PERSON) != (wish.place_id is None):
        raise Invalid("a calendar of a place needs the place, one's own needs none", ["place"])
    mine = select(func.count()).where(
        CalendarFeed.person_id == wish.person_id, CalendarFeed.revoked_at.is_(None)
    )
    if (session.scalar(mine) or 0) >= MOST:
        raise NotNow(f"{MOST} calendar links are enough: revoke one first", {"because": ["too-many-links"]})
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session.add(
        CalendarFeed(
            person_id=wish.person_id,
            market_id=wish.market_id,
            scope=wish.scope,
            place_id=wish.place_id,
            token_sha256=hashed(secret),
            language=wish.language,
            created_at=now,
        )
    )
    return secret


def revoke(session: Session, feed_id: int, person_id: int, *, now: datetime) -> None:
    """Make a link worthless. Calendars that follow it are told that it is gone."""
    mine = (CalendarFeed.id == feed_id) & (CalendarFeed.person_id == person_id)
    done = session.scalar(
        update(CalendarFeed)
        .where(mine, CalendarFeed.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(CalendarFeed.id)
    )
    if done is None:
        raise NotFound("there is no such calendar link")


def note_use(session: Session, feed_id: int, *, now: datetime) -> None:
    """Note that a link was used, once an hour at most."""
    stale = or_(CalendarFeed.last_used_at.is_(None), CalendarFeed.last_used_at <= now - NOTED_EVERY)
    session.execute(update(CalendarFeed).where(CalendarFeed.id == feed_id, stale).values(last_used_at=now))


def hashed(secret: str) -> str:
    """Give what is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
