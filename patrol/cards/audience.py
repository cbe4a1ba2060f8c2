"""Whom a thing concerns: people by the roles they hold now, and by whether it is their turn."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from patrol.cards.on_duty import roster
from patrol.model.people import Grant, Person
from patrol.rules.entries import PlaceEntry, Register
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
        shops = [shop for shop in map(self.register.places.get, shop_ids) if shop is not None]
        leading = {shop.parent_id for shop in shops if self._leads(shop) and shop.parent_id is not None}
        own = self._holding((Role.SHOP,), {shop.id for shop in shops})
        return own | self._holding((Role.LEAD,), leading)

    def leads(self, group_ids: Collection[int]) -> set[int]:
        """Give the leads of groups."""
        return self._holding((Role.LEAD,), group_ids)

    def _leads(self, shop: PlaceEntry) -> bool:
        group = self.register.places.get(shop.parent_id or 0)
        return group is not None and group.facts.get("lead") == shop.code

    def _holding(self, roles: Iterable[Role], place_ids: Collection[int]) -> set[int]:
        if not place_ids:
            return set()
        held = select(Grant.person_id).join(Person, Person.id == Grant.person_id)
        stands = or_(Grant.valid_to.is_(None), Grant.valid_to > self.now)
        here = held.where(Grant.place_id.in_(place_ids), Grant.role.in_([str(role) for role in roles]))
        return set(self.session.scalars(here.where(Person.active, Grant.valid_from <= self.now, stands)))

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
