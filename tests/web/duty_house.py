"""A web application whose group keeps turns: five shops with an owner each."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from patrol.actions import duty_plan, duty_rotas, people
from patrol.actions.people import NewPerson
from patrol.actions.register import touch
from patrol.model.places import Place, PlaceVersion
from patrol.rules.words import PlaceKind, Role
from tests.web.house import House, a_house

SHOPS = ("A001", "A002", "A003", "A004", "A005")


def a_duty_house(folder: Path, **changes: Any) -> House:
    """Build a house whose group has five shops with an owner each; the first is the elected lead."""
    house = a_house(folder, **changes)
    with house.context.transaction() as (session, now):
        group = session.scalars(
            select(Place).where(Place.code == "g1-01", Place.kind == PlaceKind.GROUP)
        ).one()
        standing = select(PlaceVersion).where(PlaceVersion.place_id == group.id)
        session.scalars(standing).one().facts = {"lead": "A001"}
        for code in SHOPS[1:]:
            shop = Place(market_id=group.market_id, kind=PlaceKind.SHOP, code=code)
            session.add(shop)
            session.flush()
            session.add(PlaceVersion(place_id=shop.id, parent_id=group.id, name=code, valid_from=now))
        for code in SHOPS:
            owner = people.add_person(session, NewPerson(f"of-{code}", f"Owner {code}"))
            people.grant(session, owner, Role.SHOP, people.place_named(session, "yunda", code), now)
        touch(session)
    house.clock.advance(hours=1)
    with house.context.transaction() as (session, now):
        rota = duty_rotas.open_rota(session, group.id, kinds=duty_rotas.USUAL, now=now)
        rota.draft_days = 21
        duty_plan.replan(session, rota.id, house.context.register.current(session), now=now)
    return house
