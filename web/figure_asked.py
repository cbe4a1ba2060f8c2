"""Which figures are asked for, read from the address: a market, a place in it, a category, a period."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from patrol.queries.figures import Scope
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.periods import Period, Span, around
from patrol.rules.words import Category, PlaceKind


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see."""

    market: MarketEntry
    period: Period
    place: PlaceEntry | None = None
    category: Category | None = None

    @property
    def scope(self) -> Scope:
        """Which incidents are meant."""
        place = self.place
        return Scope(
            self.market.id,
            grid_id=place.id if place and place.kind is PlaceKind.GRID else None,
            group_id=place.id if place and place.kind is PlaceKind.GROUP else None,
            category=self.category,
        )

    def address(self, path: str, period: Period | None = None, **more: str) -> str:
        """Give the address of these figures, or of those of another period."""
        shown = period or self.period
        told = {
            "market": self.market.code,
            "period": shown.span.value,
            "at": shown.first.isoformat(),
            "place": self.place.code if self.place else "",
            "category": self.category or "",
            **more,
        }
        return f"{path}?{urlencode({name: value for name, value in told.items() if value})}"

    def patrol(self, code: str, part: str, period: Period | None = None) -> str:
        """Give the address of the list that a number of patrol or duty counts."""
        return self.address("/figures/patrol", period, code=code, part=part)

    def incidents(self, figure: str, part: str = "wanted", period: Period | None = None, **more: str) -> str:
        """Give the address of the list that a number counts."""
        shown = period or self.period
        told = {
            "market": self.market.code,
            "figure": figure,
            "part": part,
            "days": f"{shown.first}..{shown.last}",
            "place": self.place.code if self.place else "",
            "category": self.category or "",
            **more,
        }
        return f"/incidents?{urlencode({name: value for name, value in told.items() if value})}"


def asked(given: MultiDict[str, str], market: MarketEntry, register: Register, *, now: datetime) -> Asked:
    """Read it; what cannot be read is the month that runs, and the whole market."""
    word = given.get("period", "")
    span = Span(word) if word in set(Span) else Span.MONTH
    today = market.clock.day(now)
    category = given.get("category", "")
    return Asked(
        market,
        around(span, _day(given.get("at", ""), today)),
        _place(given.get("place", "").strip(), market, register),
        Category(category) if category in set(Category) else None,
    )


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if date(2000, 1, 1) <= day <= date(2100, 1, 1) else today


def _place(code: str, market: MarketEntry, register: Register) -> PlaceEntry | None:
    """A grid or a group by its code."""
    kinds = (PlaceKind.GRID, PlaceKind.GROUP)
    places = (p for p in register.places.values() if p.market_id == market.id and p.kind in kinds)
    return next((p for p in places if p.code == code), None)
