"""Rosters of guards: the grid, its rules before and after a change, wishes, one's own shifts."""

from typing import Any

from patrol.actions import shift_commands, shift_moves, shift_rosters, shift_wishes
from patrol.actions.shift_commands import RosterCommand, moves_of
from patrol.actions.shift_rosters import Heads, LongHeads
from patrol.actions.shift_wishes import Asked
from patrol.cards.people import names
from patrol.cards.rosters import breach_card, run_card, wish_card
from patrol.cards.things import stamp
from patrol.errors import Invalid
from patrol.queries import shifts as queries
from patrol.rules.rights import Permission
from web.api.roster_shapes import (
    AtPlace,
    GridDays,
    Moves,
    NewRoster,
    NewWish,
    OneWish,
    WithdrawCommand,
)
from web.api.shapes import Command, InMarket, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs, personal
from web.roster_doer import a_person, the_post, the_roster, the_wish

api = blueprint("rosters", "Who keeps the workrooms and the cars")


@api.get("/markets/<code>/rosters", summary="Every roster of a market")
@needs(Permission.PLAN_ROSTERS, at=the_market)
def all_of_them(path: InMarket) -> dict[str, Any]:
    """Workrooms first, the patrol team last."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return {"items": queries.rosters(session, market.id, register)}


@api.put("/markets/<code>/rosters/<place>", summary="Begin to keep a roster at a grid, or for the cars")
@needs(Permission.BEGIN_ROSTERS, at=the_market)
def open_one(path: AtPlace, body: NewRoster) -> tuple[dict[str, Any], int]:
    """Its shifts are laid down at once; nobody has them yet."""

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        place = the_post(to.register, market, path.place)
        short = Heads(body.early, body.late, body.night)
        heads = short if body.day is None else LongHeads(body.day, body.night)
        roster = shift_rosters.open_roster(to.session, place.id, heads, drivers=body.drivers, now=to.now)
        laid = shift_rosters.lay(to.session, roster.rota_id, to.register, now=to.now)
        return {"version": roster.version, "seats": laid}

    return context().change(act), 201


@api.get("/markets/<code>/rosters/<place>", summary="A roster's grid: people, days, marks, wishes")
@needs(Permission.PLAN_ROSTERS, at=the_roster)
def one(path: AtPlace, query: GridDays) -> dict[str, Any]:
    """`breaches` name each rule that is broken; `cost` and the run's `bound` say how good it is."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        rota, _ = queries.rota_at(session, context().market(register, path.code), path.place)
        first = query.first or queries.today_of(rota, register, now)
        return queries.grid(session, rota.id, register, first=first, days=query.days, now=now)


@api.get("/markets/<code>/rosters/<place>/run", summary="How the last making of a roster stands")
@needs(Permission.PLAN_ROSTERS, at=the_roster)
def run(path: AtPlace) -> dict[str, Any]:
    """With the roster's version, to see whether somebody changed it."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        rota, roster = queries.rota_at(session, context().market(register, path.code), path.place)
        found = queries.last_run(session, rota.id)
        told = None if found is None else run_card(found, names(session))
        return {"version": roster.version, "run": told}


@api.post("/markets/<code>/rosters/<place>/check", summary="What some changes would break")
@needs(Permission.PLAN_ROSTERS, at=the_roster)
def check(path: AtPlace, body: Moves) -> dict[str, Any]:
    """Judged by the rules that judge the change itself; nothing is changed. `new`: not broken now."""
    moves = moves_of({"moves": body.moves})
    if not moves:
        raise Invalid("want at least one change", ["moves"])
    with context().reading() as (session, now):
        register = context().register.current(session)
        rota, roster = queries.rota_at(session, context().market(register, path.code), path.place)
        days = [one.day for one in moves]
        standing = shift_moves.around(session, rota.id, days, register, now=now)
        new, after = shift_moves.judge(standing, moves)
        return {
            "version": roster.version,
            "new": [breach_card(one) for one in new],
            "breaches": [breach_card(one) for one in after],
        }


@api.post("/markets/<code>/rosters/<place>/commands", summary="Move, propose, publish, grant, and the bounds")
@needs(Permission.PLAN_ROSTERS, at=the_roster)
def roster_command(path: AtPlace, body: Command) -> dict[str, Any]:
    """`move` needs a `reason` where it breaks a rule; `propose` asks the clockwork for a roster."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        rota, _ = queries.rota_at(to.session, context().market(to.register, path.code), path.place)
        order = RosterCommand(
            rota.id, body.command, str(body.command_id), body.expected_version, body.payload
        )
        return shift_commands.command(to.session, order, to.register, by=viewer.person_id, now=to.now)

    return context().change(act)


@api.get("/shifts", summary="One's own shifts and wishes")
@personal
def my_shifts() -> dict[str, Any]:
    """`promised`: published. `with`: who keeps the shift too."""
    person_id = a_person(signed_in())
    with context().reading() as (session, now):
        register, name_of = context().register.current(session), names(session)
        mine = queries.my_shifts(session, person_id, now=now)
        wishes = queries.wishes_of(session, person_id, since=now.date())
        return {
            "at": stamp(now),
            "shifts": [queries.my_shift_card(one, register) for one in mine],
            "wishes": [wish_card(one, name_of) for one in wishes],
        }


@api.post("/markets/<code>/rosters/<place>/wishes", summary="Ask for a free day, a shift or leave")
@needs(Permission.WORK_FIELD, at=the_roster)
def wish(path: AtPlace, body: NewWish) -> tuple[dict[str, Any], int]:
    """`ill` takes effect at once; the same wish again is the same wish."""
    person_id = a_person(signed_in())

    def act(to: Change) -> dict[str, Any]:
        rota, _ = queries.rota_at(to.session, context().market(to.register, path.code), path.place)
        asked = Asked(body.want, body.first, body.last or body.first, body.kind, body.reason)
        row = shift_wishes.wish(to.session, rota.id, person_id, asked, to.register, now=to.now)
        return wish_card(row, names(to.session))

    return context().change(act), 201


@api.post("/shift-wishes/<int:wish_id>/commands", summary="Take one's own wish back")
@needs(Permission.WORK_FIELD, at=the_wish)
def wish_command(path: OneWish, body: WithdrawCommand) -> dict[str, Any]:  # noqa: ARG001 - its shape is its check
    """While nobody has answered it."""
    person_id = a_person(signed_in())

    def act(to: Change) -> dict[str, Any]:
        row = shift_wishes.withdraw(to.session, path.wish_id, person_id, now=to.now)
        return wish_card(row, names(to.session))

    return context().change(act)
