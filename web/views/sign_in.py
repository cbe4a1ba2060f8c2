"""Signing in and out; works without scripts."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from patrol.actions.people import password_is_right
from patrol.errors import NotFound
from patrol.model.people import Person
from patrol.queries import people
from patrol.rules.words import Role
from web import vocabulary
from web.address import from_here, is_loopback
from web.caller import begin_session
from web.context import Context, context
from web.gate import personal, public
from web.i18n import COOKIE, language
from web.next_page import next_page
from web.pages import remember

screen = Blueprint("sign_in", __name__)

DEMO_LOGINS = {
    "officer": Role.OFFICER,
    "officer2": Role.OFFICER,
    "leader": Role.SHIFT_LEADER,
    "guard": Role.GUARD,
    "lead": Role.LEAD,
    "shop": Role.SHOP,
    "police": Role.POLICE,
    "street": Role.STREET,
    "admin": Role.ADMINISTRATOR,
}
WALKERS = frozenset({*(f"guard{number:03d}" for number in range(6, 16)), "patrol01"})
"""Guards for whom a demonstration's simulators walk; they come in by the same door and have no button."""


@screen.get("/sign-in")
@public
def ask() -> str:
    """Show the form."""
    return _form(error=None)


@screen.get("/login")
@public
def old_name() -> Response:
    """Lead those who try the usual name."""
    return redirect(url_for("sign_in.ask"))


@screen.post("/sign-in")
@public
def enter() -> Response | tuple[str, int]:
    """Check a login and its password."""
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    with context().reading() as (database, _now):
        person = people.by_login(database, login)
    if not password_is_right(person, password) or person is None:
        return _form(error=_("This name and this password do not belong together.")), 401
    begin_session(person)
    return redirect(next_page())


@screen.post("/sign-in/demo")
@screen.post("/demo/<login>")
@public
def enter_demo(login: str | None = None) -> Response:
    """Sign in as somebody of the demonstration, from this machine only."""
    person = _pretended(login or request.form.get("login", ""))
    spoken = language()  # the visitor's own, not that of whom they play
    begin_session(person)
    entered = redirect(next_page())
    remember(entered, COOKIE, spoken)
    return entered


@screen.post("/sign-out")
@personal
def leave() -> Response:
    """Sign out here."""
    session.clear()
    return redirect(url_for("sign_in.ask"))


def _form(error: str | None) -> str:
    demo = demo_is_open(context())
    people_shown = _demo_people() if demo else []
    wanted = request.values.get("next", "")
    return render_template("sign_in.html", demo=demo, demo_roles=people_shown, error=error, next=wanted)


def demo_is_open(to: Context) -> bool:
    """Tell whether one press signs in: a demonstration, bound to and seen from this machine alone."""
    return to.demo and is_loopback(to.settings.host) and from_here()


def _pretended(login: str) -> Person:
    """Find somebody of the demonstration: one of the nine buttons, or a guard its simulators walk with."""
    if not demo_is_open(context()) or login not in DEMO_LOGINS.keys() | WALKERS:
        raise NotFound("there is nothing here by that name")
    with context().reading() as (database, _now):
        person = people.by_login(database, login)
    if person is None or not person.active:
        raise NotFound("the demonstration has nobody by that name")
    return person


def _demo_people() -> list[tuple[str, str, str]]:
    with context().reading() as (database, _now):
        found = {login: people.by_login(database, login) for login in DEMO_LOGINS}
    return [
        (login, vocabulary.role(DEMO_LOGINS[login]), person.name)
        for login, person in found.items()
        if person is not None
    ]
