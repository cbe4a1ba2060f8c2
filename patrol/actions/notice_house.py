"""What the installation itself needs to send: the key push servers know it by, and its mail server."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.errors import Invalid
from patrol.model.stream import Meta

PUSH_KEY, MAIL_RELAY = "push_key", "mail_relay"
LONGEST_RELAY = 250


class Seal(Protocol):
    """Closes and opens words with the installation's key."""

    def seal(self, words: str, *, about: str) -> str:
        """Close words."""

    def open(self, sealed: str, *, about: str) -> str:
        """Open them again."""


def push_key(session: Session, seal: Seal, make: Callable[[], str]) -> str:
    """Give the private key for push servers, made at the first call, and anew when the seal was changed."""
    kept = session.get(Meta, PUSH_KEY, populate_existing=True)
    if kept is not None:
        try:
            return seal.open(kept.value, about=PUSH_KEY)
        except Invalid:
            kept.value = seal.seal(made := make(), about=PUSH_KEY)
            return made
    make_row = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"name": PUSH_KEY, "value": seal.seal(make(), about=PUSH_KEY)}
    session.execute(make_row(Meta).values(row).on_conflict_do_nothing())
    return seal.open(session.get_one(Meta, PUSH_KEY).value, about=PUSH_KEY)


def mail_relay(session: Session, seal: Seal) -> str | None:
    """Give the address of the mail server, if there is one that opens."""
    kept = session.get(Meta, MAIL_RELAY)
    try:
        return seal.open(kept.value, about=MAIL_RELAY) if kept is not None else None
    except Invalid:
        return None


def set_mail_relay(session: Session, seal: Seal, address: str | None) -> None:
    """Keep the mail server's address, or forget it.

    Raises:
        Invalid: it is no address of a mail server, or too long to keep.
    """
    session.execute(delete(Meta).where(Meta.name == MAIL_RELAY))
    if address is None:
        return
    if not address.startswith(("mailto://", "mailtos://")) or len(address) > LONGEST_RELAY:
        raise Invalid("want mailtos://user:password@host:port?from=… of at most 250 characters", ["address"])
    session.add(Meta(name=MAIL_RELAY, value=seal.seal(address, about=MAIL_RELAY)))
