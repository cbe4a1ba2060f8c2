"""Visit lists: an office asks, the grids go, and nobody is visited twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.case_open import Report, report
from patrol.cards.people import names
from patrol.cards.things import Card, stamp
from patrol.cards.visits import list_card
from patrol.errors import Invalid, NotFound, NotNow, VersionConflict
from patrol.model.visits import Visit, VisitAsk, VisitList
from patrol.rules.entries import Register
from patrol.rules.rooms import rooms_of
from patrol.rules.visit_words import AskState, VisitResult
from patrol.rules.visits import Choice, Chosen, ShopFacts, choose
from patrol.rules.words import Category, PlaceKind, Severity

MOST_SHOPS = 5000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as an office wants it."""

    market_id: int
    title: str
    ask: str
    due_at: datetime
    choice: Choice
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """What came of going to a shop, as the phone told it. `place` is the shop's id."""

    list_id: int
    place: int
    result: VisitResult
    at: datetime
    by: int | None
    command_id: str
    note: str | None = None
    media: Sequence[dict[str, object]] = ()
    category: Category = Category.OTHER


def shops_of(register: Register, market_id: int) -> list[ShopFacts]:
    """Give the shops of a market as choices see them."""
    return [
        ShopFacts(
            place.id,
            place.code,
            place.name,
            grid.code if (grid := register.above(place.id, PlaceKind.GRID)) else None,
            group.code if (group := register.above(place.id, PlaceKind.GROUP)) else None,
            str(place.facts["trade"]) if "trade" in place.facts else None,
        )
        for place in register.places.values()
        if place.market_id == market_id and place.kind is PlaceKind.SHOP
    ]


def meant(register: Register, market_id: int, choice: Choice) -> Chosen:
    """Say which shops a choice means, before anything is asked."""
    return choose(shops_of(register, market_id), choice)


def ask(session: Session, wanted: Wanted, register: Register, *, by: int | None, now: datetime) -> Card:
    """Make a list; its shops are divided among the grids they lie in.

    Raises:
        Invalid: no shop is meant, something that was named is no shop, or the date has passed.
    """
    faults = [f"{name}: is missing" for name in ("title", "ask") if not getattr(wanted, name).strip()]
    if wanted.due_at <= now:
        faults.append("due: lies in the past")
    found = meant(register, wanted.market_id, wanted.choice)
    faults += [f"shops: there is no shop {text!r}" for text in found.unknown[:20]]
    if not 1 <= len(found.shops) <= MOST_SHOPS:
        faults.append(f"shops: want 1 to {MOST_SHOPS}, these are {len(found.shops)}")
    if faults:
        raise Invalid("this list can not be asked for", faults)
    row = VisitList(
        market_id=wanted.market_id,
        title=wanted.title.strip()[:200],
        ask=wanted.ask.strip()[:1000],
        shared=wanted.shared,
        due_at=wanted.due_at,
        made_by=by,
        made_at=now,
    )
    session.add(row)
    session.flush()
    grids = [register.above(shop.id, PlaceKind.GRID) for shop in found.shops]
    session.add_all(
        VisitAsk(list_id=row.id, shop_id=shop.id, grid_id=grid.id if grid else None)
        for shop, grid in zip(found.shops, grids, strict=True)
    )
    session.flush()
    return tell(session, row, register, "visit_list.asked", now=now)


def call(session: Session, told: Call, register: Register, *, now: datetime) -> dict[str, Any]:
    """Note a visit, for this list and for every other that shares it; of two at once one wins.

    Raises:
        VersionConflict: somebody was there already; names who and when.
        NotFound: the shop is not on this list.
    """
    row = session.get(VisitList, told.list_id)
    if row is None:
        raise NotFound(f"there is no visit list {told.list_id}")
    if row.closed_at is not None:
        raise NotNow("this list is closed", {"because": "list-closed"})
    asks = _locked(session, told, row)
    mine = next((ask for ask in asks if ask.list_id == row.id), None)
    if mine is None:
        raise NotFound("this shop is not on the list")
    if mine.state != AskState.OPEN:
        raise VersionConflict("somebody was here before you", _winner(session, mine, row))
    if not told.result.is_visit:
        mine.tries += 1
        card = _changed(session, [row], register, now)
        return {"state": mine.state, "tries": mine.tries, "card": card, "ticked": []}
    open_ones = [ask for ask in asks if ask.state == AskState.OPEN]
    visit = _visit(session, told, row, register, now)
    _take(session, open_ones, visit, row)
    lists = [session.get_one(VisitList, ask.list_id) for ask in open_ones]
    card = _changed(session, [row, *(each for each in lists if each is not row)], register, now)
    ticked = [each.title for each in lists if each is not row]
    return {"state": AskState.DONE, "card": card, "ticked": ticked, "incident": visit.incident_id}


def close(session: Session, list_id: int, register: Register, *, by: int | None, now: datetime) -> Card:
    """End a list; what is open on it is dropped."""
    row = session.get(VisitList, list_id, with_for_update=True)
    if row is None:
        raise NotFound(f"there is no visit list {list_id}")
    if row.closed_at is not None:
        raise NotNow("this list is closed", {"because": "list-closed"})
    row.closed_at, row.closed_by = now, by
    session.execute(
        update(VisitAsk)
        .where(VisitAsk.list_id == list_id, VisitAsk.state == AskState.OPEN)
        .values(state=AskState.DROPPED)
    )
    row.version += 1
    return tell(session, row, register, "visit_list.closed", now=now)


def tell(session: Session, row: VisitList, register: Register, event: str, *, now: datetime) -> Card:
    """Tell the market's boards how far a list is; a closed one leaves them."""
    session.flush()
    card = list_card(session, row, register, names(session))
    outbox.post(
        session,
        rooms_of(register.markets[row.market_id].code),
        event,
        entity=f"visit_list:{row.id}",
        version=row.version,
        body=card if row.closed_at is None else None,
        now=now,
    )
    return card


def _locked(session: Session, told: Call, row: VisitList) -> Sequence[VisitAsk]:
    """Lock the shop's rows on this list and on those that share, in one order for everybody."""
    wanted = (
        select(VisitAsk)
        .join(VisitList, VisitList.id == VisitAsk.list_id)
        .where(VisitAsk.shop_id == told.place, VisitList.closed_at.is_(None))
        .where((VisitAsk.list_id == row.id) | (VisitList.shared if row.shared else VisitList.id == row.id))
        .order_by(VisitAsk.id)
        .with_for_update(of=VisitAsk)
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def _take(session: Session, asks: Sequence[VisitAsk], visit: Visit, row: VisitList) -> None:
    """Tick every open row by one conditional UPDATE."""
    ids = [ask.id for ask in asks]
    done = session.execute(
        update(VisitAsk)
        .where(VisitAsk.id.in_(ids), VisitAsk.state == AskState.OPEN)
        .values(state=AskState.DONE, visit_id=visit.id)
        .execution_options(synchronize_session="fetch")
    )
    if cast(CursorResult[Any], done).rowcount != len(ids):
        raise NotNow("somebody was faster: look again", {"because": "visited"})
    others = [ask.id for ask in asks if ask.list_id != row.id]
    session.execute(update(VisitAsk).where(VisitAsk.id.in_(others)).values(through_id=row.id))


def _visit(session: Session, told: Call, row: VisitList, register: Register, now: datetime) -> Visit:
    incident = _incident(session, told, row, register, now) if told.result is VisitResult.PROBLEM else None
    visit = Visit(
        market_id=row.market_id,
        shop_id=told.place,
        by_id=told.by,
        at=told.at,
        received_at=now,
        result=told.result,
        note=told.note,
        media=list(told.media),
        incident_id=incident,
    )
    session.add(visit)
    session.flush()
    return visit


def _incident(session: Session, told: Call, row: VisitList, register: Register, now: datetime) -> int:
    """Make an incident of what was found at a shop."""
    shop = register.places.get(told.place)
    found = Report(
        market_id=row.market_id,
        category=told.category,
        severity=Severity.NORMAL,
        command_id=f"visit:{told.command_id}",
        reporter_id=told.by,
        kind="found_visit",
        place=shop.code if shop else None,
        summary=told.note or row.title,
        media=tuple(told.media),
        happened_at=told.at,
        dedupe=f"visit:{row.id}:{told.place}",
    )
    return int(report(session, found, register, now=now)["id"])


def _changed(session: Session, rows: Sequence[VisitList], register: Register, now: datetime) -> Card:
    """Raise the versions in one order, and tell of each; gives the first one's card."""
    session.execute(
        update(VisitList)
        .where(VisitList.id.in_([row.id for row in rows]))
        .values(version=VisitList.version + 1)
        .execution_options(synchronize_session=False)
    )
    cards = {}
    for row in sorted(rows, key=lambda each: each.id):
        session.refresh(row, ["version"])
        cards[row.id] = tell(session, row, register, "visit_list.changed", now=now)
    return cards[rows[0].id]


def _winner(session: Session, ask: VisitAsk, row: VisitList) -> dict[str, object]:
    visit = session.get(Visit, ask.visit_id) if ask.visit_id else None
    by = names(session)(visit.by_id) if visit else None
    return {"version": row.version, "state": ask.state, "by": by, "at": stamp(visit.at) if visit else None}
