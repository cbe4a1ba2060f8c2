"""What every page is told: language, theme, who is signed in, and the words of the trade."""

from typing import Any

from flask import Flask, request
from werkzeug.wrappers import Response

from patrol.actions.notice_channels import habits
from patrol.queries.notices import habit_card, unread
from patrol.queries.people import Viewer
from patrol.rules.words import Role
from web import vocabulary
from web.caller import caller
from web.context import context
from web.i18n import language
from web.navigation import screens_of

THEME_COOKIE = "theme"
THEMES = ("auto", "night", "day")
YEAR_S = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Give every template what the frame of a page wants."""
    app.context_processor(_frame)


def theme() -> str:
    """Give the theme that was chosen, or what the machine prefers."""
    chosen = request.cookies.get(THEME_COOKIE, "auto")
    return chosen if chosen in THEMES else "auto"


def wall_asked() -> bool:
    """Tell whether a page is shown on a wall: no controls, larger type."""
    viewer = caller()
    return request.args.get("wall") == "1" or (viewer is not None and viewer.roles == (Role.WALL,))


def remember(answer: Response, name: str, value: str) -> None:
    """Keep a choice in this browser for a year."""
    answer.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure)


def _frame() -> dict[str, Any]:
    viewer = caller()
    me = (
        None if viewer is None else {"id": viewer.person_id, "name": viewer.name, "roles": list(viewer.roles)}
    )
    screens = screens_of(viewer) if viewer else []
    told = {"screens": screens, "words": vocabulary, "unread": _unread(viewer)}
    return {"language": language(), "theme": theme(), "me": me, **told}


def _unread(viewer: Viewer | None) -> dict[str, Any] | None:
    """Give how many notices wait for somebody, and how they want to be told; programs have none."""
    if viewer is None or viewer.person_id is None:
        return None
    with context().reading() as (session, _):
        habit = habit_card(habits(session, viewer.person_id))
        return {"count": unread(session, viewer.person_id), **habit}
