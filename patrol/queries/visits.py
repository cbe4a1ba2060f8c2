"""What screens ask about visit lists."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf
from patrol.cards.visits import ask_card, in_order, list_card
from patrol.errors import NotFound
from patrol.model.visits import Visit, VisitAsk, VisitList
from patrol.queries.rounds import Walker
from patrol.rules.entries import Register
from patrol.rules.register import Point
from patrol.rules.visit_words import AskState
from patrol.rules.visits import as_walked

SHOWN_ON_A_PHONE = 400


def board_lists(session: Session, market_id: int, register: Register, name_of: NameOf) -> dict[str, object]:
    """Give the lists that are being worked off."""
    wanted = select(VisitList).where(VisitList.market_id == market_id, VisitList.closed_at.is_(None))
    return {str(row.id): list_card(session, row, register, name_of) for row in session.scalars(wanted)}


def lists(session: Session, market_id: int, register: Register, name_of: NameOf) -> list[Card]:
    """Give all lists of a market: those being worked off first, the next due first."""
    wanted = select(VisitList).where(VisitList.market_id == market_id)
    order = wanted.order_by(VisitList.closed_at.is_not(None), VisitList.due_at, VisitList.id)
    return [list_card(session, row, register, name_of) for row in session.scalars(order.limit(200))]


def one(session: Session, list_id: int, register: Register, name_of: NameOf) -> Card:
    """Give a list with every shop on it."""
    row = session.get(VisitList, list_id)
    if row is None:
        raise NotFound(f"there is no visit list {list_id}")
    cards = _asks(session, select(VisitAsk, Visit).where(VisitAsk.list_id == list_id), register, name_of)
    return {**list_card(session, row, register, name_of), "shops": in_order(cards)}


def mine(session: Session, walker: Walker, register: Register, name_of: NameOf) -> list[Card]:
    """Give the lists with shops left in somebody's grids, the shops in the order of a walk."""
    wanted = (
        select(VisitList)
        .where(VisitList.closed_at.is_(None))
        .where(
            VisitList.id.in_(
                select(VisitAsk.list_id).where(
                    VisitAsk.grid_id.in_(walker.grids), VisitAsk.state == AskState.OPEN
                )
            )
        )
    )
    return [
        _to_walk(session, row, walker, register, name_of)
        for row in session.scalars(wanted.order_by(VisitList.due_at, VisitList.id))
    ]


def due_soon(now: datetime, until: datetime) -> Select[VisitList]:
    """Ask for lists that end before an instant."""
    return (
        select(VisitList)
        .where(VisitList.closed_at.is_(None), VisitList.due_at > now, VisitList.due_at <= until)
        .order_by(VisitList.id)
    )


def _to_walk(session: Session, row: VisitList, walker: Walker, register: Register, name_of: NameOf) -> Card:
    mine_here = select(VisitAsk, Visit).where(
        VisitAsk.list_id == row.id, VisitAsk.grid_id.in_(walker.grids), VisitAsk.state == AskState.OPEN
    )
    cards = _asks(session, mine_here, register, name_of)
    doors: dict[int, Point] = {
        number: (card["x"], card["y"]) for number, card in enumerate(cards) if card["x"] is not None
    }
    order = as_walked(doors, next(iter(doors.values()), None), _straight)
    order += [number for number in range(len(cards)) if number not in doors]
    shops = [cards[number] for number in order][:SHOWN_ON_A_PHONE]
    return {**list_card(session, row, register, name_of), "shops": shops}


def _straight(a: Point, b: Point) -> float:
    """Shops of one grid stand along few lanes: as the crow flies orders them well enough, and at once."""
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _asks(
    session: Session, wanted: Select[VisitAsk, Visit], register: Register, name_of: NameOf
) -> list[Card]:
    rows = session.execute(wanted.outerjoin(Visit, Visit.id == VisitAsk.visit_id).order_by(VisitAsk.id)).all()
    through = {ask.through_id for ask, _ in rows if ask.through_id}
    titles = {
        row.id: row.title for row in session.scalars(select(VisitList).where(VisitList.id.in_(through)))
    }
    return [ask_card(ask, visit, titles, register, name_of) for ask, visit in rows]
