"""Begin a roster at the desk: where, which days, which shifts; the clockwork makes it at once."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from patrol.actions import shift_rosters, shift_runs
from patrol.actions.shift_rosters import Heads, LongHeads, Pattern
from patrol.errors import Invalid, NotNow
from patrol.model.people import Grant
from patrol.model.places import Market
from patrol.queries import shifts as queries
from patrol.rules.duty_calendar import Calendar
from patrol.rules.entries import PlaceEntry, Register
from patrol.rules.rights import Permission
from patrol.rules.words import Role
from web import roster_words
from web.caller import signed_in
from web.context import Change, context
from web.gate import needs
from web.markets import boot, this_market
from web.roster_doer import posts_of, the_post

screen = Blueprint("roster_begin", __name__)
MOST_WEEKS = 6
"""So far ahead shifts are laid down."""
EIGHT, TWELVE = "eight", "twelve"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for."""

    place: str
    pattern: Pattern
    drivers: int
    rest_hours: int
    days_running: int
    first: date
    weeks: int


@screen.get("/rosters/begin")
@needs(Permission.BEGIN_ROSTERS)
def show() -> str:
    """Offer the workrooms, and the patrol team, that keep no roster yet."""
    market = this_market(Permission.BEGIN_ROSTERS)
    with context().reading() as (session, now):
        register = context().register.current(session)
        people = _guards(session)
        posts = [
            {"code": one.code, "name": one.name, "kind": one.kind, "guards": people[one.id]}
            for one in _unkept(session, market, register)
        ]
        today = Calendar(market.timezone).day(now)
    told: dict[str, Any] = {
        "posts": posts,
        "chosen": _chosen(posts),
        "today": today.isoformat(),
        "weeks": MOST_WEEKS,
    }
    return render_template(
        "roster_begin.html", market=market, boot=boot(market), say=roster_words, ways=(EIGHT, TWELVE), **told
    )


@screen.post("/rosters/begin")
@needs(Permission.BEGIN_ROSTERS)
def begin() -> Response:
    """Open the roster, lay its shifts down, and ask the clockwork to staff the days that were named."""
    market, wanted, by = this_market(Permission.BEGIN_ROSTERS), _wanted(), signed_in().person_id
    first, last = wanted.first, wanted.first + timedelta(weeks=wanted.weeks, days=-1)

    def act(to: Change) -> None:
        place = the_post(to.register, to.register.markets[market.id], wanted.place)
        if place not in _unkept(to.session, market, to.register):
            raise NotNow("somebody keeps a roster there already")
        roster = shift_rosters.open_roster(
            to.session, place.id, wanted.pattern, drivers=wanted.drivers, now=to.now
        )
        roster.rest_minutes, roster.days_running = wanted.rest_hours * 60, wanted.days_running
        shift_rosters.lay(to.session, roster.rota_id, to.register, now=to.now)
        end = min(last, roster.laid_until or last)
        shift_runs.ask(to.session, roster.rota_id, first, end, to.register, by=by, now=to.now)

    context().change(act)
    span = 7 if wanted.weeks == 1 else 14 if wanted.weeks == 2 else 28
    return redirect(f"/rosters?market={market.code}&place={wanted.place}&first={first}&days={span}")


def _chosen(posts: list[dict[str, Any]]) -> str | None:
    """Choose the workroom the address names, or the only one there is; otherwise it is asked for."""
    codes = [one["code"] for one in posts]
    named = request.args.get("place")
    return named if named in codes else codes[0] if len(codes) == 1 else None


def can_begin(session: Session, market: Market, register: Register) -> bool:
    """Say whether a workroom or the patrol team keeps no roster yet."""
    return bool(_unkept(session, market, register))


def _unkept(session: Session, market: Market, register: Register) -> list[PlaceEntry]:
    kept = {one["place"]["code"] for one in queries.rosters(session, market.id, register)}
    return [place for place in posts_of(register, market.id) if place.code not in kept]


def _guards(session: Session) -> Counter[int]:
    """Count who is a guard at each place."""
    counted: Counter[int] = Counter()
    rows = session.execute(
        select(Grant.place_id, func.count(Grant.person_id.distinct()))
        .where(Grant.role == Role.GUARD, Grant.valid_to.is_(None))
        .group_by(Grant.place_id)
    )
    for place, count in rows:
        counted[place] = count
    return counted


def _wanted() -> Wanted:
    long = request.form.get("pattern") == TWELVE
    heads: Pattern = (
        LongHeads(_whole("day", 0, 9), _whole("long_night", 0, 9))
        if long
        else Heads(_whole("early", 0, 9), _whole("late", 0, 9), _whole("night", 0, 9))
    )
    if not heads.kinds():
        raise Invalid("somebody has to keep one of the shifts", ["pattern"])
    try:
        first = date.fromisoformat(request.form.get("first", ""))
    except ValueError:
        raise Invalid("want the day the roster begins", ["first"]) from None
    return Wanted(
        request.form.get("place", ""),
        heads,
        _whole("drivers", 0, 9),
        _whole("rest_hours", 8, 24),
        _whole("days_running", 1, 12),
        first,
        _whole("weeks", 1, MOST_WEEKS),
    )


def _whole(name: str, low: int, high: int) -> int:
    text = request.form.get(name, "")
    if not text.isdecimal() or not low <= int(text) <= high:
        raise Invalid(f"{name}: want {low} to {high}", [name])
    return int(text)
