"""Facts of the installation that are made once and then stay."""

import secrets

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.model.stream import EPOCH, Meta

SECRET_KEY = "secret_key"  # noqa: S105 - the name of the fact, not the secret
UNMASK_KEY = "unmask_key"


def keep_secret_key(session: Session) -> str:
    """Give the key that signs cookies, made at the first call; two processes at once get the same."""
    return _keep(session, SECRET_KEY, secrets.token_hex(32))


def keep_epoch(session: Session) -> str:
    """Give the mark that tells this database's numbers from those of a restored one."""
    return _keep(session, EPOCH, secrets.token_hex(8))


def unmask_key(session: Session) -> str | None:
    """Give the public key that hidden names are sealed to, once there is one."""
    return session.scalar(select(Meta.value).where(Meta.name == UNMASK_KEY))


def keep_unmask_key(session: Session, public: str) -> str:
    """Keep this public key unless there is one; give the one in force."""
    return _keep(session, UNMASK_KEY, public)


def _keep(session: Session, name: str, value: str) -> str:
    dialect = session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    session.execute(make(Meta).values(name=name, value=value).on_conflict_do_nothing())
    return session.scalars(select(Meta.value).where(Meta.name == name)).one()
