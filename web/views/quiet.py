"""Telling something quietly: a page without any script, so that nothing sounds, shakes or lights up."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from patrol.errors import Invalid, NotFound, TooMany
from patrol.rules.rights import Permission
from web import incident_words, tell_form
from web.caller import signed_in
from web.gate import needs
from web.large import takes_pictures
from web.markets import first_market
from web.quiet_entry import tell_quietly
from web.unrecorded import unrecorded

screen = Blueprint("quiet", __name__)


@screen.get("/quiet")
@unrecorded
@needs(Permission.REPORT)
def ask() -> str:
    """Show the form."""
    return _page()


@screen.post("/quiet")
@unrecorded
@takes_pictures
@needs(Permission.REPORT)
def tell() -> str | tuple[str, int]:
    """Take it in, and hand out a receipt."""
    market = first_market(signed_in())
    try:
        told = tell_form.read()
        receipt = tell_quietly(
            signed_in(),
            market.code if market else "",
            told.command_id,
            category=told.category,
            severity=told.severity,
            place=told.place,
            summary=told.words,
            media=tell_form.read_pictures(),
        )
    except NotFound:
        return _page(_("There is no such shop or place. Correct it, or leave it empty.")), 404
    except TooMany:
        return _page(_("That was too often. Wait a while, or call the office.")), 429
    except Invalid as wrong:
        return _page(_wrong(wrong)), 422
    return render_template("told.html", market=market, receipt=receipt, quiet=True)


def _wrong(wrong: Invalid) -> str:
    if "category" in wrong.faults:
        return str(_("Say what it is."))
    return str(_("Something in the form or the picture cannot be read. Try once more without the picture."))


def _page(error: str | None = None) -> str:
    told = {"error": error, "command_id": tell_form.fresh_id(), "offered": tell_form.OFFERED}
    return render_template("quiet.html", market=first_market(signed_in()), say=incident_words, **told)
