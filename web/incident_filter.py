"""What a list of incidents is asked for, read from its address; what cannot be read is left out."""

from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from patrol.model.places import Market
from patrol.queries.incident_search import CLOSED, OPEN, Wanted
from patrol.rules.case_words import Result, Source
from patrol.rules.entries import Register
from patrol.rules.indicators import set_named
from patrol.rules.legs import Leg
from patrol.rules.words import Category, Severity, Step

E = TypeVar("E", Step, Category, Severity, Result, Source, Leg)
LONGEST_TEXT = 100
NOBODY = 0
"""An id nobody has: who asks for a place or a device that is not there finds nothing."""


def wanted(given: MultiDict[str, str], market: Market, register: Register) -> Wanted:
    """Read the form; `since` and `until` are days of the market's own calendar, `days` market days."""
    zone = ZoneInfo(market.timezone)
    step = given.get("step", "")
    until = _day(given.get("until", ""), zone)
    first, last = days_of(given.get("days", ""))
    figure, part = given.get("figure", ""), given.get("part", "wanted")
    return Wanted(
        text=given.get("text", "").strip()[:LONGEST_TEXT],
        step=step if step in (OPEN, CLOSED) else _one_of(Step, step),
        category=_one_of(Category, given.get("category", "")),
        severity=_one_of(Severity, given.get("severity", "")),
        place_id=_place(given.get("place", "").strip(), market, register),
        since=_day(given.get("since", ""), zone),
        until=until + timedelta(days=1) if until else None,
        result=_one_of(Result, given.get("result", "")),
        source=_one_of(Source, given.get("source", "")),
        drill={"yes": True, "no": False}.get(given.get("drill", "")),
        in_charge=given.get("in_charge", "").strip()[:LONGEST_TEXT] or None,
        figure=figure if set_named(figure, part) is not None else None,
        part=part,
        first_day=first,
        last_day=last,
        hour=_hour(given.get("hour", "")),
        device_id=_device(given.get("device", "").strip(), market, register),
        rule=given.get("rule", "").strip()[:64] or None,
        leg=_one_of(Leg, given.get("leg", "")),
    )


def days_of(text: str) -> tuple[date | None, date | None]:
    """Read market days, `2026-09-01..2026-09-30` or one alone."""
    begin, _, end = text.partition("..")
    try:
        first = date.fromisoformat(begin)
        return first, date.fromisoformat(end) if end else first
    except ValueError:
        return None, None


def _one_of(kind: type[E], word: str) -> E | None:
    return kind(word) if word in set(kind) else None


def _hour(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) < 24 else None


def _day(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
    except ValueError:
        return None


def _place(text: str, market: Market, register: Register) -> int | None:
    """A place by its code or its whole name."""
    if not text:
        return None
    places = (p for p in register.places.values() if p.market_id == market.id)
    named = (p.id for p in places if text.casefold() in (p.code.casefold(), p.name.casefold()))
    return next(named, NOBODY)


def _device(text: str, market: Market, register: Register) -> int | None:
    """A device by its code."""
    if not text:
        return None
    devices = (d.id for d in register.devices.values() if d.market_id == market.id and d.code == text)
    return next(devices, NOBODY)
