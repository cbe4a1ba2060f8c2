"""Who calls: a person by the session cookie, a program by its bearer token; never both at once."""

from flask import g, request, session

from patrol.actions.people import token_sha256
from patrol.errors import SignInNeeded
from patrol.model.people import Person
from patrol.queries import people
from patrol.queries.people import Viewer
from web.context import Context, context

BEARER = "Bearer "


def caller() -> Viewer | None:
    """Give who calls; looked up once a request."""
    if "caller" not in g:
        g.caller = identify(context(), request.headers.get("Authorization"))
    return g.caller  # type: ignore[no-any-return]


def signed_in() -> Viewer:
    """Give who calls, or ask to sign in."""
    viewer = caller()
    if viewer is None:
        raise SignInNeeded("sign in first")
    return viewer


def identify(to: Context, authorization: str | None) -> Viewer | None:
    """Find who is behind this request. A header that is there decides alone, whatever the cookie says."""
    if authorization is not None:
        return by_token(to, authorization.removeprefix(BEARER)) if by_bearer() else None
    with to.reading() as (database, now):
        match dict(session):
            case {"person": int(person_id), "epoch": int(epoch)}:
                return people.person_viewer(database, person_id, epoch, now)
            case {"token": int(token_id)}:
                return people.token_by_id(database, token_id, now)
    return None


def by_token(to: Context, secret: str) -> Viewer | None:
    """Give the program or display a token belongs to."""
    with to.reading() as (database, now):
        return people.token_viewer(database, token_sha256(secret), now)


def by_bearer() -> bool:
    """Tell whether the request carries a bearer token; such a request needs no CSRF token."""
    return request.headers.get("Authorization", "").startswith(BEARER)


def begin_session(person: Person) -> None:
    """Sign somebody in; whatever the cookie held before is gone."""
    session.clear()
    session.permanent = True
    session["person"] = person.id
    session["epoch"] = person.session_epoch


def begin_display(token_id: int) -> None:
    """Sign a wall display in."""
    session.clear()
    session.permanent = True
    session["token"] = token_id
