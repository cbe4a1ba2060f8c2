"""Which groups are too thin to help themselves, now and by the hour."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template

from patrol.queries.readiness import Coverage, GroupHours, coverage
from patrol.rules.rights import Permission
from web.context import context
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("readiness", __name__)
HALF_HOURS = 48


@screen.get("/readiness")
@needs(Permission.SEE_BOARD)
def show() -> str:
    """Draw a row for each group, from the cut of the market day to the next."""
    market = this_market(Permission.SEE_BOARD)
    with context().reading() as (session, now):
        register = context().register.current(session)
        entry = register.markets[market.id]
        found = coverage(session, entry, register, now=now)
        first = market.cut // 30
        this = (entry.clock.minute(now) // 30 - first) % HALF_HOURS
    told = {
        "least": found.least,
        "thin": [one for one in found.groups if one.now.thin(found.least)],
        "grids": _by_grid(found, first),
        "hours": [f"{(first + 4 * n) % HALF_HOURS // 2:02d}:{(first % 2) * 30:02d}" for n in range(12)],
        "this": this,
    }
    return render_template("readiness.html", market=market, boot=boot(market), **told)


def _by_grid(found: Coverage, first: int) -> list[tuple[str, list[dict[str, Any]]]]:
    grids = groupby(found.groups, lambda one: one.grid.name if one.grid else "")
    return [(name, [_row(one, found.least, first) for one in members]) for name, members in grids]


def _row(one: GroupHours, least: int, first: int) -> dict[str, Any]:
    counts = [one.half_hours[(first + n) % HALF_HOURS] for n in range(HALF_HOURS)]
    return {"name": one.group.name, "now": one.now, "stretches": _stretches(counts, least, one.now.of)}


def _stretches(counts: Sequence[int], least: int, of: int) -> list[tuple[int, int, str]]:
    """Give (half hours, open shops, tone) of each stretch of the day in which the number stays the same."""
    found = []
    for count, members in groupby(counts):
        tone = "none" if count == 0 else "thin" if count < least else "some" if 2 * count < of else "full"
        found.append((len(list(members)), count, tone))
    return found
