"""People and their roles, and keys for programs and displays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from sqlalchemy.orm import Session

from patrol.actions import people
from patrol.actions.people import NewPerson, NewToken
from patrol.clock import system_clock
from patrol.db import make_engine, make_sessions
from patrol.migrations import require_current
from patrol.rules.words import Role
from patrol.settings import from_environment

ROLES = click.Choice([role.value for role in Role])
LANGUAGES = click.Choice(["en", "zh_Hans", "zh_Hant"])


@click.group()
def person() -> None:
    """People who sign in."""


@person.command("add")
@click.argument("login")
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@click.option("--market", required=True, help="Code of the market.")
@click.option("--place", help="Code of the grid, group or shop they answer for; the market if left out.")
@click.option("--phone")
@click.option("--language", type=LANGUAGES, default="zh_Hans", show_default=True)
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
def add(login: str, name: str, role: str, market: str, place: str | None, **more: str | None) -> None:
    """Enter somebody with a role and a password."""
    language = more["language"] or "zh_Hans"
    with _writing() as (session, now):
        at = people.place_named(session, market, place)
        added = people.add_person(session, NewPerson(login, name, more["phone"], language))
        people.set_password(session, added, more["password"] or "")
        people.grant(session, added, Role(role), at, now)
    click.echo(f"{login} may sign in as {role} at {place or market}")


@person.command("password")
@click.argument("login")
@click.password_option()
def password(login: str, password: str) -> None:
    """Give somebody a new password; they are signed out everywhere."""
    with _writing() as (session, _):
        people.set_password(session, people.known(session, login), password)
    click.echo(f"{login} has a new password and is signed out everywhere")


@click.group()
def token() -> None:
    """Keys for programs and wall displays."""


@token.command("create")
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@click.option("--market", required=True, help="Code of the market.")
@click.option("--place", help="Code of a place inside it.")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True)
def create(name: str, role: str, market: str, place: str | None, days: int) -> None:
    """Make a key and show it, this once."""
    with _writing() as (session, now):
        at = people.place_named(session, market, place)
        secret = people.create_token(session, NewToken(name, Role(role), at, days), now)
    click.echo(secret)
    if role == Role.WALL:
        click.echo(f"open once on the display: /board?wall=1&token={secret}", err=True)


@token.command("revoke")
@click.argument("name")
def revoke(name: str) -> None:
    """Make the keys of a name useless."""
    with _writing() as (session, now):
        ended = people.revoke_token(session, name, now)
    click.echo(f"{ended} of {name} revoked")


@contextmanager
def _writing() -> Iterator[tuple[Session, datetime]]:
    engine = make_engine(from_environment().database_url)
    try:
        require_current(engine)
        with make_sessions(engine).begin() as session:
            yield session, system_clock()
    finally:
        engine.dispose()
