"""Visit lists at the desk: how far they are, a new one, one of them shop by shop, and as a spreadsheet."""

from datetime import datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from pydantic import ValidationError

from patrol.actions import visits
from patrol.cards.people import names
from patrol.documents.visit_sheet import visit_sheet
from patrol.errors import Invalid
from patrol.model.places import Market
from patrol.queries import visits as queries
from patrol.rules.entries import Register
from patrol.rules.rights import Permission
from patrol.rules.visits import pasted
from patrol.rules.words import PlaceKind
from patrol.sheets.names import names_in
from web import round_words
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.markets import boot, market_named, this_market
from web.round_doer import the_visit_list
from web.visit_asking import NewList, new_list

screen = Blueprint("visits", __name__)


@screen.get("/rounds/visits")
@needs(Permission.SEE_ROUNDS)
def show() -> str:
    """List what is being worked off, and offer a new one."""
    return _page(this_market(Permission.SEE_ROUNDS), None, ())


@screen.post("/rounds/visits")
@needs(Permission.RUN_ROUNDS, at=the_market)
def ask() -> Any:
    """Make a list of the form; what can not be read is said above the form, and nothing is lost."""
    market = this_market(Permission.RUN_ROUNDS)
    try:
        body = _read(market)
        made = context().change(lambda to: _make(to, market, body))
    except Invalid as error:
        return _page(market, request.form, error.faults or (str(error),)), 422
    except ValidationError as error:
        faults = [f"{fault['loc'][0]}: {fault['msg']}" for fault in error.errors()]
        return _page(market, request.form, faults), 422
    return redirect(f"/rounds/visits/{made['id']}")


@screen.get("/rounds/visits/<int:list_id>")
@needs(Permission.SEE_ROUNDS, at=the_visit_list)
def one(list_id: int) -> str:
    """Show a list, shop by shop."""
    with context().reading() as (session, _now):
        register = context().register.current(session)
        card = queries.one(session, list_id, register, names(session))
    market = _market_of(card, list_id)
    told = {"list": card, "boot": boot(market), "round_pages": round_words.pages(), "rsay": round_words}
    return render_template("rounds/visit.html", market=market, **told)


@screen.get("/rounds/visits/<int:list_id>.xlsx")
@needs(Permission.SEE_ROUNDS, at=the_visit_list)
def sheet(list_id: int) -> Response:
    """Give a list as a spreadsheet."""
    with context().reading() as (session, _now):
        register = context().register.current(session)
        card = queries.one(session, list_id, register, names(session))
    market = _market_of(card, list_id)
    headings = [_("Shop"), _("Name"), _("Owner"), _("Trade"), _("Grid"), _("State"), _("Result"), _("Note"),
                _("Visited by"), _("Visited at"), _("Shut door"), _("Through the list"),
                _("Incident")]  # fmt: skip
    rows = [_row(shop, market) for shop in card["shops"]]
    body = visit_sheet(card["title"], [str(heading) for heading in headings], rows)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    told = {"Content-Disposition": f'attachment; filename="visits-{list_id}.xlsx"'}
    return Response(body, mimetype=kind, headers=told)


def _row(shop: dict[str, Any], market: Market) -> list[object]:
    zone = ZoneInfo(market.timezone)
    at = datetime.fromisoformat(shop["at"]).astimezone(zone) if shop["at"] else None
    return [
        shop["shop"],
        shop["name"],
        shop["owner"],
        shop["trade"],
        shop["grid"],
        round_words.ask(shop["state"]),
        round_words.result(shop["result"]) if shop["result"] else None,
        shop["note"],
        shop["by"],
        f"{at:%Y-%m-%d %H:%M}" if at else None,
        shop["tries"] or None,
        shop["through"],
        shop["incident"],
    ]


def _make(to: Change, market: Market, body: NewList) -> dict[str, Any]:
    return new_list(to, market.id, body, signed_in().person_id)


def _read(market: Market) -> NewList:
    form = request.form
    shops = list(pasted(form.get("shops", "")))
    file = request.files.get("file")
    if file is not None and file.filename:
        shops += names_in(file.read(), file.filename)
    due = form.get("due", "")
    try:
        day = datetime.fromisoformat(due).date()
    except ValueError:
        raise Invalid("the date can not be read", [_("Say until which day.")]) from None
    return NewList(
        command_id=form.get("command_id") or uuid4(),  # type: ignore[arg-type] # pydantic reads the text
        title=form.get("title", "").strip(),
        ask=form.get("ask", "").strip(),
        due=datetime.combine(day, time(23, 59), ZoneInfo(market.timezone)),
        shared="shared" in form,
        grids=form.getlist("grids"),
        groups=list(pasted(form.get("groups", ""))),
        trades=form.getlist("trades"),
        shops=shops,
    )


def _page(market: Market, form: Any, faults: Any) -> str:
    with context().reading() as (session, _now):
        register = context().register.current(session)
        cards = queries.lists(session, market.id, register, names(session))
    told = {
        "lists": cards,
        "faults": faults,
        "form": form or {},
        "grids": _grids(register, market.id),
        "trades": sorted({s.trade for s in visits.shops_of(register, market.id) if s.trade}),
        "command_id": str(uuid4()),
    }
    frame = {"boot": boot(market), "round_pages": round_words.pages()}
    return render_template("rounds/visits.html", market=market, **told, **frame)


def _grids(register: Register, market_id: int) -> list[tuple[str, str]]:
    places = register.places.values()
    return sorted((p.code, p.name) for p in places if (p.market_id, p.kind) == (market_id, PlaceKind.GRID))


def _market_of(card: dict[str, Any], list_id: int) -> Market:
    del card
    with context().reading() as (session, _now):
        path = the_visit_list(session, {"list_id": list_id})[0]
    market = market_named(path[0].market or "")
    if market is None:
        raise Invalid("this list has no market")
    return market
