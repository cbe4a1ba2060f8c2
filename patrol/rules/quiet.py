"""A report whose teller nobody is to know: whom they hide among, what they may not say, who may ask."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ENOUGH_OPEN = 3
"""Fewer open shops than this in a group hide nobody: the grid is named instead."""
IN_SIGHT_M = 40.0
"""Shops this near to what is reported neither ring nor are sent first."""
DECIDE_WITHIN = timedelta(hours=24)
OPEN_WITHIN = timedelta(hours=1)
KEPT_AFTER = timedelta(days=30)
"""How long a hidden name is kept after the case was evaluated."""
KEPT_AT_MOST = timedelta(days=90)
"""After closing, when nobody evaluates it."""
BLACKED_OUT = "▇▇▇"


class UnmaskState(StrEnum):
    """How far the asking for a hidden name has come."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who reports quietly: known for the length of the request, then only to the seal."""

    person_id: int | None
    name: str
    login: str
    phone: str | None = None
    group: str | None = None
    shops: tuple[tuple[str, str], ...] = ()
    """Codes and names."""

    def words(self) -> tuple[str, ...]:
        """Everything by which the teller could be known."""
        shops = [word for shop in self.shops for word in shop]
        return tuple(word for word in (self.name, self.login, self.phone, *shops) if word)


def without(text: str, words: Iterable[str]) -> str:
    """Black out words in a text, however they are spaced or written large and small."""
    for word in sorted(set(words), key=len, reverse=True):
        signs = [re.escape(sign) for sign in word if sign.isalnum()]
        if len(signs) >= 2:
            text = re.sub(r"[\s\-_.·,，]*".join(signs), BLACKED_OUT, text, flags=re.IGNORECASE)
    return text


def hides(open_shops: int) -> bool:
    """Say whether a group is a crowd one can hide in."""
    return open_shops >= ENOUGH_OPEN


def may_decide(*, asked_by: int | None, decider: int | None, asked_at: datetime, now: datetime) -> bool:
    """Say whether somebody may approve or refuse: a second person, in time."""
    return decider is not None and decider != asked_by and now <= asked_at + DECIDE_WITHIN


def may_open(*, asked_by: int | None, opener: int | None, decided_at: datetime, now: datetime) -> bool:
    """Say whether somebody may look: who asked, within the hour."""
    return opener is not None and opener == asked_by and now <= decided_at + OPEN_WITHIN
