"""Figures for programs: every indicator with its numbers, and the address of the list each one counts."""

from typing import Any

from flask import request

from patrol.cards.things import stamp
from patrol.queries import figures as queries
from patrol.rules.figures import Figures, Part, Times
from patrol.rules.indicators import Rate
from patrol.rules.rights import Permission
from web import figure_words as say
from web.api.shapes import FiguresAsked, InMarket, blueprint
from web.context import context
from web.figure_asked import Asked, asked
from web.finders import the_market
from web.gate import needs

PARTS = ("wanted", "of", "missed")
api = blueprint("figures", "How well what was found was worked on")


@api.get("/markets/<code>/figures", summary="The figures of one period")
@needs(Permission.SEE_FIGURES, at=the_market)
def figures(path: InMarket, query: FiguresAsked) -> dict[str, Any]:
    """By market days. `share` is null below 5 and where there is no data."""
    del query  # its shape was checked; the address itself is read as the page reads it
    with context().reading() as (session, now):
        register = context().register.current(session)
        to = asked(request.args, context().market(register, path.code), register, now=now)
        return _told(to, queries.figures(session, to.scope, to.period, register, now=now))


def _told(to: Asked, found: Figures) -> dict[str, Any]:
    return {
        "market": to.market.code,
        "period": {"span": to.period.span, "first": str(to.period.first), "last": str(to.period.last)},
        "place": to.place.code if to.place else None,
        "category": to.category,
        "made_at": stamp(found.made_at),
        "counts": [
            {"code": n.code, "name": say.name(n.code), "now": n.now, "before": n.before, "year": n.year,
             "list": to.incidents(n.code)}
            for n in found.numbers
        ],
        "indicators": [
            {
                "code": line.indicator.code,
                "name": say.name(line.indicator.code),
                "formula": say.formula(line.indicator.code),
                "better": line.indicator.better,
                "now": _rate(line.now),
                "before": _rate(line.before),
                "year": _rate(line.year),
                "lists": {part: to.incidents(line.indicator.code, part) for part in PARTS},
            }
            for line in found.lines
        ],
        "times": [_times(one) for one in found.times],
        "heat": [
            {"hour": hour, "grid": grid, "incidents": found.heat.counts[hour, grid]}
            for hour, grid in sorted(found.heat.counts)
        ],
        "grids": [_part(one) for one in found.grids],
        "groups": [_part(one) for one in found.groups],
        "categories": [_part(one) for one in found.categories],
        "days": [_part(one) for one in found.days],
        "false_alarms": {
            "by_device": [{"device": a.code, **_rate(a.rate)} for a in found.by_device],
            "by_rule": [{"rule": a.code, **_rate(a.rate)} for a in found.by_rule],
        },
        "roll_calls": {
            "calls": found.roll_calls.calls,
            "answers": _rate(found.roll_calls.answers),
            "median_s": found.roll_calls.median_s,
        },
        "sources": {
            "devices": found.sources.devices,
            "share": found.sources.share,
            "away": [{"device": s.code, "times": s.times, "away_s": s.away_s} for s in found.sources.away],
        },
        "patrol": [
            {
                "code": line.indicator.code,
                "name": say.name(line.indicator.code),
                "formula": say.formula(line.indicator.code),
                "better": line.indicator.better,
                "now": _rate(line.now),
                "before": _rate(line.before),
                "lists": {part: to.patrol(line.indicator.code, part) for part in PARTS},
            }
            for line in found.patrol
        ],
        "drills": {code: _rate(rate) for code, rate in found.drills.items()},
        "satisfaction": {"mean": found.voices.satisfaction, "incidents": found.voices.satisfied_by},
        "score": {"mean": found.voices.score, "incidents": found.voices.scored_by},
    }  # fmt: skip


def _rate(rate: Rate) -> dict[str, Any]:
    return {"part": rate.part, "whole": rate.whole, "share": rate.share}


def _part(one: Part) -> dict[str, Any]:
    return {
        "key": one.key,
        "incidents": one.reports,
        "rates": {code: _rate(rate) for code, rate in one.rates.items()},
    }


def _times(one: Times) -> dict[str, Any]:
    legs = {
        leg: {"n": s.n, "mean_s": round(s.mean, 1), "median_s": s.median, "p90_s": s.p90}
        for leg, s in one.legs.items()
    }
    return {"category": one.category, "severity": one.severity, "legs": legs}
