"""People come and go, get roles and passwords; programs get tokens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol.errors import Invalid, NotFound
from patrol.model.people import ApiToken, Grant, Person
from patrol.model.places import Market, Place
from patrol.rules.words import PlaceKind, Role

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""argon2id at the least cost that OWASP's password storage sheet recommends: a guard's phone signs in
on a small server at the change of shifts, together with everybody else."""

DECOY = "$argon2id$v=19$m=19456,t=2,p=1$QG4/wNzprOBLejmtbMl15A$Ap3CsEDutVNZJgZdg8VYa1XN68wFxrl2vc2BPpdR9G8"
"""What an unknown login is checked against, so that it takes as long as a known one."""

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be entered in the register of people."""

    login: str
    name: str
    phone: str | None = None
    language: str = "zh_Hans"


def add_person(session: Session, new: NewPerson) -> Person:
    """Enter somebody; a login is unique in the whole system."""
    if not new.login.strip() or not new.name.strip():
        raise Invalid("a person needs a login and a name")
    if session.scalars(select(Person.id).where(Person.login == new.login)).first() is not None:
        raise Invalid(f"the login {new.login} is taken")
    person = Person(login=new.login, name=new.name, phone=new.phone, language=new.language)
    session.add(person)
    session.flush()
    return person


def set_password(session: Session, person: Person, password: str) -> None:
    """Give a new password; whoever was signed in by the old one is signed out."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    person.password_hash = HASHER.hash(password)
    sign_out_everywhere(session, person.id)


def sign_out_everywhere(session: Session, person_id: int) -> None:
    """Let every session of a person end at its next request."""
    session.flush()
    session.execute(
        update(Person).where(Person.id == person_id).values(session_epoch=Person.session_epoch + 1)
    )


def password_is_right(person: Person | None, password: str) -> bool:
    """Check a password; for nobody, or somebody without one, it takes as long and is wrong."""
    known = person.password_hash if person is not None and person.active else None
    try:
        HASHER.verify(known or DECOY, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def grant(session: Session, person: Person, role: Role, place: Place, now: datetime) -> Grant:
    """Give a role at a place from now on."""
    given = Grant(person_id=person.id, role=role, place_id=place.id, valid_from=now)
    session.add(given)
    session.flush()
    return given


def end_grant(session: Session, grant_id: int, now: datetime) -> None:
    """Take a role away; the row stays, so that what was done under it stays explained."""
    session.execute(update(Grant).where(Grant.id == grant_id, Grant.valid_to.is_(None)).values(valid_to=now))


@dataclass(frozen=True, slots=True)
class NewToken:
    """A key to be made for a program or a wall display."""

    name: str
    role: Role
    place: Place
    days: int | None = 365


def create_token(session: Session, new: NewToken, now: datetime) -> str:
    """Make a key and give it, this once: only its SHA-256 is kept."""
    secret = f"patrol_{secrets.token_urlsafe(32)}"
    expires = None if new.days is None else now + timedelta(days=new.days)
    session.add(
        ApiToken(
            name=new.name,
            token_sha256=token_sha256(secret),
            role=new.role,
            place_id=new.place.id,
            created_at=now,
            expires_at=expires,
        )
    )
    return secret


def revoke_token(session: Session, name: str, now: datetime) -> int:
    """Make the tokens of a name useless, and tell how many there were."""
    done = session.execute(
        update(ApiToken)
        .where(ApiToken.name == name, ApiToken.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(ApiToken.id)
    )
    return len(done.all())


def token_sha256(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def place_named(session: Session, market: str, code: str | None) -> Place:
    """Give a place of a market by its code, or the market itself."""
    statement = select(Place).join(Market, Market.id == Place.market_id).where(Market.code == market)
    if code is None or code == market:
        statement = statement.where(Place.kind == PlaceKind.MARKET)
    else:
        statement = statement.where(Place.code == code)
    place = session.scalars(statement).one_or_none()
    if place is None:
        raise NotFound(f"no place {code or market} in the market {market}")
    return place


def known(session: Session, login: str) -> Person:
    """Give the person of a login."""
    person = session.scalars(select(Person).where(Person.login == login)).one_or_none()
    if person is None:
        raise NotFound(f"nobody has the login {login}")
    return person
