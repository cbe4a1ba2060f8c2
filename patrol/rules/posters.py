"""Reports by a poster: how many, how grave, how long a form is good, and how its word is checked."""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from patrol.rules.words import Category, Severity

PER_HOUR = 30
"""More than this from one poster is mischief: the poster answers no more until it is less."""
SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=2)
"""Nobody fills the form faster; and a form that lay longer is asked for anew."""
GRAVE = frozenset({Category.FIRE, Category.PERSONAL_SAFETY, Category.HELP})
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10


def severity_of(category: Category, *, now: bool) -> Severity:
    """Say how grave it is until the office has looked. Never critical: nobody knows who says it."""
    return Severity.HIGH if now and category in GRAVE else Severity.NORMAL


def word_of(secret: str, code: str, form: str, shown_at: datetime) -> str:
    """Give the word that goes out with a form: which one, when, and that it was us."""
    told = f"{form}.{int(shown_at.timestamp())}"
    return f"{told}.{_mark(secret, code, told)}"


def form_of(secret: str, code: str, word: str, now: datetime) -> str | None:
    """Give the form's id when its word is ours, of this poster, neither too fresh nor too old."""
    told, _, mark = word.rpartition(".")
    form, _, seconds = told.rpartition(".")
    if not form or not seconds.isdecimal() or not hmac.compare_digest(mark, _mark(secret, code, told)):
        return None
    shown_at = datetime.fromtimestamp(int(seconds[:12]), UTC)
    return form if SOONEST <= now - shown_at <= LATEST else None


def _mark(secret: str, code: str, told: str) -> str:
    return hmac.new(secret.encode(), f"poster {code} {told}".encode(), sha256).hexdigest()[:32]
