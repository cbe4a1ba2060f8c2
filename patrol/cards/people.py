"""People's names, as cards show them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.things import NameOf
from patrol.model.people import Person


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
