"""People's names, as cards show them, and who walks where."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from patrol.cards.things import NameOf
from patrol.model.people import Grant, Person
from patrol.model.places import Place
from patrol.rules.words import PlaceKind, Role


def names(session: Session) -> NameOf:
    """Give people's names by id, each asked once."""
    known: dict[int, str | None] = {}

    def name_of(person_id: int | None) -> str | None:
        if person_id is None:
            return None
        if person_id not in known:
            known[person_id] = session.scalar(select(Person.name).where(Person.id == person_id))
        return known[person_id]

    return name_of


def guards_of(
    session: Session, market_id: int, grid_id: int | None, *, now: datetime
) -> list[tuple[int, str]]:
    """Give the guards who may walk a grid's rounds: its own, and the patrol team."""
    standing = (Grant.valid_from <= now) & or_(Grant.valid_to.is_(None), Grant.valid_to > now)
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Grant, Grant.person_id == Person.id)
        .join(Place, Place.id == Grant.place_id)
        .where(Grant.role == Role.GUARD, Place.market_id == market_id, Person.active, standing)
        .where(or_(Place.kind == PlaceKind.MARKET, Place.id == grid_id))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(person_id, name) for person_id, name in rows]
