"""Whom a thing concerns: people by the roles they hold now, and by whether it is their turn."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from patrol.cards.on_duty import roster
from patrol.model.people import Grant, Person
from patrol.model.places import Place, PlaceVersion
from patrol.rules.entries import Register
from patrol.rules.words import PlaceKind, Role


@dataclass(frozen=True, slots=True)
class Audience:
    """Finds people of one market. The set is made when something is told, from what stands then."""

    session: Session
    register: Register
    market_id: int
    now: datetime

    def office(self, *roles: Role) -> set[int]:
        """Give who holds one of these roles for the whole market."""
        market = self.register.ancestors(self._market_place())
        return self._holding(roles, market)

    def guards_of(self, grid_id: int) -> set[int]:
        """Give the guards of a grid, without those whose turn it is not."""
        return self._not_off(self._holding((Role.GUARD,), {grid_id}))

    def team(self) -> set[int]:
        """Give the patrol team, which answers for the whole market, without those whose turn it is not."""
        return self._not_off(self.office(Role.GUARD))

    def keepers(self, shop_ids: Collection[int]) -> set[int]:
        """Give who keeps these shops: their own people, and the lead where a shop leads its group."""
        return {
            person for people in keepers_of(self.session, shop_ids, self.now).values() for person in people
        }

    def within(self, place_ids: Collection[int], roles: Iterable[Role]) -> set[int]:
        """Give who holds one of these roles at one of these places."""
        return self._holding(roles, place_ids)

    def leads(self, group_ids: Collection[int]) -> set[int]:
        """Give the leads of groups."""
        return self._holding((Role.LEAD,), group_ids)

    def _holding(self, roles: Iterable[Role], place_ids: Collection[int]) -> set[int]:
        return {person for person, _ in _holders(self.session, roles, place_ids, self.now)}

    def _not_off(self, people: set[int]) -> set[int]:
        """Leave out those between two turns; when that leaves nobody, somebody must hear it all the same."""
        off = roster(self.session, self.market_id, now=self.now).off
        if not off or not people:
            return people
        resting = select(Person.id).where(Person.id.in_(people), Person.login.in_(off))
        return people - set(self.session.scalars(resting)) or people

    def _market_place(self) -> int | None:
        places = self.register.places.values()
        here = (p for p in places if p.market_id == self.market_id and p.kind is PlaceKind.MARKET)
        return next((place.id for place in here), None)


def keepers_of(session: Session, shop_ids: Collection[int], now: datetime) -> dict[int, set[int]]:
    """Give who keeps each shop: its own people, and the lead of its group where the shop leads it."""
    shops = select(Place.id, Place.code, PlaceVersion.parent_id).join(
        PlaceVersion, PlaceVersion.place_id == Place.id
    )
    rows = session.execute(shops.where(Place.id.in_(shop_ids), PlaceVersion.valid_to.is_(None))).all()
    groups = select(PlaceVersion.place_id, PlaceVersion.facts).where(PlaceVersion.valid_to.is_(None))
    parents = {parent for _, _, parent in rows if parent is not None}
    leading = {group: facts.get("lead") for group, facts in session.execute(groups.where(_at(parents)))}
    of_group = {group: shop for shop, code, group in rows if group is not None and leading.get(group) == code}
    found: dict[int, set[int]] = {shop: set() for shop in shop_ids}
    for person, shop in _holders(session, (Role.SHOP,), shop_ids, now):
        found[shop].add(person)
    for person, group in _holders(session, (Role.LEAD,), of_group, now):
        found[of_group[group]].add(person)
    return found


def _at(places: Collection[int]) -> ColumnElement[bool]:
    return PlaceVersion.place_id.in_(places)


def _holders(
    session: Session, roles: Iterable[Role], place_ids: Collection[int], now: datetime
) -> list[tuple[int, int]]:
    """Give (person, place) of everybody who holds one of the roles there now."""
    if not place_ids:
        return []
    held = select(Grant.person_id, Grant.place_id).join(Person, Person.id == Grant.person_id)
    stands = or_(Grant.valid_to.is_(None), Grant.valid_to > now)
    here = held.where(Grant.place_id.in_(place_ids), Grant.role.in_([str(role) for role in roles]))
    rows = session.execute(here.where(Person.active, Grant.valid_from <= now, stands))
    return [(person, place) for person, place in rows]
