"""Rounds at the desk: a market day's, and one of them whole."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from patrol.cards.people import guards_of, names
from patrol.cards.risks import slot_of
from patrol.cards.things import Card
from patrol.errors import NotFound
from patrol.model.rounds import Round
from patrol.queries import risks, trials
from patrol.queries import rounds as queries
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.rights import Permission, may
from patrol.rules.words import PlaceKind
from web import incident_words, round_words
from web.caller import signed_in
from web.context import context
from web.gate import needs
from web.markets import boot, market_named, this_market
from web.round_doer import path_of, the_round

screen = Blueprint("rounds", __name__)


@screen.get("/rounds")
@needs(Permission.SEE_ROUNDS)
def today() -> str:
    """Show the rounds of a market day, the two checks of each grid first."""
    market = this_market(Permission.SEE_ROUNDS)
    with context().reading() as (session, now):
        register = context().register.current(session)
        entry = context().market(register, market.code)
        day = _day(entry.clock.day(now))
        cards = queries.of_day(session, entry.id, day, register, names(session))
        is_today = day == entry.clock.day(now)
    told: dict[str, Any] = {
        "day": day,
        "is_today": is_today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "rounds": cards,
        "checks": _checks(register, entry, cards),
        "sums": _sums(cards),
        "missing": len(queries.missing_checks(cards)),
    }
    return render_template(
        "rounds/today.html",
        market=market,
        boot=boot(market),
        rsay=round_words,
        round_pages=round_words.pages(),
        **told,
    )


@screen.get("/rounds/coverage")
@needs(Permission.SEE_ROUNDS)
def coverage() -> str:
    """Show how long somebody was in each grid, against the plan and the risk."""
    market = this_market(Permission.SEE_ROUNDS)
    with context().reading() as (session, now):
        register = context().register.current(session)
        entry = context().market(register, market.code)
        today = entry.clock.day(now)
        day = _day(today)
        heat = risks.heat(session, entry, register, day, now=now)
        plan = risks.plan_of(session, entry, day, now=now)
        slot = slot_of(entry, now) if day == today else -1
    told: dict[str, Any] = {
        "heat": heat,
        "plan": plan,
        "day": day,
        "now_slot": slot,
        "is_today": day == today,
    }
    days = {"before": day - timedelta(days=1), "after": day + timedelta(days=1)}
    frame = {"boot": boot(market), "round_pages": round_words.pages()}
    return render_template("rounds/coverage.html", market=market, **told, **days, **frame)


@screen.get("/rounds/routes")
@needs(Permission.SEE_ROUNDS)
def routes() -> str:
    """Show routes and checkpoints; whoever may set them up gets the plan to do it on."""
    market = this_market(Permission.SEE_ROUNDS)
    with context().reading() as (session, _now):
        register = context().register.current(session)
        entry = context().market(register, market.code)
        known = queries.routes(session, entry.id, register)
        spots = queries.checkpoints(session, entry.id, register)
    told = {"routes": known, "checkpoints": spots, "rsay": round_words}
    frame = {"boot": boot(market), "round_pages": round_words.pages()}
    return render_template("rounds/routes.html", market=market, **told, **frame)


@screen.get("/rounds/tests")
@needs(Permission.SEE_ROUNDS)
def tests() -> str:
    """Show which buttons were tested when, and the drills."""
    market = this_market(Permission.SEE_ROUNDS)
    with context().reading() as (session, now):
        register = context().register.current(session)
        entry = context().market(register, market.code)
        ledger = trials.ledger(session, entry, register, now=now)
    told = {"ledger": ledger, "say": incident_words, "rsay": round_words}
    frame = {"boot": boot(market), "round_pages": round_words.pages()}
    return render_template("rounds/tests.html", market=market, **told, **frame)


@screen.get("/rounds/<int:round_id>")
@needs(Permission.SEE_ROUNDS, at=the_round)
def one(round_id: int) -> str:
    """Show every checkpoint of a round, and let the office decide who walks it."""
    viewer = signed_in()
    with context().reading() as (session, now):
        register = context().register.current(session)
        row = session.get(Round, round_id)
        if row is None:
            raise NotFound(f"there is no round {round_id}")
        card = queries.one(session, round_id, register, names(session))
        place = path_of(session, row.market_id, row.grid_id) or ()
        runs = may(viewer.holdings, Permission.RUN_ROUNDS, place)
        guards = guards_of(session, row.market_id, row.grid_id, now=now) if runs else []
        code = register.markets[row.market_id].code
    market = market_named(code)
    told = {"round": card, "runs": runs, "guards": guards, "boot": boot(market) if market else None}
    return render_template("rounds/one.html", market=market, rsay=round_words, **told)


def _day(today: date) -> date:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today


def _checks(register: Register, market: MarketEntry, cards: list[Card]) -> list[dict[str, Any]]:
    """Give each grid with its checks of the day."""
    grids = [p for p in register.places.values() if p.market_id == market.id and p.kind is PlaceKind.GRID]
    return [
        {
            "grid": grid.name,
            "disputes": [c for c in cards if (c["grid"], c["kind"]) == (grid.code, "disputes")],
            "hazards": [c for c in cards if (c["grid"], c["kind"]) == (grid.code, "hazards")],
        }
        for grid in sorted(grids, key=lambda grid: grid.code)
    ]


def _sums(cards: list[Card]) -> dict[str, int]:
    over = [card for card in cards if card["settled_at"] is not None and card["state"] != "cancelled"]
    return {
        "rounds": len(cards),
        "over": len(over),
        "walked": sum(card["state"] == "walked" for card in over),
        "stops": sum(card["stops"] for card in over),
        "in_time": sum(card["reached"] - card["late"] for card in over),
        "late": sum(card["late"] for card in over),
        "missed": sum(card["missed"] for card in over),
    }
