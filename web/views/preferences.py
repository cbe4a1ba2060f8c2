"""Language and theme, kept in cookies of this browser."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from web.gate import public
from web.i18n import COOKIE, known
from web.next_page import next_page
from web.pages import THEME_COOKIE, THEMES, remember

screen = Blueprint("preferences", __name__)


@screen.post("/preferences")
@public
def choose() -> Response:
    """Keep what was chosen and go back."""
    answer = redirect(next_page())
    if language := known(request.form.get("language", "")):
        remember(answer, COOKIE, language)
    if (theme := request.form.get("theme", "")) in THEMES:
        remember(answer, THEME_COOKIE, theme)
    return answer
