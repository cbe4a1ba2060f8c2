"""A web application on a real database, with a small market and somebody of every role in it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from patrol.actions import people
from patrol.actions.people import NewPerson, NewToken
from patrol.actions.register import touch
from patrol.db import make_engine, make_readers, make_sessions
from patrol.migrations import upgrade
from patrol.model.people import Person
from patrol.model.places import Market, Place, PlaceVersion
from patrol.model.stream import EPOCH, Meta
from patrol.rules.words import PlaceKind, Role
from patrol.settings import Settings
from tests.parts.quick_app import keep_pages, keep_routes
from tests.parts.ready_made import ready_made
from web.app import create_app
from web.context import Context
from web.live import Live, live_of

NOON = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
PASSWORD = "red-armband-14"

STAFF = {
    "admin": (Role.ADMINISTRATOR, "yunda", None),
    "officer": (Role.OFFICER, "yunda", None),
    "leader": (Role.SHIFT_LEADER, "yunda", None),
    "guard": (Role.GUARD, "yunda", "g1"),
    "lead": (Role.LEAD, "yunda", "g1-01"),
    "shop": (Role.SHOP, "yunda", "A001"),
    "police": (Role.POLICE, "yunda", None),
    "stranger": (Role.OFFICER, "other", None),
}
"""Logins, their roles and where; the stranger is an officer of another market."""


LEVELS = (
    (PlaceKind.MARKET, ""),
    (PlaceKind.GRID, "g1"),
    (PlaceKind.GROUP, "g1-01"),
    (PlaceKind.SHOP, "A001"),
)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Give the instant."""
        return self.now

    def advance(self, **span: float) -> None:
        """Move on."""
        self.now += timedelta(**span)


@dataclass(frozen=True, slots=True)
class House:
    """The application and what it stands on."""

    app: OpenAPI
    context: Context
    clock: Clock
    tokens: dict[str, str]

    @property
    def live(self) -> Live:
        """The live parts, not started."""
        return live_of(self.app)

    def client(self, login: str | None = None) -> FlaskClient:
        """Give a browser, signed in as somebody or nobody."""
        client = self.app.test_client()
        if login is not None:
            person = self.person(login)
            with client.session_transaction() as session:
                session["person"], session["epoch"] = person.id, person.session_epoch
        return client

    def person(self, login: str) -> Person:
        """Give somebody as the database knows them."""
        with self.context.reading() as (session, _):
            return session.scalars(select(Person).where(Person.login == login)).one()

    def bearer(self, name: str) -> dict[str, str]:
        """Give the headers of a program."""
        return {"Authorization": f"Bearer {self.tokens[name]}"}


def a_house(folder: Path, **changes: Any) -> House:
    """Build the application; `changes` are fields of the context."""
    url = changes.pop("database_url", f"sqlite:///{folder}/web.sqlite3")
    tokens = ready_made(url, "house", _settled)
    engine = make_engine(url)
    clock = Clock()
    settings = Settings(
        database_url=url,
        mqtt_url=None,
        host="127.0.0.1",
        port=8000,
        data_dir=folder,
        secret_key=None,
        market=None,
        log_level="INFO",
    )
    context = Context(
        settings=settings,
        sessions=make_sessions(engine),
        readers=make_readers(engine),
        clock=clock,
        secret="a secret for tests only",
    )
    context = replace(context, **changes)
    keep_routes()
    app = create_app(context)
    keep_pages(app)
    return House(app, context, clock, dict(tokens))


def csrf(client: FlaskClient, *, scheme: str = "http") -> str:
    """Fetch a page and take its CSRF token."""
    page = client.get("/sign-in", base_url=f"{scheme}://localhost").get_data(as_text=True)
    return page.split('name="csrf-token" content="')[1].split('"')[0]


def _settled(engine: Engine) -> dict[str, str]:
    """Bring it up to date and let everybody in; give the tokens."""
    upgrade(engine)
    with make_sessions(engine).begin() as session:
        session.merge(Meta(name=EPOCH, value="first"))
        for code in ("yunda", "other"):
            _market(session, code)
        return _staff(session, NOON)


def _staff(session: Session, now: datetime) -> dict[str, str]:
    for login, (role, market, place) in STAFF.items():
        person = people.add_person(session, NewPerson(login, login.title()))
        people.grant(session, person, role, people.place_named(session, market, place), now)
    officer = session.scalars(select(Person).where(Person.login == "officer")).one()
    people.set_password(session, officer, PASSWORD)
    touch(session)
    tokens = {
        name: NewToken(name, role, people.place_named(session, market, None))
        for name, role, market in (
            ("program", Role.OFFICER, "yunda"),
            ("wall", Role.WALL, "yunda"),
            ("foreign", Role.OFFICER, "other"),
            ("scraper", Role.ADMINISTRATOR, "yunda"),
        )
    }
    return {name: people.create_token(session, token, now) for name, token in tokens.items()}


def _market(session: Session, code: str) -> None:
    market = Market(code=code, name=code.title(), timezone="Asia/Shanghai", lat=29.3321, lon=120.1032)
    session.add(market)
    session.flush()
    parent: int | None = None
    for kind, name in LEVELS:
        own = code if kind == PlaceKind.MARKET else name if code == "yunda" else f"{code}-{name}"
        place = Place(market_id=market.id, kind=kind, code=own)
        session.add(place)
        session.flush()
        session.add(PlaceVersion(place_id=place.id, parent_id=parent, name=own, valid_from=NOON))
        parent = place.id
