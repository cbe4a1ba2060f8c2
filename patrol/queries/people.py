"""Who somebody is, and what they may do right now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from patrol.model.people import ApiToken, Grant, Person
from patrol.model.places import Place
from patrol.queries import paths
from patrol.rules.rights import Holding
from patrol.rules.words import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody, or some program, who asks: by a person's session or by a token."""

    name: str
    person_id: int | None
    token_id: int | None
    language: str | None
    holdings: tuple[Holding, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Every role held, once."""
        return tuple(dict.fromkeys(held.role for held in self.holdings))


def person_viewer(session: Session, person_id: int, epoch: int, now: datetime) -> Viewer | None:
    """Give who signed in, unless they have been signed out everywhere since."""
    person = session.get(Person, person_id)
    if person is None or not person.active or person.session_epoch != epoch:
        return None
    rows = session.execute(
        select(Grant.role, Grant.place_id)
        .where(Grant.person_id == person_id, _standing(now))
        .order_by(Grant.id)
    ).all()
    places = paths.of_places(session, [place_id for _, place_id in rows])
    holdings = tuple(Holding(Role(role), places[place]) for role, place in rows if place in places)
    return Viewer(person.name, person.id, None, person.language, holdings)


def token_viewer(session: Session, token_sha256: str, now: datetime) -> Viewer | None:
    """Give the program behind a token, unless the token is revoked or past its day."""
    token = session.scalars(
        select(ApiToken).where(ApiToken.token_sha256 == token_sha256, _usable(now))
    ).one_or_none()
    return None if token is None else _behind(session, token)


def token_by_id(session: Session, token_id: int, now: datetime) -> Viewer | None:
    """Give the display behind a token that was exchanged into a cookie."""
    token = session.scalars(select(ApiToken).where(ApiToken.id == token_id, _usable(now))).one_or_none()
    return None if token is None else _behind(session, token)


def by_login(session: Session, login: str) -> Person | None:
    """Give the person of a login, whether or not they may sign in."""
    return session.scalars(select(Person).where(Person.login == login)).one_or_none()


def holders(session: Session, role: Role, market_id: int, now: datetime) -> list[tuple[int, str]]:
    """Give who holds a role anywhere in a market now, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Grant, Grant.person_id == Person.id)
        .join(Place, Place.id == Grant.place_id)
        .where(Grant.role == role, Place.market_id == market_id, Person.active, _standing(now))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(person_id, name) for person_id, name in rows]


def _behind(session: Session, token: ApiToken) -> Viewer:
    path = paths.of_places(session, [token.place_id]).get(token.place_id)
    holdings = () if path is None else (Holding(Role(token.role), path),)
    return Viewer(token.name, token.person_id, token.id, None, holdings)


def _standing(now: datetime) -> ColumnElement[bool]:
    return and_(Grant.valid_from <= now, or_(Grant.valid_to.is_(None), Grant.valid_to > now))


def _usable(now: datetime) -> ColumnElement[bool]:
    expires = ApiToken.expires_at
    return and_(ApiToken.revoked_at.is_(None), or_(expires.is_(None), expires > now))
