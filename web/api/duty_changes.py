"""Duty: what is changed about turns, requests, absences, and the rules of a group."""

from typing import Any

from patrol.actions import duty_absences, duty_commands, duty_credit, duty_rotas
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_commands import DutyCommand
from patrol.actions.duty_rotas import Rules
from patrol.actions.once import once
from patrol.cards.things import stamp
from patrol.errors import Invalid
from patrol.model.duty import DutyRequest, Rota
from patrol.queries import duty as queries
from patrol.rules.duty_holidays import read_calendar
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from web.api.duty_shapes import (
    BackCommand,
    CalendarText,
    Correction,
    GroupRules,
    InGroup,
    NewAbsence,
    OneAbsence,
    OneRequest,
    OneSlot,
)
from web.api.shapes import Command, InMarket, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.duty_doer import doer, the_group, the_request, the_slot
from web.finders import the_market
from web.gate import needs

api = blueprint("duty_changes", "Turns change hands by consent")


@api.post("/slots/<slot_id>/commands", summary="Ask, override, take back, relieve, check in, check out")
@needs(Permission.TAKE_TURNS, at=the_slot)
def slot_command(path: OneSlot, body: Command) -> dict[str, Any]:
    """`expected_version` is the row of the ledger one looked at."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        _, rota = queries.slot_with_rota(to.session, path.slot_id)
        order = _order(f"slot:{path.slot_id}", body)
        return duty_commands.command(to.session, order, doer(to, viewer, rota), to.register, now=to.now)

    return context().change(act)


@api.post("/duty-requests/<int:request_id>/commands", summary="Accept, approve, decline, withdraw or undo")
@needs(Permission.TAKE_TURNS, at=the_request)
def request_command(path: OneRequest, body: Command) -> dict[str, Any]:
    """A request about a turn that changed hands meanwhile becomes superseded, and moves nothing."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        asked = to.session.get_one(DutyRequest, path.request_id)
        rota = to.session.get_one(Rota, asked.rota_id)
        order = _order(f"duty_request:{path.request_id}", body)
        return duty_commands.command(to.session, order, doer(to, viewer, rota), to.register, now=to.now)

    return context().change(act)


@api.post("/groups/<group>/absences", summary="Say that a shop takes no turns for a while")
@needs(Permission.TAKE_TURNS, at=the_group)
def away(path: InGroup, body: NewAbsence) -> tuple[dict[str, Any], int]:
    """Only the turns it touches go to others, at once."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        rota = queries.rota_of_group(to.session, path.group)
        by = doer(to, viewer, rota)
        leave = Leave(_shop(to, rota, body.shop, by.own), body.kind, body.start, body.end, body.reason)
        made = duty_absences.declare(to.session, rota.id, leave, by, to.register, now=to.now)
        return {"id": made.id, "starts_at": stamp(made.starts_at), "ends_at": stamp(made.ends_at)}

    return context().change(act), 201


@api.post("/groups/<group>/absences/<int:absence_id>/commands", summary="Come back earlier")
@needs(Permission.TAKE_TURNS, at=the_group)
def back(path: OneAbsence, body: BackCommand) -> dict[str, Any]:  # noqa: ARG001 - its shape is its check
    """What others took meanwhile stays theirs."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        rota = queries.rota_of_group(to.session, path.group)
        by = doer(to, viewer, rota)
        done = duty_absences.withdraw(to.session, rota.id, path.absence_id, by, to.register, now=to.now)
        return {"id": done.id, "ends_at": stamp(done.ends_at), "withdrawn_at": stamp(done.withdrawn_at)}

    return context().change(act)


@api.post("/groups/<group>/duty/credit", summary="Correct the account of a shop, with a reason")
@needs(Permission.LEAD_DUTY, at=the_group)
def correct(path: InGroup, body: Correction) -> tuple[dict[str, Any], int]:
    """A row more, that every shop of the group reads; nobody corrects the account of their own shop."""
    viewer = signed_in()

    def act(to: Change) -> dict[str, Any]:
        rota = queries.rota_of_group(to.session, path.group)
        by = doer(to, viewer, rota)

        def carry() -> dict[str, Any]:
            shop = _shop(to, rota, body.shop, frozenset())
            note = duty_credit.correct(to.session, rota.id, shop, body.weight, body.reason, by, now=to.now)
            return {"id": note.id}

        entity, mine = f"duty_credit:{rota.id}", str(body.command_id)
        return once(to.session, entity, mine, carry, actor_id=viewer.person_id, now=to.now)

    return context().change(act), 201


@api.put("/groups/<group>/duty/rules", summary="How a group agrees on its turns")
@needs(Permission.LEAD_DUTY, at=the_group)
def rules(path: InGroup, body: GroupRules) -> dict[str, Any]:
    """Whether the lead approves swaps, whether one has to check in, how many days are firm."""

    def act(to: Change) -> dict[str, Any]:
        rota = queries.rota_of_group(to.session, path.group)
        done = duty_rotas.set_rules(to.session, rota.id, Rules(**body.model_dump()), now=to.now)
        return {
            "needs_approval": done.needs_approval,
            "check_in": done.check_in_from is not None,
            "published_days": done.published_days,
            "draft_days": done.draft_days,
        }

    return context().change(act)


@api.put("/markets/<code>/duty/days", summary="Take over a calendar of holidays and days worked instead")
@needs(Permission.SET_DUTY, at=the_market)
def marked_days(path: InMarket, body: CalendarText) -> dict[str, Any]:
    """Nothing is taken over when a line can not be read."""
    found = read_calendar(body.text)
    if found.faults:
        raise Invalid("this calendar can not be read", list(found.faults))

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        count = duty_rotas.mark_days(to.session, market.id, found.days, source=body.source, now=to.now)
        return {"days": count}

    return context().change(act)


def _order(entity: str, body: Command) -> DutyCommand:
    return DutyCommand(entity, body.command, str(body.command_id), body.expected_version, body.payload)


def _shop(to: Change, rota: Rota, code: str | None, own: frozenset[int]) -> int:
    if code is None and len(own) == 1:
        return next(iter(own))
    for place in to.register.places.values():
        if place.kind is PlaceKind.SHOP and (place.market_id, place.code) == (rota.market_id, code):
            return place.id
    raise Invalid("name a shop", ["shop"])
