"""What anybody tells by a poster: no account, no name, no script; a receipt is all that goes back."""

from uuid import uuid4

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from patrol.actions.posters import PosterReport, report_by_poster
from patrol.errors import Invalid, NotFound, TooMany
from patrol.model.quiet import Poster
from patrol.queries import posters as queries
from patrol.rules.posters import form_of, word_of
from patrol.rules.receipts import receipt_of
from web import incident_words, tell_form
from web.address import client_address
from web.context import context
from web.gate import public
from web.large import takes_pictures
from web.pace import require_pace
from web.unrecorded import unrecorded

screen = Blueprint("poster_report", __name__)
PACE, LOOKS = "10 per 10 minutes", "60 per 10 minutes"
TRAP = "website"
"""A field that no person sees; whatever is written there was written by a program."""


@screen.get("/r/<poster>")
@unrecorded
@public
def ask(poster: str) -> str:
    """Show the form of the poster."""
    require_pace("poster-look", client_address(), LOOKS)
    return _page(_poster(poster))


@screen.post("/r/<poster>")
@unrecorded
@takes_pictures
@public
def tell(poster: str) -> str | tuple[str, int]:
    """Take it in."""
    found = _poster(poster)
    try:
        require_pace("poster", client_address(), PACE)
        form = _form(found.code)
        told = tell_form.read(form)
        report = PosterReport(
            code=found.code,
            category=told.category,
            now=told.now,
            receipt=receipt_of(context().secret, form),
            words=told.words,
            media=tell_form.read_pictures(),
        )
        context().change(lambda to: report_by_poster(to.session, report, to.register, now=to.now))
    except TooMany:
        return _page(
            found, _("Too much was told here in a short time. Call the office, or 110 in an emergency.")
        ), 429
    except Invalid:
        return _page(
            found,
            _("That could not be read. Fill it in once more, without hurry; perhaps without the picture."),
        ), 422
    return render_template("told.html", market=None, receipt=report.receipt, quiet=False)


def _form(code: str) -> str:
    """Give the id of a form that we handed out, that a person filled in."""
    with context().reading() as (_session, now):
        form = form_of(context().secret, code, request.form.get("word", ""), now)
    if form is None or request.form.get(TRAP):
        raise Invalid("load the page again", ["word"])
    return form


def _poster(code: str) -> Poster:
    with context().reading() as (session, _now):
        found = queries.hanging(session, code)
    if found is None:
        raise NotFound("this code leads nowhere any more")
    return found


def _page(found: Poster, error: str | None = None) -> str:
    with context().reading() as (session, now):
        place = context().register.current(session).places.get(found.place_id)
    told = {
        "word": word_of(context().secret, found.code, str(uuid4()), now),
        "place": place.name if place else "",
        "offered": tell_form.OFFERED,
        "error": error,
        "code": found.code,
    }
    return render_template("poster_report.html", say=incident_words, **told)
