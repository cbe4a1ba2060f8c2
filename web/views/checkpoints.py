"""What the codes at checkpoints open, and the prints themselves."""

from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext as _
from sqlalchemy import select

from patrol.actions import round_commands
from patrol.actions.round_order import RoundOrder
from patrol.documents.checkpoint_prints import Print, Sayings, prints
from patrol.errors import NotFound, NotNow
from patrol.model.rounds import Checkpoint, Round
from patrol.queries import rounds as queries
from patrol.rules.checkpoint_code import code_of
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.round_doer import walker_of
from web.views.field import page

screen = Blueprint("checkpoints", __name__)


@screen.get("/field/at/<code>/<checkpoint>")
@needs(Permission.WALK_ROUNDS)
def arrive(code: str, checkpoint: str) -> str:
    """Open the page in the field; its script, or the button there, says that somebody is here."""
    with context().reading() as (session, _now):
        market = context().market(context().register.current(session), code)
        spot = queries.checkpoint_named(session, market.id, checkpoint)
    return page(arrival={"checkpoint": spot.name, "key": request.args.get("k", "")})


@screen.post("/field/at/<code>/<checkpoint>")
@needs(Permission.WALK_ROUNDS)
def say_so(code: str, checkpoint: str) -> Response:
    """Note that somebody is here, for phones without scripts."""
    viewer = signed_in()

    def act(to: Change) -> None:
        market = context().market(to.register, code)
        walker = walker_of(viewer, to.register)
        number = queries.expecting(to.session, walker, market.id, checkpoint, now=to.now)
        if number is None:
            raise NotNow("no round of yours expects you here now", {"because": "round-over"})
        version = to.session.get_one(Round, number).version
        payload = {"checkpoint": checkpoint, "code": request.form.get("k", "")}
        order = RoundOrder(number, "scan", str(uuid4()), version, payload, viewer.person_id, walks=True)
        round_commands.command(to.session, order, to.register, now=to.now)

    context().change(act)
    return redirect("/field")  # type: ignore[return-value] # werkzeug's own kind of answer


@screen.get("/rounds/prints.pdf")
@needs(Permission.SET_ROUNDS, at=the_market)
def sheet() -> Response:
    """Give the prints of a market's checkpoints; `checkpoint` names one alone."""
    with context().reading() as (session, _now):
        register = context().register.current(session)
        market = context().market(register, request.args.get("market", ""))
        wanted = select(Checkpoint).where(Checkpoint.market_id == market.id, Checkpoint.ended_at.is_(None))
        if one := request.args.get("checkpoint"):
            wanted = wanted.where(Checkpoint.code == one)
        spots = session.scalars(wanted.order_by(Checkpoint.code)).all()
        cards = []
        for spot in spots:
            grid = register.above(spot.grid_id, PlaceKind.GRID)
            key = code_of(spot.key, market.code, spot.code, spot.epoch)
            address = f"{request.url_root}field/at/{quote(market.code)}/{quote(spot.code)}?k={quote(key)}"
            place = f"{market.name} · {grid.name}" if grid else market.name
            cards.append(Print(spot.name, f"{place} · {spot.code}", key, address, spot.epoch))
    if not cards:
        raise NotFound("there is no checkpoint to print")
    sayings = Sayings(
        title=_("Checkpoint"),
        how=_("On your round? Point the phone's camera here."),
        typed=_("No camera? Type this in the field page:"),
        printed=_("Print"),
    )
    return Response(prints(cards, sayings), mimetype="application/pdf")
