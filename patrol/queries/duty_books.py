"""Which edition of whose turns is the newest, as a room of the stream holds it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_book import book_card
from patrol.model.duty import Rota
from patrol.rules.entries import Register


def duty_books(
    session: Session, market_id: int, register: Register, place_id: int | None
) -> dict[str, object]:
    """Give the editions of the rotas of a market, a grid or a group."""
    rows = session.scalars(select(Rota).where(Rota.market_id == market_id))
    here = [rota for rota in rows if place_id is None or place_id in register.ancestors(rota.place_id)]
    return {card["group"]: card for card in map(book_card, here)}
