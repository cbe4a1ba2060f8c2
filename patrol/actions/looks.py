"""A telephone number is shown to whoever says why, and the look is kept."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.errors import Invalid, NotFound
from patrol.model.looks import Look
from patrol.rules.entries import PlaceEntry

SHORTEST = 2


def show_phone(session: Session, shop: PlaceEntry, *, by: int | None, reason: str, now: datetime) -> str:
    """Write the look down and give the number.

    Raises:
        Invalid: no reason was given.
        NotFound: the register knows no number of this shop.
    """
    why = " ".join(reason.split())
    if len(why) < SHORTEST:
        raise Invalid("say why you need the number", ["reason"])
    phone = shop.facts.get("phone")
    if not phone:
        raise NotFound("the register has no telephone number of this shop")
    session.add(Look(at=now, person_id=by, place_id=shop.id, reason=why[:200]))
    return str(phone)
