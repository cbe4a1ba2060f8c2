"""What a group's days look like: versions of its pattern, and a new one from a date on."""

from datetime import date

from flask import Blueprint, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from patrol.actions import duty_rotas
from patrol.errors import Invalid
from patrol.model.duty import DutyPattern, Rota
from patrol.queries import duty as queries
from patrol.queries import duty_desk
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_slots import SlotKind
from patrol.rules.duty_words import DayClass
from patrol.rules.rights import Permission
from patrol.rules.words import PlaceKind
from web import duty_page, duty_words
from web.caller import signed_in
from web.context import Change, context
from web.duty_doer import the_group
from web.duty_view import Reader, Shown
from web.gate import needs
from web.views.duty_forms import answered
from web.views.duty_turns import shown

screen = Blueprint("duty_patterns", __name__)
ROWS = 5
"""So many kinds of turns fit into the form."""


@screen.get("/duty/groups/<group>/pattern")
@needs(Permission.SET_DUTY, at=the_group)
def versions(group: str) -> str:
    """Show every version, the newest in a form that makes the next one."""

    def told(session: Session, reader: Reader) -> Shown:
        found = duty_desk.patterns_of(session, reader.rota.id)
        tomorrow = Calendar(reader.market.clock.timezone).day(reader.now)
        kinds = [_kind(kind) for kind in found[0].kinds] if found else []
        blank = {"code": "", "start": "", "minutes": "", "headcount": 1, "standby": 1, "weights": {}}
        return duty_page.frame(reader) | {
            "versions": [_version(one) for one in found],
            "kinds": kinds + [blank] * (ROWS - len(kinds)),
            "rest": found[0].rest if found else 2,
            "classes": [(one.value, duty_words.day_class(one) or _("ordinary day")) for one in DayClass],
            "today": tomorrow.isoformat(),
        }

    return shown("duty/pattern.html", group, told)


@screen.post("/duty/groups/<group>/pattern")
@needs(Permission.SET_DUTY, at=the_group)
@answered
def set_pattern(group: str) -> str:
    """Make the next version from a date on; for this group, or for every group of its grid."""
    form, by = request.form, signed_in().person_id
    kinds = [kind for number in range(ROWS) if (kind := _read(number)) is not None]
    try:
        since, rest = date.fromisoformat(form["effective_from"]), int(form.get("rest", "2"))
    except (KeyError, ValueError):
        raise Invalid("want the day from which it holds", ["effective_from"]) from None

    def act(to: Change) -> int:
        rota = queries.rota_of_group(to.session, group)
        market = to.register.markets[rota.market_id]
        if since < Calendar(market.clock.timezone).day(to.now):
            raise Invalid("a pattern holds from today on at the earliest", ["effective_from"])
        rotas = _neighbours(to, rota) if form.get("where") == "grid" else [rota]
        for one in sorted(rotas, key=lambda each: each.id):
            duty_rotas.set_pattern(
                to.session, one.id, kinds, effective_from=since, now=to.now, rest=rest, by=by
            )
        return len(rotas)

    count = context().change(act)
    return str(_("Kept for %(count)s groups. Turns that have begun stay as they were.", count=count))


def _neighbours(to: Change, rota: Rota) -> list[Rota]:
    grid = to.register.above(rota.place_id, PlaceKind.GRID)
    return duty_desk.rotas_in(to.session, grid.id, to.register) if grid else [rota]


def _read(number: int) -> SlotKind | None:
    """Read one line of the form; an empty one is no kind."""
    form = request.form
    code = form.get(f"code-{number}", "").strip()
    if not code:
        return None
    try:
        hour, minute = (int(part) for part in form[f"start-{number}"].split(":"))
        weights = {
            day: round(float(text) * 100)
            for day in DayClass
            if (text := form.get(f"weight-{number}-{day}", "").strip())
        }
        return SlotKind(
            code,
            hour * 60 + minute,
            round(float(form[f"hours-{number}"]) * 60),
            weights,
            int(form.get(f"headcount-{number}") or 1),
            int(form.get(f"standby-{number}") or 0),
        )
    except (KeyError, ValueError):
        raise Invalid(f"line {number + 1} can not be read", [f"line {number + 1}"]) from None


def _kind(document: dict[str, object]) -> Shown:
    start, minutes = int(str(document["start"])), int(str(document["minutes"]))
    weights = document["weights"]
    assert isinstance(weights, dict)
    return {
        "code": document["code"],
        "start": f"{start // 60:02}:{start % 60:02}",
        "minutes": minutes,
        "hours": f"{minutes / 60:g}",
        "headcount": document["headcount"],
        "standby": document["standby"],
        "weights": {day: f"{int(weight) / 100:g}" for day, weight in weights.items()},
    }


def _version(one: DutyPattern) -> Shown:
    return {
        "version": one.version,
        "from": duty_words.day(one.effective_from),
        "rest": one.rest,
        "kinds": [_kind(kind) | {"name": duty_words.kind(str(kind["code"]))} for kind in one.kinds],
    }
