"""What is pressed about a whole group: going away and coming back, and how the group agrees on its turns."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from flask import Blueprint, request
from flask_babel import gettext as _

from patrol.actions import duty_absences, duty_credit, duty_rotas
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_rotas import Rules
from patrol.actions.once import once
from patrol.errors import Invalid
from patrol.model.duty import Rota
from patrol.queries import duty as queries
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_words import AbsenceKind
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from web.caller import signed_in
from web.context import Change, context
from web.duty_doer import doer, the_group
from web.gate import needs
from web.views.duty_forms import answered

screen = Blueprint("duty_group_forms", __name__)
LONGEST_DAYS = 60


@screen.post("/duty/groups/<group>/absences")
@needs(Permission.TAKE_TURNS, at=the_group)
@answered
def away(group: str) -> str:
    """Note an absence in whole days: `days` from today or tomorrow, or `first` to `last`."""
    viewer = signed_in()

    def act(to: Change) -> None:
        rota = queries.rota_of_group(to.session, group)
        by = doer(to, viewer, rota)
        start, end = _stretch(to, rota)
        shop = _shop(to, rota, by.own)
        reason = request.form.get("reason", "").strip() or (None if shop in by.own else _("said so by voice"))
        leave = Leave(shop, AbsenceKind(request.form.get("kind", "away")), start, end, reason)
        duty_absences.declare(to.session, rota.id, leave, by, to.register, now=to.now)

    context().change(act)
    return str(_("Noted. Only the turns it touches went to others, and those shops are told."))


@screen.post("/duty/groups/<group>/absences/<int:absence_id>/back")
@needs(Permission.TAKE_TURNS, at=the_group)
@answered
def back(group: str, absence_id: int) -> str:
    """Come back earlier."""
    viewer = signed_in()

    def act(to: Change) -> None:
        rota = queries.rota_of_group(to.session, group)
        by = doer(to, viewer, rota)
        duty_absences.withdraw(to.session, rota.id, absence_id, by, to.register, now=to.now)

    context().change(act)
    return str(_("Welcome back. From now on turns come to this shop again."))


@screen.post("/duty/groups/<group>/rules")
@needs(Permission.LEAD_DUTY, at=the_group)
@answered
def rules(group: str) -> str:
    """Set whether the lead agrees last, whether one has to check in, and how many days are firm."""
    days = request.form.get("published_days", "")
    wanted = Rules(
        needs_approval=request.form.get("needs_approval") == "yes",
        check_in=request.form.get("check_in") == "yes",
        published_days=int(days) if days.isdecimal() else None,
    )

    def act(to: Change) -> None:
        rota = queries.rota_of_group(to.session, group)
        duty_rotas.set_rules(to.session, rota.id, wanted, now=to.now)

    context().change(act)
    return str(_("Kept. It holds from now on."))


@screen.post("/duty/groups/<group>/books")
@needs(Permission.LEAD_DUTY, at=the_group)
@answered
def correct(group: str) -> str:
    """Correct the account of a shop, with a reason that every shop of the group reads."""
    viewer, form = signed_in(), request.form

    def act(to: Change) -> dict[str, int]:
        rota = queries.rota_of_group(to.session, group)
        by = doer(to, viewer, rota)

        def carry() -> dict[str, int]:
            shop, reason = _shop(to, rota, frozenset()), form.get("reason", "")
            note = duty_credit.correct(to.session, rota.id, shop, _weight(), reason, by, now=to.now)
            return {"id": note.id}

        entity, mine = f"duty_credit:{rota.id}", form.get("command_id", "")
        return once(to.session, entity, mine, carry, actor_id=viewer.person_id, now=to.now)

    context().change(act)
    return str(_("Written into the books. Every shop of the group can read it."))


@screen.post("/duty/groups/<group>/code")
@needs(Permission.LEAD_DUTY, at=the_group)
@answered
def renew_code(group: str) -> str:
    """Give the post another code; the old print is worthless from now on."""

    def act(to: Change) -> None:
        rota = queries.rota_of_group(to.session, group)
        duty_rotas.new_code(to.session, rota.id, now=to.now)

    context().change(act)
    return str(_("The post has a new code. Print a new poster and hang it up."))


def _weight() -> int:
    """Read evenings, and give hundredths; those a shop did not serve below 0."""
    try:
        turns = Decimal(request.form.get("turns", ""))
        hundredths = int(turns * 100)
    except (ArithmeticError, ValueError):
        raise Invalid("want a number of evenings", ["turns"]) from None
    return -hundredths if request.form.get("sign") == "-" else hundredths


def _stretch(to: Change, rota: Rota) -> tuple[datetime, datetime]:
    """Read whole days by the market's own clock; an absence from today on begins now."""
    calendar = Calendar(to.register.markets[rota.market_id].clock.timezone)
    today = calendar.day(to.now)
    form = request.form
    try:
        if form.get("days"):
            first = today + timedelta(days=int(form.get("after", "0")))
            last = first + timedelta(days=int(form["days"]) - 1)
        else:
            first, last = date.fromisoformat(form["first"]), date.fromisoformat(form["last"])
    except (KeyError, ValueError):
        raise Invalid("want a first and a last day", ["first", "last"]) from None
    if not 0 <= (last - first).days <= LONGEST_DAYS:
        raise Invalid("want a first and a last day, at most sixty days apart", ["first", "last"])
    return calendar.instant(first, 0), calendar.instant(last + timedelta(days=1), 0)


def _shop(to: Change, rota: Rota, own: frozenset[int]) -> int:
    code = request.form.get("shop", "")
    if not code and len(own) == 1:
        return next(iter(own))
    for place in to.register.places.values():
        if place.kind is PlaceKind.SHOP and (place.market_id, place.code) == (rota.market_id, code):
            return place.id
    raise Invalid("name a shop", ["shop"])
