"""Figures: how well what was found was worked on. Every number opens the list it counts."""

from flask import Blueprint, Response, make_response, render_template, request

from patrol.errors import NotFound
from patrol.queries import figures as queries
from patrol.queries.figure_lists import away_rows, roll_call_rows, was_sample
from patrol.queries.patrol_figures import MOST_LISTED, patrol_rows
from patrol.rules.figures import Figures, ranked, slowest_step
from patrol.rules.indicators import COUNTS, FIVE
from patrol.rules.patrol_figures import PATROL, PATROL_BY_CODE
from patrol.rules.periods import Span
from patrol.rules.rights import Permission, may_anywhere
from patrol.rules.words import Category, PlaceKind
from web import figure_words, incident_words
from web.caller import signed_in
from web.context import context
from web.figure_asked import Asked, asked
from web.figure_papers import pdf, workbook
from web.gate import needs
from web.markets import boot, covered_market, covered_markets, market_named
from web.pages import wall_asked

screen = Blueprint("figures", __name__)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen.get("/figures")
@needs(Permission.SEE_FIGURES)
def show() -> str:
    """Everything of one period."""
    to, found = _figures()
    register = context().register
    with context().reading() as (session, _):
        grids = [
            p
            for p in register.current(session).places.values()
            if p.kind is PlaceKind.GRID and p.market_id == to.market.id
        ]
        sample = was_sample(session, to.market.code)
    told = {"figures": found, "asked": to, "spans": list(Span), "grids": sorted(grids, key=lambda p: p.code)}
    told |= {"five": FIVE, "counts": list(COUNTS), "categories": list(Category), "sample": sample}
    told |= {"ranked": ranked(found.groups), "slowest": slowest_step, "several": len(covered_markets()) > 1}
    market = market_named(to.market.code)
    told["grades"] = may_anywhere(signed_in().holdings, Permission.GRADE_OFFICIALLY)
    words = {"say": incident_words, "fig": figure_words, "wall": wall_asked()}
    start = boot(market, wall=wall_asked()) if market else None
    return render_template("figures/page.html", market=market, boot=start, **told, **words)


@screen.get("/figures.xlsx")
@needs(Permission.SEE_FIGURES)
def sheet() -> Response:
    """The same, and the rows it was counted from, as a workbook."""
    to, found = _figures()
    with context().reading() as (session, _):
        return _file(workbook(session, to, found), SHEET, to, "xlsx")


@screen.get("/figures.pdf")
@needs(Permission.SEE_FIGURES)
def paper() -> Response:
    """The same on paper."""
    to, found = _figures()
    return _file(pdf(to, found), "application/pdf", to, "pdf")


@screen.get("/figures/across")
@needs(Permission.SEE_FIGURES)
def across() -> str:
    """Markets beside each other, for those who answer for several."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        rows = []
        for code in covered_markets():
            to = asked(request.args, context().market(register, code), register, now=now)
            rows.append((to, queries.market_part(session, to.scope, to.period, to.market)))
    market = market_named(rows[0][0].market.code) if rows else None
    told = {"rows": rows, "five": FIVE, "fig": figure_words, "spans": list(Span), "slowest": slowest_step}
    return render_template("figures/across.html", market=market, boot=None, asked=rows[0][0], **told)


@screen.get("/figures/roll-calls")
@needs(Permission.SEE_FIGURES)
def roll_calls() -> str:
    """The shops that were asked in roll calls: what the answer rate counts."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        to = asked(request.args, context().market(register, covered_market()), register, now=now)
        answered = request.args.get("part", "of") == "wanted"
        rows = roll_call_rows(session, to.market, to.period, to.scope, register, answered_only=answered)
    told = {"rows": rows, "asked": to, "answered": answered, "boot": None}
    return render_template("figures/roll_calls.html", market=market_named(to.market.code), **told)


@screen.get("/figures/sources")
@needs(Permission.SEE_FIGURES)
def sources() -> str:
    """The devices that could not always be heard."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        to = asked(request.args, context().market(register, covered_market()), register, now=now)
        found = away_rows(session, to.market, to.period, register, now=now)
    told = {"found": found, "asked": to, "boot": None, "fig": figure_words}
    return render_template("figures/sources.html", market=market_named(to.market.code), **told)


@screen.get("/figures/patrol")
@needs(Permission.SEE_FIGURES)
def patrol() -> str:
    """The rounds, checkpoints, turns or half hours that a number of patrol and duty counts."""
    code, part = request.args.get("code", PATROL[0].code), request.args.get("part", "of")
    if code not in PATROL_BY_CODE or part not in ("wanted", "of", "missed"):
        raise NotFound("there is no such figure")
    with context().reading() as (session, now):
        register = context().register.current(session)
        to = asked(request.args, context().market(register, covered_market()), register, now=now)
        rows = patrol_rows(session, to.scope.beat, to.period, register, code, part, now=now)
    told = {"rows": rows, "asked": to, "code": code, "part": part, "most": MOST_LISTED, "boot": None}
    market = market_named(to.market.code)
    return render_template("figures/patrol_rows.html", market=market, fig=figure_words, **told)


def _figures() -> tuple[Asked, Figures]:
    with context().reading() as (session, now):
        register = context().register.current(session)
        to = asked(request.args, context().market(register, covered_market()), register, now=now)
        return to, queries.figures(session, to.scope, to.period, register, now=now)


def _file(body: bytes, kind: str, to: Asked, ending: str) -> Response:
    answer = make_response(body)
    answer.mimetype = kind
    name = f"{to.market.code}-{to.period.span}-{to.period.first}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
