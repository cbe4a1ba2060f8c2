"""What a list of incidents is asked for, read from its address; what cannot be read is left out."""

from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from patrol.model.places import Market
from patrol.queries.incident_search import CLOSED, OPEN, Wanted
from patrol.rules.entries import Register
from patrol.rules.words import Category, Severity, Step

E = TypeVar("E", Step, Category, Severity)
LONGEST_TEXT = 100


def wanted(given: MultiDict[str, str], market: Market, register: Register) -> Wanted:
    """Read the form; days are days of the market's own calendar."""
    zone = ZoneInfo(market.timezone)
    step = given.get("step", "")
    until = _day(given.get("until", ""), zone)
    return Wanted(
        text=given.get("text", "").strip()[:LONGEST_TEXT],
        step=step if step in (OPEN, CLOSED) else _one_of(Step, step),
        category=_one_of(Category, given.get("category", "")),
        severity=_one_of(Severity, given.get("severity", "")),
        place_id=_place(given.get("place", "").strip(), market, register),
        since=_day(given.get("since", ""), zone),
        until=until + timedelta(days=1) if until else None,
    )


def _one_of(kind: type[E], word: str) -> E | None:
    return kind(word) if word in set(kind) else None


def _day(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
    except ValueError:
        return None


def _place(text: str, market: Market, register: Register) -> int | None:
    """A place by its code or its whole name; one nobody knows finds nothing."""
    if not text:
        return None
    places = (p for p in register.places.values() if p.market_id == market.id)
    return next((p.id for p in places if text.casefold() in (p.code.casefold(), p.name.casefold())), 0)
