"""One's own shifts on the phone: when, with whom; wishes, leave, and saying that one is ill."""

from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from patrol.actions import shift_wishes
from patrol.actions.shift_wishes import Asked
from patrol.cards.people import names
from patrol.cards.rosters import wish_card
from patrol.errors import Invalid
from patrol.queries import shifts as queries
from patrol.rules.rights import Permission
from patrol.rules.shifts import WishKind
from web import roster_words
from web.caller import signed_in
from web.context import Change, context
from web.gate import needs
from web.markets import boot, first_market
from web.roster_doer import a_person, rosters_for, the_wish

screen = Blueprint("shifts", __name__)


@screen.get("/shifts")
@needs(Permission.WORK_FIELD)
def show() -> str:
    """List the shifts of four weeks, and what was asked for."""
    viewer = signed_in()
    person_id, market = a_person(viewer), first_market(viewer)
    with context().reading() as (session, now):
        register, name_of = context().register.current(session), names(session)
        mine = [
            queries.my_shift_card(one, register) for one in queries.my_shifts(session, person_id, now=now)
        ]
        wishes = queries.wishes_of(session, person_id, since=now.date() - timedelta(days=1))
        kept = rosters_for(session, viewer)
        today = queries.today_of(kept[0][0], register, now) if kept else now.date()
        told = {
            "shifts": mine,
            "wishes": [wish_card(one, name_of) for one in wishes],
            "keeps": bool(kept),
            "today": today.isoformat(),
            "week": lambda day: date.fromisoformat(day).isocalendar().week,
        }
    return render_template(
        "shifts.html", market=market, boot=boot(market) if market else None, say=roster_words, **told
    )


@screen.post("/shifts/wishes")
@needs(Permission.WORK_FIELD)
def wish() -> Response:
    """Note what the form says."""
    viewer = signed_in()
    person_id, asked = a_person(viewer), _asked()

    def act(to: Change) -> None:
        kept = rosters_for(to.session, viewer)
        if not kept:
            raise Invalid("you keep no shifts here: ask the office to begin a roster")
        shift_wishes.wish(to.session, kept[0][0].id, person_id, asked, to.register, now=to.now)

    context().change(act)
    return redirect("/shifts#wishes")


@screen.post("/shifts/wishes/<int:wish_id>/withdraw")
@needs(Permission.WORK_FIELD, at=the_wish)
def withdraw(wish_id: int) -> Response:
    """Take one's own wish back."""
    person_id = a_person(signed_in())
    context().change(lambda to: shift_wishes.withdraw(to.session, wish_id, person_id, now=to.now))
    return redirect("/shifts#wishes")


def _asked() -> Asked:
    try:
        first = date.fromisoformat(request.form["first"])
        last = date.fromisoformat(request.form.get("last") or request.form["first"])
        want = WishKind(request.form["want"])
    except (KeyError, ValueError):
        raise Invalid("choose what you ask for, and a day", ["want", "first", "last"]) from None
    return Asked(want, first, max(first, last), request.form.get("kind") or None, request.form.get("reason"))
