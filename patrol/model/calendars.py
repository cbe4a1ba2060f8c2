"""Calendar feeds: secret links by which a phone's own calendar follows turns of duty."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.feed_words import FeedScope


class CalendarFeed(Base):
    """One secret link of one person. Only the SHA-256 of its secret is kept.

    `place_id` is the shop, group or grid it shows; empty: the person's own turns.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("market.id"))
    scope: Mapped[FeedScope] = mapped_column(String(8))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), default=None)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
