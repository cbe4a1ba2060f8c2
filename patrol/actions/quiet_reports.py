"""Something is told by somebody whom nobody is to know: the case is opened, the name sealed apart."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol import sealing
from patrol.actions import case_open, receipts
from patrol.actions.case_open import Report
from patrol.cards.units import shop_is_open
from patrol.model.quiet import HiddenReporter
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.quiet import Teller, hides, without
from patrol.rules.words import Category, PlaceKind, Severity

KEY_ID = 16


@dataclass(frozen=True, slots=True)
class QuietReport:
    """What is told. `place` None: near the teller. No point: a phone stands where its owner does."""

    market_id: int
    category: Category
    severity: Severity
    receipt: str
    place: str | None = None
    summary: str | None = None
    media: tuple[dict[str, Any], ...] = ()


def report_quietly(
    session: Session,
    told: QuietReport,
    teller: Teller,
    public_key: str,
    register: Register,
    *,
    now: datetime,
) -> None:
    """Open the case; a receipt that was given before changes nothing.

    No command is remembered, for it would name who gave it: the receipt's digest is what a repeated
    command meets. The teller's own shop is never the place; the group stands for it, or the grid while
    too few of the group are open. Words by which the teller could be known are blacked out, and kept in
    the seal as they were.
    """
    if receipts.known(session, told.receipt):
        return
    near = _hiding_place(teller, register, register.markets[told.market_id], now)
    own = {code for code, _ in teller.shops}
    place = near.code if told.place is None or told.place in own else told.place
    report = Report(
        market_id=told.market_id,
        category=told.category,
        severity=told.severity,
        command_id="",
        reporter_id=None,
        place=place,
        summary=without(told.summary, teller.words()) if told.summary else None,
        media=told.media,
        near_id=near.id,
    )
    incident = case_open.take_in(session, report, register, now=now)
    receipts.give(session, told.receipt, incident, now=now)
    session.add(
        HiddenReporter(
            incident_id=incident.id,
            key_id=public_key[:KEY_ID],
            sealed=sealing.seal(public_key, _identity(told, teller), about=f"incident:{incident.id}"),
        )
    )


def _identity(told: QuietReport, teller: Teller) -> str:
    known = {
        "person": teller.person_id,
        "name": teller.name,
        "login": teller.login,
        "phone": teller.phone,
        "group": teller.group,
        "shops": [list(shop) for shop in teller.shops],
        "place": told.place,
        "words": told.summary,
    }
    return json.dumps(known, ensure_ascii=False)


def _hiding_place(teller: Teller, register: Register, market: MarketEntry, now: datetime) -> PlaceEntry:
    """Give the group, the grid when too few of the group are open, the market for whoever has neither."""
    places = [p for p in register.places.values() if p.market_id == market.id]
    root = next(place for place in places if place.kind is PlaceKind.MARKET)
    group = next((p for p in places if p.kind is PlaceKind.GROUP and p.code == teller.group), None)
    if group is None:
        return root
    shops = [p for p in places if p.kind is PlaceKind.SHOP and p.parent_id == group.id]
    if hides(sum(shop_is_open(shop, market, now) for shop in shops)):
        return group
    return register.above(group.id, PlaceKind.GRID) or root
