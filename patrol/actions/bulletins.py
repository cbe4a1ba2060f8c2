"""Telling many the same words: everybody of a market, of a grid, or of a group."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions.notices import Message, tell
from patrol.cards.audience import Audience
from patrol.errors import Invalid, NotFound
from patrol.rules.entries import Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import PlaceKind, Role, Severity

LONGEST = 300
REACHES = frozenset({PlaceKind.MARKET, PlaceKind.GRID, PlaceKind.GROUP})


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Words for everybody who belongs to a place, by its code; none: the whole market."""

    market_id: int
    command_id: str
    text: str
    place: str | None = None
    severity: Severity = Severity.NORMAL


def send(session: Session, bulletin: Bulletin, register: Register, *, now: datetime) -> int:
    """Tell everybody there; give how many hear of it for the first time.

    Raises:
        Invalid: there are no words, or too many; level I is no word for a bulletin.
        NotFound: there is no such market, grid or group.
    """
    text = bulletin.text.strip()
    if not text or len(text) > LONGEST:
        raise Invalid(f"a bulletin has 1 to {LONGEST} characters", ["text"])
    if bulletin.severity is Severity.CRITICAL:
        raise Invalid("a bulletin is no alarm: it waits for quiet hours", ["severity"])
    wanted = bulletin.place or register.markets[bulletin.market_id].code
    here = next(
        (
            place
            for place in register.places.values()
            if place.market_id == bulletin.market_id and place.code == wanted and place.kind in REACHES
        ),
        None,
    )
    if here is None:
        raise NotFound(f"there is no market, grid or group {wanted!r}")
    within = {place.id for place in register.places.values() if here.id in register.ancestors(place.id)}
    people = Audience(session, register, bulletin.market_id, now).within(
        within, tuple(set(Role) - {Role.WALL})
    )
    message = Message(
        f"bulletin:{bulletin.command_id}",
        NoticeKind.BULLETIN,
        severity=bulletin.severity,
        market_id=bulletin.market_id,
        facts={"text": text},
    )
    return tell(session, people, message, now=now)
