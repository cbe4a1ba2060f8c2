"""The directory of shops: found by code, name, keeper or telephone; numbers leave it masked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.looks import Look
from patrol.rules.entries import PlaceEntry, Register
from patrol.rules.phones import fits, masked
from patrol.rules.words import PlaceKind

SHORTEST = 2
"""Letters that must be given; a Chinese surname alone would list a tenth of the market."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One shop: where it is, who keeps it, and its number without the middle."""

    shop: PlaceEntry
    group: PlaceEntry | None
    grid: PlaceEntry | None
    keeper: str | None
    phone: str | None
    by_phone: bool
    """Whether it was found by its number."""


def find(register: Register, market_id: int, words: str, *, limit: int = 30) -> list[Entry]:
    """Find shops that fit: by telephone those whose number fits, then by code, name or keeper."""
    asked = words.strip().casefold()
    if len(asked) < SHORTEST:
        return []
    found = list(_fitting(register, market_id, asked))
    found.sort(key=lambda one: (not one.by_phone, one.shop.code.casefold() != asked, one.shop.code))
    return found[:limit]


def shop_named(register: Register, market_id: int, code: str) -> PlaceEntry | None:
    """Give a shop by its code."""
    shops = (p for p in register.places.values() if p.kind is PlaceKind.SHOP and p.market_id == market_id)
    return next((shop for shop in shops if shop.code == code), None)


def looks_at(session: Session, place_id: int, *, since: datetime, limit: int = 20) -> Sequence[Look]:
    """Give who looked at a shop's number, the newest first."""
    wanted = select(Look).where(Look.place_id == place_id, Look.at > since)
    return session.scalars(wanted.order_by(Look.at.desc()).limit(limit)).all()


def _fitting(register: Register, market_id: int, asked: str) -> Iterator[Entry]:
    for shop in register.places.values():
        if shop.kind is not PlaceKind.SHOP or shop.market_id != market_id:
            continue
        phone, keeper = _text(shop, "phone"), _text(shop, "owner")
        by_phone = fits(phone, asked)
        if by_phone or any(asked in word.casefold() for word in (shop.code, shop.name, keeper or "")):
            yield _entry(register, shop, keeper, phone, by_phone=by_phone)


def _entry(
    register: Register, shop: PlaceEntry, keeper: str | None, phone: str | None, *, by_phone: bool
) -> Entry:
    group, grid = register.above(shop.id, PlaceKind.GROUP), register.above(shop.id, PlaceKind.GRID)
    return Entry(shop, group, grid, keeper, masked(phone), by_phone)


def _text(shop: PlaceEntry, name: str) -> str | None:
    value = shop.facts.get(name)
    return str(value) if value else None
