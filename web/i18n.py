"""Which language a page speaks: a choice kept in a cookie, the person's own, or what the browser asks for."""

from collections.abc import Iterable

from flask import Flask, request
from flask_babel import Babel

from web.caller import caller

LOCALES = {"en": "en", "zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}
"""Language tags as pages carry them, and the catalogs behind them."""

COOKIE = "language"

_SCRIPTS = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-my": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
}
"""Werkzeug's own matching answers English to zh-CN, for it knows nothing of scripts."""


def install(app: Flask) -> None:
    """Let every page speak the reader's language."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=lambda: LOCALES[language()])


def language() -> str:
    """Give the language tag for this request."""
    if (chosen := known(request.cookies.get(COOKIE, ""))) is not None:
        return chosen
    person = caller()
    if person is not None and person.language and (own := known(person.language)):
        return own
    return preferred(tag for tag, _ in request.accept_languages)


def preferred(tags: Iterable[str]) -> str:
    """Give the first language of a browser's list, best first, that pages speak; English otherwise."""
    return next((found for tag in tags if (found := known(tag))), "en")


def known(tag: str) -> str | None:
    """Give the page's tag for a tag in any spelling, or None when no page speaks it."""
    parts = tag.replace("_", "-").lower().split("-")
    if parts[0] == "en":
        return "en"
    return _SCRIPTS.get("-".join(parts[:2])) or _SCRIPTS.get(parts[0])
