"""Rosters of guards at the desk: the grid to look at, to change, to print and to take away."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request

from patrol.errors import Invalid, NotFound
from patrol.model.places import Market
from patrol.queries import shifts as queries
from patrol.rules.rights import Permission, markets_of
from web import roster_papers, roster_words
from web.caller import signed_in
from web.context import context
from web.gate import needs
from web.markets import boot, this_market
from web.views import roster_begin

screen = Blueprint("rosters", __name__)
SPANS = (7, 14, 28)


@dataclass(frozen=True, slots=True)
class Shown:
    """One roster's grid, and the others there are."""

    market: Market
    rosters: list[dict[str, Any]]
    card: dict[str, Any] | None
    can_begin: bool


@screen.get("/rosters")
@needs(Permission.PLAN_ROSTERS)
def show() -> str:
    """Show the grid of one workroom; scripts make it one to change."""
    shown = _shown()
    card = shown.card
    people = {one["id"]: one["name"] for one in card["people"]} if card else {}
    told: dict[str, Any] = {"rosters": shown.rosters, "card": card, "people": people, "spans": SPANS}
    told["can_begin"] = shown.can_begin
    if card:
        first, days = date.fromisoformat(card["first"]), len(card["days"])
        told |= {"span": days, "before": first - timedelta(days=days), "after": first + timedelta(days=days)}
    frame = {"market": shown.market, "boot": boot(shown.market), "say": roster_words}
    return render_template("rosters.html", **frame, **told)


@screen.get("/rosters/paper.<form>")
@needs(Permission.PLAN_ROSTERS)
def paper(form: str) -> Response:
    """Give the grid as PDF for the wall, or as a spreadsheet."""
    shown = _shown()
    if shown.card is None or form not in roster_papers.FORMS:
        raise NotFound("there is no such paper")
    body, mimetype = roster_papers.paper(shown.card, shown.market, form)
    place = shown.card["place"]["code"]
    name = f"roster-{place}-{shown.card['first']}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype=mimetype, headers=headers)


def _shown() -> Shown:
    market = this_market(Permission.PLAN_ROSTERS)
    with context().reading() as (session, now):
        register = context().register.current(session)
        rosters = queries.rosters(session, market.id, register)
        can_begin = _may_begin(market) and roster_begin.can_begin(session, market, register)
        place = request.args.get("place") or (rosters[0]["place"]["code"] if rosters else None)
        if place is None:
            return Shown(market, [], None, can_begin)
        rota, _ = queries.rota_at(session, register.markets[market.id], place)
        first = _first(queries.today_of(rota, register, now))
        card = queries.grid(session, rota.id, register, first=first, days=_days(), now=now)
    return Shown(market, rosters, card, can_begin)


def _may_begin(market: Market) -> bool:
    """Say whether whoever looks may begin a roster here."""
    return market.code in markets_of(signed_in().holdings, Permission.BEGIN_ROSTERS)


def _first(today: date) -> date:
    """Give the day the address names, else the Monday of this week."""
    try:
        return date.fromisoformat(request.args["first"])
    except KeyError:
        return today - timedelta(days=today.weekday())
    except ValueError:
        raise Invalid("first: want a date", ["first"]) from None


def _days() -> int:
    wanted = request.args.get("days", "14")
    return int(wanted) if wanted.isdecimal() and int(wanted) in SPANS else 14
