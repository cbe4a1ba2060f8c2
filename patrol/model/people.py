"""People, the roles they hold at places, and the tokens programs sign in with."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from patrol.model.base import Base, Id
from patrol.rules.words import Role


class Person(Base):
    """Somebody who may sign in. `password_hash` None: cannot sign in by password."""

    __tablename__ = "person"

    id: Mapped[Id] = mapped_column(init=False)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(40), default=None)
    language: Mapped[str] = mapped_column(String(16), default="zh_Hans")
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=1)
    """Raised by a new password or a sign-out everywhere: older cookies no longer count."""


class Grant(Base):
    """One role of one person at the place they answer for, from one instant to another."""

    __tablename__ = "grant"

    id: Mapped[Id] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(String(20))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None] = mapped_column(default=None)


class ApiToken(Base):
    """A key for a program or a wall display; only its SHA-256 is kept."""

    __tablename__ = "api_token"

    id: Mapped[Id] = mapped_column(init=False)
    name: Mapped[str] = mapped_column(String(100))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(String(20))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
