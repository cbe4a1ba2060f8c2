"""Duty on the phone: who is on now, who is next, when am I; coming to a turn."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from patrol.model.duty import Rota, Slot
from patrol.queries import duty as queries
from patrol.queries.duty_group import GroupNow
from patrol.rules.duty_service import EARLY
from patrol.rules.duty_words import CheckMethod
from patrol.rules.rights import Permission, markets_of
from patrol.rules.words import PlaceKind
from web import duty_page, duty_words
from web.caller import signed_in
from web.context import context
from web.duty_doer import the_group
from web.duty_view import Reader
from web.gate import needs
from web.markets import boot, market_named

screen = Blueprint("duty", __name__)
DAY = timedelta(hours=24)


@screen.get("/duty")
@needs(Permission.SEE_DUTY)
def mine() -> Response | str:
    """Show one's own group; lead whoever has none to the desk, or to the week of their grid."""
    with context().reading() as (session, _):
        rota = duty_page.home_rota(session, signed_in())
    return redirect(_elsewhere()) if rota is None else _show(rota)


def _elsewhere() -> str:
    """Give the page of those without a group: guards see their grid, the office the whole market."""
    viewer = signed_in()
    if markets_of(viewer.holdings, Permission.SEE_BOARD):
        return "/duty/desk"
    for held in viewer.holdings:
        if held.path and held.path[0].kind is PlaceKind.GRID:
            return f"/duty/markets/{held.path[0].market}/grids/{held.path[0].code}"
    return "/duty/desk"


@screen.get("/duty/groups/<group>")
@needs(Permission.SEE_DUTY, at=the_group)
def of_group(group: str) -> str:
    """Show any group one may see."""
    with context().reading() as (session, _):
        rota = queries.rota_of_group(session, group)
    return _show(rota)


@screen.get("/duty/groups/<group>/check-in")
@needs(Permission.SEE_DUTY, at=the_group)
def coming(group: str) -> str:
    """Offer the ways to come to a turn; with the code of the post in the address, one press is left."""
    with context().reading() as (session, now):
        rota = queries.rota_of_group(session, group)
        register = context().register.current(session)
        reader, seen = duty_page.read(session, register, now, signed_in(), rota)
        shown = duty_page.frame(reader) | _open_turns(reader, seen)
    code = request.args.get("code", "")
    return page("duty/check_in.html", rota, **shown, code=code, methods=CheckMethod)


def _show(rota: Rota) -> str:
    with context().reading() as (session, now):
        register = context().register.current(session)
        reader, seen = duty_page.read(session, register, now, signed_in(), rota)
        shown = duty_page.told(session, reader, seen)
    return page("duty/group.html", rota, **shown)


def _open_turns(reader: Reader, seen: GroupNow) -> dict[str, Any]:
    """Give the turns one can come to now, one's own before others, and the shops one may speak for."""
    slots = sorted(
        seen.open_for_check_in(), key=lambda slot: (slot.holder_id not in reader.own, slot.starts_at)
    )
    turns = []
    for slot in slots:
        came = seen.came.get(slot.id, [])
        done = {one.holder_id for one in came}
        turns.append(
            reader.turn(slot)
            | {"came": reader.came(came), "own": [reader.holder(shop) for shop in sorted(reader.own - done)]}
        )
    everybody = duty_page.everybody(reader)
    soon = [_soon(reader, slot) for slot in seen.mine if EARLY < slot.starts_at - reader.now < DAY]
    return {
        "turns": turns,
        "soon": soon,
        "everybody": everybody,
        "next": [reader.turn(slot) for slot in seen.next],
    }


def _soon(reader: Reader, slot: Slot) -> dict[str, Any]:
    """Give a turn of one's own with the instants between which a phone offers it by itself."""
    opens, closes = slot.starts_at - EARLY, slot.ends_at
    return reader.turn(slot) | {
        "own": [reader.holder(slot.holder_id)],
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
    }


def page(template: str, rota: Rota, **shown: Any) -> str:
    """Draw a page of a group; its script hears the group's room."""
    market = market_named(rota.code.partition("/")[0])
    room = f"group:{rota.code.partition('/')[2]}"
    told = boot(market, room=room) if market else None
    return render_template(template, market=market, boot=told, say=duty_words, **shown)
