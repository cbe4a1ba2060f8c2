"""Language and theme, kept in cookies of this browser."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from web.gate import public
from web.i18n import COOKIE, known
from web.next_page import next_page
from web.pages import THEME_COOKIE, THEMES

screen = Blueprint("preferences", __name__)

YEAR_S = 365 * 24 * 3600


@screen.post("/preferences")
@public
def choose() -> Response:
    """Keep what was chosen and go back."""
    answer = redirect(next_page())
    if language := known(request.form.get("language", "")):
        _keep(answer, COOKIE, language)
    if (theme := request.form.get("theme", "")) in THEMES:
        _keep(answer, THEME_COOKIE, theme)
    return answer


def _keep(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="Lax", secure=request.is_secure)
