"""Who leads a group: the election on the phone, the handover, and the armbands."""

from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from patrol.actions import equipment, lead_ballots, lead_handovers
from patrol.actions.lead_ballots import Plan
from patrol.actions.lead_handovers import Hand
from patrol.actions.once import once
from patrol.cards.audience import keepers_of
from patrol.errors import Invalid, NotFound
from patrol.model.duty import Rota
from patrol.model.handovers import Equipment, EquipmentAct, EquipmentKind
from patrol.queries import duty as queries
from patrol.rules.rights import Permission
from web import duty_page, lead_doer, lead_page
from web.caller import signed_in
from web.context import Change, context
from web.duty_doer import doer, the_group
from web.duty_view import Reader, Shown
from web.gate import needs
from web.lead_doer import the_ballot, the_term
from web.views.duty_forms import answered
from web.views.duty_turns import shown

screen = Blueprint("duty_lead", __name__)
TERMS = (180, 365, 730)


@screen.get("/duty/groups/<group>/lead")
@needs(Permission.SEE_DUTY, at=the_group)
def lead(group: str) -> str:
    """Show who leads, the election that is open, what was handed over, and who wears which armband."""

    def told(session: Session, reader: Reader) -> Shown:
        return duty_page.frame(reader) | lead_page.told(session, reader) | {"terms_offered": TERMS}

    return shown("duty/lead.html", group, told)


@screen.post("/duty/groups/<group>/ballots")
@needs(Permission.LEAD_DUTY, at=the_group)
@answered
def call(group: str) -> str:
    """Call an election."""
    viewer = signed_in()
    plan = Plan(_whole("stand_days"), _whole("vote_days"), _whole("term_days"))

    def act(to: Change) -> None:
        rota = queries.rota_of_group(to.session, group)
        lead_ballots.open_ballot(to.session, rota, plan, doer(to, viewer, rota), to.register, now=to.now)

    context().change(act)
    return str(_("The election is called. Every shop of the group is told."))


@screen.post("/duty/ballots/<int:ballot_id>")
@needs(Permission.TAKE_TURNS, at=the_ballot)
@answered
def word(ballot_id: int) -> str:
    """Stand, withdraw, vote, or call the election off."""
    viewer, form = signed_in(), request.form
    names = ("shop", "choice", "pledge", "reason")
    given = {name: form[name].strip() for name in names if form.get(name, "").strip()}
    order = lead_doer.Order(ballot_id, form.get("command", ""), **given)

    def act(to: Change) -> dict[str, Any]:
        _found, rota = lead_doer.ballot_and_rota(to.session, ballot_id)

        def carry() -> dict[str, Any]:
            return {"state": str(lead_doer.carry_out(to, order, doer(to, viewer, rota), rota).state)}

        entity, mine = f"lead_ballot:{ballot_id}", form.get("command_id", "")
        return once(to.session, entity, mine, carry, actor_id=viewer.person_id, now=to.now)

    return lead_page.said(order.command, str(context().change(act)["state"]))


@screen.post("/duty/terms/<int:term_id>")
@needs(Permission.TAKE_TURNS, at=the_term)
@answered
def sign(term_id: int) -> str:
    """Sign the handover from one lead to the next."""
    viewer = signed_in()
    try:
        hand = Hand(request.form.get("command", ""))
    except ValueError:
        raise Invalid("say which side signs", ["command"]) from None

    def act(to: Change) -> None:
        rota = lead_doer.rota_of_term(to.session, term_id)
        by, note = doer(to, viewer, rota), request.form.get("note")
        lead_handovers.sign(to.session, term_id, hand, by, note=note, now=to.now)

    context().change(act)
    return str(_("Signed."))


@screen.post("/duty/groups/<group>/armbands")
@needs(Permission.LEAD_DUTY, at=the_group)
@answered
def armband(group: str) -> str:
    """Take an armband into the group's books, issue it to a shop, or write what became of it."""
    viewer = signed_in()

    def act(to: Change) -> None:
        rota = queries.rota_of_group(to.session, group)
        if request.form.get("number"):
            number = request.form["number"]
            equipment.add(
                to.session, rota.market_id, rota.place_id, EquipmentKind.ARMBAND, number, now=to.now
            )
        else:
            _write(to, rota, viewer.person_id)

    context().change(act)
    return str(_("Noted in the ledger of the armbands."))


def _write(to: Change, rota: Rota, by: int | None) -> None:
    form = request.form
    thing = to.session.get(Equipment, _whole("thing"))
    if thing is None or thing.place_id != rota.place_id:
        raise NotFound("there is no such armband here")
    try:
        what = EquipmentAct(form.get("act", ""))
    except ValueError:
        raise Invalid("say what became of it", ["act"]) from None
    person = _keeper(to, rota) if what is EquipmentAct.ISSUED else None
    told: dict[str, Any] = {"person_id": person, "by": by, "note": form.get("shop") or None, "now": to.now}
    equipment.act(to.session, thing.id, what, expected=_whole("seq"), **told)


def _keeper(to: Change, rota: Rota) -> int:
    """Find who keeps the shop that is given the armband."""
    places = to.register.places.values()
    code = request.form.get("shop", "")
    shop = next((p.id for p in places if (p.market_id, p.code) == (rota.market_id, code)), None)
    found = keepers_of(to.session, [shop], to.now)[shop] if shop is not None else set()
    if not found:
        raise NotFound("nobody of this shop is known by name: let the office add them first")
    return min(found)


def _whole(name: str) -> int:
    text = request.form.get(name, "")
    if not text.isdecimal():
        raise Invalid(f"{name}: want a number", [name])
    return int(text)
