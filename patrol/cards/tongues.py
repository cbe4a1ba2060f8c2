"""Texts for people who are not on a page now: the screens' own catalogs, read without the screens."""

import gettext
from functools import cache
from pathlib import Path

CATALOGS = Path(__file__).parents[2] / "web" / "translations"
TONGUES = {"en": "en", "zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}
"""Language tags as pages carry them, and the catalogs behind them."""


def say(tag: str, english: str, **about: object) -> str:
    """Give a text in a language; one that is not translated yet stays English."""
    return _catalog(TONGUES.get(tag, "en")).gettext(english).format(**about)


def tag_of(language: str | None) -> str:
    """Give the tag for a person's language, in any spelling."""
    wanted = (language or "").replace("-", "_")
    return next((tag for tag, locale in TONGUES.items() if locale == wanted), "zh-Hans")


@cache
def _catalog(locale: str) -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGS, [locale], fallback=True)
