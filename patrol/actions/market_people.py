"""People come with a file and are given roles; an import never takes anybody's account away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.people import Grant, Person
from patrol.rules.register import GrantRow, PersonRow
from patrol.rules.register_change import Change, Verb
from patrol.rules.words import Role


def change_people(
    session: Session, changes: Sequence[Change], places: Mapping[str, int], now: datetime
) -> None:
    """Apply the changes of people; a role no longer named at one of these places ends."""
    rows = [c.row for c in changes if c.verb is not Verb.SAME and isinstance(c.row, PersonRow)]
    people = _people(session, [row.login for row in rows])
    for row in rows:
        person = people.get(row.login)
        if person is None:
            person = people[row.login] = Person(login=row.login, name=row.name)
            session.add(person)
        person.name, person.phone, person.language = row.name, row.phone, row.language
    session.flush()
    standing = _grants(session, places)
    for row in rows:
        _regrant(session, people[row.login], row.grants, standing, places=places, now=now)


def _regrant(
    session: Session,
    person: Person,
    wanted: Sequence[GrantRow],
    standing: Mapping[tuple[int, Role, int], Grant],
    *,
    places: Mapping[str, int],
    now: datetime,
) -> None:
    keys = {(person.id, grant.role, places[grant.place]) for grant in wanted}
    for key, grant in standing.items():
        if key[0] == person.id and key not in keys:
            grant.valid_to = now
    for number, role, place in sorted(keys - standing.keys()):
        session.add(Grant(person_id=number, role=role, place_id=place, valid_from=now))


def _people(session: Session, logins: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for first in range(0, len(logins), 500):
        chunk = logins[first : first + 500]
        found |= {p.login: p for p in session.scalars(select(Person).where(Person.login.in_(chunk)))}
    return found


def _grants(session: Session, places: Mapping[str, int]) -> dict[tuple[int, Role, int], Grant]:
    """Standing roles at this market's places; those at other markets are none of its business."""
    here = frozenset(places.values())
    grants = session.scalars(select(Grant).where(Grant.valid_to.is_(None)))
    return {(g.person_id, Role(g.role), g.place_id): g for g in grants if g.place_id in here}
