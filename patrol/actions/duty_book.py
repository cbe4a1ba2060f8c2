"""The book of a group's turns: whoever changes anything in it takes it first, and its readers are told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.cards.duty_book import book_card
from patrol.errors import NotFound
from patrol.model.duty import Rota
from patrol.model.places import Place, PlaceVersion
from patrol.rules.rooms import rooms_of
from patrol.rules.words import PlaceKind


def take_book(session: Session, rota_id: int) -> Rota:
    """Lock a rota before its turns, always in this order, so that two changes can not wait for each other."""
    mine = select(Rota).where(Rota.id == rota_id).with_for_update()
    rota = session.scalars(mine.execution_options(populate_existing=True)).one_or_none()
    if rota is None:
        raise NotFound(f"there is no rota {rota_id}")
    return rota


def edit(session: Session, rota_id: int, *, now: datetime) -> Rota:
    """Take the book, raise its edition, and tell the rooms of its group, grid and market."""
    rota = take_book(session, rota_id)
    rota.edition, rota.edited_at = rota.edition + 1, now
    market, _, group = rota.code.partition("/")
    outbox.post(
        session,
        rooms_of(market, _grid(session, rota), group),
        "duty.changed",
        entity=f"duty:{group}",
        version=rota.edition,
        body=book_card(rota),
        now=now,
    )
    return rota


def _grid(session: Session, rota: Rota) -> str | None:
    above = (
        select(Place.code)
        .join(PlaceVersion, PlaceVersion.parent_id == Place.id)
        .where(PlaceVersion.place_id == rota.place_id, PlaceVersion.valid_to.is_(None))
        .where(Place.kind == PlaceKind.GRID)
    )
    return session.scalars(above.limit(1)).first()
