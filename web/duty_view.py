"""A group's turns as pages show them: cards with words, and what the reader may do with each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol.cards.duty_seats import Post, Seat
from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.queries import paths
from patrol.queries.people import Viewer
from patrol.rules.duty_words import Keeper, Source
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.rights import Permission, may
from patrol.rules.words import PlaceKind
from web import duty_words
from web.context import Change
from web.duty_doer import own_shops

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks at the turns of a group, and which shops there are their own."""

    rota: Rota | Post
    register: Register
    now: datetime
    own: frozenset[int]
    neighbour: bool
    """One of the group, or its lead or office: sees whole telephone numbers."""

    @property
    def market(self) -> MarketEntry:
        """The market the group lies in."""
        return self.register.markets[self.rota.market_id]

    def holder(self, shop: int | None) -> Shown:
        """Give a shop by code, name and number; nobody is the guard on shift in the workroom."""
        place = self.register.places.get(shop) if shop is not None else None
        if place is None or self.rota.keeper == Keeper.PERSON:
            return self._workroom() if shop is None else {"code": "", "name": str(shop), "phone": None}
        phone = str(place.facts.get("phone") or "") or None
        called = phone if self.neighbour else masked(phone)
        mine = shop in self.own
        return {
            "id": shop,
            "code": place.code,
            "name": place.name,
            "phone": called,
            "call": self.neighbour and phone,
            "mine": mine,
        }

    def turn(self, slot: Slot | Seat) -> Shown:
        """Give a turn in words."""
        return {
            "id": slot.id,
            "version": slot.seq,
            "kind": duty_words.kind(slot.kind),
            "day": duty_words.day(slot.day),
            "hours": duty_words.hours(slot.starts_at, slot.ends_at, self.market.clock.timezone),
            "class": duty_words.day_class(slot.day_class),
            "standby": slot.standby,
            "holder": self.holder(slot.holder_id),
            "source": duty_words.source(slot.source) if slot.source != Source.GENERATED else "",
            "gap": slot.source == Source.FORCED and not slot.standby,
            "begun": slot.starts_at <= self.now,
            "mine": slot.holder_id in self.own,
        }

    def came(self, rows: Iterable[CheckIn]) -> list[Shown]:
        """Say who came when, and who has left."""
        zone = self.market.clock.timezone
        return [
            self.holder(one.holder_id)
            | {
                "at": duty_words.clock(one.came_at, zone),
                "left": duty_words.clock(one.left_at, zone) if one.left_at else None,
                "note": one.note,
            }
            for one in rows
        ]

    def ladder(self, row: MissedDuty | None) -> Shown | None:
        """Say who is looked for, since when, and when the next one is asked."""
        if row is None:
            return None
        zone = self.market.clock.timezone
        steps = [
            {
                "who": duty_words.rung(step["rung"]),
                "shop": self.holder(step["holder"]) if step["holder"] else None,
                "at": duty_words.clock(datetime.fromisoformat(step["at"]), zone),
            }
            for step in row.path
        ]
        return {"steps": steps, "next_at": duty_words.clock(row.next_at, zone) if row.next_at else None}

    def _workroom(self) -> Shown:
        grid = self.register.above(self.rota.place_id, PlaceKind.GRID)
        rooms = self.register.places.values()
        room = next(
            (p for p in rooms if p.kind is PlaceKind.WORKROOM and grid and p.parent_id == grid.id), None
        )
        name = room.name if room else duty_words.rung("workroom")
        return {"id": None, "code": "", "name": name, "phone": None, "call": None, "mine": False}


@dataclass(frozen=True, slots=True)
class Reader(Onlooker):
    """Somebody on the group's own page: whether they lead it, or may act there at all."""

    rota: Rota
    leads: bool
    acts: bool


def reader_of(session: Session, register: Register, now: datetime, viewer: Viewer, rota: Rota) -> Reader:
    """Say what somebody may see and do in a group."""
    path = paths.of_places(session, [rota.place_id]).get(rota.place_id, ())
    own = own_shops(session, viewer, rota, path, Change(session, register, now))
    leads = may(viewer.holdings, Permission.LEAD_DUTY, path)
    acts = bool(own) or may(viewer.holdings, Permission.TAKE_TURNS, path)
    return Reader(rota, register, now, own, bool(own) or leads, leads=leads, acts=acts)


def masked(phone: str | None) -> str | None:
    """Hide the middle of a telephone number from those who need not call it."""
    if phone is None or len(phone) < 7:
        return phone and "•••"
    return f"{phone[:3]}••••{phone[-4:]}"
