"""Applying a proposal of groups: memberships end and begin in the register, and nothing is overwritten."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions.market import import_market
from patrol.errors import Invalid, VersionConflict
from patrol.rules.grouping import Circle, Grounds, Proposal, Sizes, faults
from patrol.rules.register import MarketFile, PlaceRow
from patrol.rules.register_change import Change, Verb
from patrol.rules.words import PlaceKind


def apply_groups(
    session: Session,
    standing: MarketFile,
    grid: str,
    proposal: Proposal,
    grounds: Grounds,
    *,
    expected: int | None = None,
    version: int | None = None,
    sizes: Sizes,
    now: datetime,
) -> list[Change]:
    """Bring the groups of a grid to a proposal; shops that stay keep their version, others begin a new one.

    New groups get the next free code of the grid; a group without shops ends, with its lead's term.

    Raises:
        Invalid: a shop is twice or nowhere, or a group too small or too large.
        VersionConflict: the register changed since the proposal was made.
    """
    if expected is not None and expected != version:
        raise VersionConflict(
            "the register changed since this was proposed: propose again", {"version": version}
        )
    if found := faults(proposal, grounds, sizes):
        raise Invalid("these groups can not stand", found)
    named = _named(standing, grid, proposal)
    wanted = replace(standing, places=tuple(_places(standing, grid, named, grounds)))
    done = import_market(session, wanted, standing, end_missing=True, now=now)
    return [change for change in done if change.verb is not Verb.SAME]


def _named(standing: MarketFile, grid: str, proposal: Proposal) -> Mapping[str, Circle]:
    """Give every circle a code: its own, or the next one that never stood."""
    taken = {place.code for place in standing.places}
    named: dict[str, Circle] = {}
    number = 1
    for circle in proposal.circles:
        code = circle.code
        while code is None or (circle.code is None and code in taken):
            code, number = f"{grid}-n{number:02d}", number + 1
        taken.add(code)
        named[code] = circle
    return named


def _places(standing: MarketFile, grid: str, named: Mapping[str, Circle], grounds: Grounds) -> list[PlaceRow]:
    home = {shop: code for code, circle in named.items() for shop in circle.shops}
    old = {place.code: place for place in standing.places}
    gone = {grounds.now[shop] for shop in grounds.shops if shop in grounds.now} - set(named)
    rows = [
        replace(place, parent=home[place.code]) if place.code in home else place
        for place in standing.places
        if place.code not in gone
    ]
    fresh = [
        PlaceRow(PlaceKind.GROUP, code, f"{old[circle.middle].name}联防组", grid, (), {"lead": circle.middle})
        for code, circle in named.items()
        if code not in old
    ]
    shops = [row for row in rows if row.kind is PlaceKind.SHOP]
    return [*(row for row in rows if row.kind is not PlaceKind.SHOP), *fresh, *shops]
