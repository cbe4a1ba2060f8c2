"""Who reports quietly, as far as the seal has to know it."""

from sqlalchemy import select

from patrol.model.people import Person
from patrol.queries.people import Viewer
from patrol.rules.quiet import Teller
from patrol.rules.words import PlaceKind
from web.context import context
from web.doer import shop_of


def teller_of(viewer: Viewer) -> Teller:
    """Gather what is sealed: name, telephone, group and shop."""
    shop = shop_of(viewer)
    with context().reading() as (session, _):
        person = session.scalars(select(Person).where(Person.id == viewer.person_id)).one_or_none()
    spots = [spot for held in viewer.holdings for spot in held.path]
    return Teller(
        person_id=viewer.person_id,
        name=person.name if person else viewer.name,
        login=person.login if person else "",
        phone=person.phone if person else None,
        group=next((spot.code for spot in spots if spot.kind is PlaceKind.GROUP), None),
        shops=((shop.code, shop.name),) if shop else (),
    )
