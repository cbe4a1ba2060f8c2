"""Roll calls: one press and the whole group rings."""

from typing import Any

from patrol.actions import roll_call
from patrol.actions.roll_call import Call, RollOrder
from patrol.errors import NotFound
from patrol.queries import paths
from patrol.queries.people import Viewer
from patrol.rules.rights import Permission, PlacePath, roles_at
from patrol.rules.words import PlaceKind, Role
from web.api.shapes import InMarket, NewRollCall, OneRollCall, RollCommand, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.gate import needs

api = blueprint("roll_calls", "One press, ten shops answer")

DESK = frozenset({Role.OFFICER, Role.SHIFT_LEADER})
CALLERS = DESK | {Role.GUARD, Role.LEAD, Role.SHOP}
MAY = {"answer": CALLERS, "closed": DESK | {Role.LEAD}, "end": DESK | {Role.LEAD}}
"""Who may say what: a shop for itself, a lead for the group, the desk for whoever is on the phone."""


@api.post("/markets/<code>/roll-calls", summary="Ring every open shop of a group")
@needs(Permission.CALL_ROLL)
def opened(path: InMarket, body: NewRollCall) -> dict[str, Any]:
    """Pressing again while it rings joins the call that stands."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        place = paths.of_place(to.session, path.code, body.group)
        _require(viewer, CALLERS, place)
        call = Call(
            market_id=context().market(to.register, path.code).id,
            group=body.group,
            command_id=str(body.command_id),
            actor_id=viewer.person_id,
            caller=_own_shop(viewer, path.code, body.group) or body.caller,
            incident_id=body.incident,
            drill=body.drill,
        )
        return roll_call.open_call(to.session, call, to.register, now=to.now)

    return context().change(act)


@api.post("/roll-calls/<int:roll_call_id>/commands", summary="Answer, leave a closed shop out, or end it")
@needs(Permission.CALL_ROLL)
def command(path: OneRollCall, body: RollCommand) -> dict[str, Any]:
    """Every shop has its own answer; none is lost to another."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        group = paths.of_roll_call(to.session, path.roll_call_id)
        market = group[0].market if group else None
        place = paths.of_place(to.session, market, body.shop) if body.shop and market else group
        _require(viewer, MAY[body.command], place)
        order = RollOrder(
            roll_call_id=path.roll_call_id,
            command=body.command,
            command_id=str(body.command_id),
            actor_id=viewer.person_id,
            shop=body.shop,
            answer=body.answer,
        )
        return roll_call.command(to.session, order, to.register, now=to.now)

    return context().change(act)


def _require(viewer: Viewer, wanted: frozenset[Role], place: PlacePath | None) -> None:
    if not place or not roles_at(viewer.holdings, place) & wanted:
        raise NotFound("there is nothing here by that name")


def _own_shop(viewer: Viewer, market: str, group: str) -> str | None:
    """The caller's own shop in that group, which is not asked itself."""
    for held in viewer.holdings:
        shop, above = held.path[0], {spot.code for spot in held.path if spot.kind is PlaceKind.GROUP}
        if held.role is Role.SHOP and shop.market == market and group in above:
            return shop.code
    return None
