"""Where a case is: what lies around a place, and a case that turns out to be somewhere else."""

from dataclasses import dataclass

from patrol import outbox
from patrol.actions.case_desk import CaseDesk
from patrol.actions.checkpoints import grid_at
from patrol.cards.things import code_of
from patrol.cards.units import point_of
from patrol.rules.case import Actor, Case, Given
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.register import Point
from patrol.rules.rooms import rooms_of
from patrol.rules.words import PlaceKind


@dataclass(frozen=True, slots=True)
class Where:
    """The places something lies in, and its point in plan metres."""

    place: PlaceEntry | None = None
    grid: PlaceEntry | None = None
    group: PlaceEntry | None = None
    point: Point | None = None


def where(register: Register, market: MarketEntry, code: str) -> Where | None:
    """Find a place of a market by its code, with its door or its middle; None: there is none."""
    found = (p for p in register.places.values() if p.market_id == market.id and p.code == code)
    place = next(found, None)
    return _at(register, place) if place else None


def called(register: Register, market: MarketEntry, words: str) -> Where | None:
    """Find the one place that somebody means by its code or its whole name; None: none, or more than one."""
    wanted = words.strip().casefold()
    mine = [p for p in register.places.values() if p.market_id == market.id]
    meant = [p for p in mine if p.code.casefold() == wanted] or [
        p for p in mine if p.name.casefold() == wanted
    ]
    return _at(register, meant[0]) if len(meant) == 1 else None


def around(register: Register, market: MarketEntry, point: Point) -> Where:
    """Give the grid a point lies in. A fix is too rough to name a shop."""
    grid = register.places.get(grid_at(register, market.id, point) or 0)
    return Where(grid, grid, None, point)


def _at(register: Register, place: PlaceEntry) -> Where:
    grid, group = register.above(place.id, PlaceKind.GRID), register.above(place.id, PlaceKind.GROUP)
    return Where(place, grid, group, point_of(place))


def locate(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    """Say which place it is about: a camera knows its lane, the guards know the shop.

    The rooms that it leaves are told that it is theirs no longer; whoever is out hears the new place.
    """
    incident = desk.incident
    found = where(desk.register, desk.market, given.place or "")
    if found is None or found.place is None:
        return  # the guards have made sure that there is one
    before = _rooms(desk)
    desk.facts |= {"place_before": code_of(desk.register, incident.place_id), "place": found.place.code}
    if given.note:
        incident.notes += 1
        desk.facts["note"] = given.note
    incident.place_id = found.place.id
    incident.grid_id = found.grid.id if found.grid else None
    incident.group_id = found.group.id if found.group else None
    if found.point is not None:
        incident.x, incident.y = found.point
    _leave(desk, [room for room in before if room not in _rooms(desk)])
    for task in desk.open_tasks():
        task.version += 1
        desk.tell_doer(task, "task.changed")


def _rooms(desk: CaseDesk) -> tuple[str, ...]:
    grid = code_of(desk.register, desk.incident.grid_id)
    return rooms_of(desk.market.code, grid, code_of(desk.register, desk.incident.group_id))


def _leave(desk: CaseDesk, rooms: list[str]) -> None:
    if rooms:
        outbox.post(
            desk.session,
            tuple(rooms),
            "incident.left",
            entity=f"incident:{desk.incident.id}",
            version=desk.incident.version,
            body=None,
            now=desk.now,
        )
