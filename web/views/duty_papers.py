"""What a lead prints: the week of the group for the wall."""

from flask import Blueprint, Response, request, url_for

from patrol.cards.duty_members import leads_now
from patrol.documents.poster import Paper, printed
from patrol.queries import duty as queries
from patrol.rules.rights import Permission
from web.caller import signed_in
from web.context import context
from web.duty_doer import the_group
from web.duty_poster import card_of
from web.duty_view import reader_of
from web.gate import needs
from web.i18n import language
from web.views.duty_turns import first_day

screen = Blueprint("duty_papers", __name__)


@screen.get("/duty/groups/<group>/poster.pdf")
@needs(Permission.LEAD_DUTY, at=the_group)
def poster(group: str) -> Response:
    """Print a week of a group, A4 or A3; its code opens the check-in of this post."""
    size = Paper.A3 if request.args.get("size") == Paper.A3 else Paper.A4
    with context().reading() as (session, now):
        rota = queries.rota_of_group(session, group)
        reader = reader_of(session, context().register.current(session), now, signed_in(), rota)
        link = url_for("duty.coming", group=group, code=rota.post_code, _external=True)
        leads = leads_now(session, rota, now=now)
        lang = language().partition("-")[0]
        card = card_of(session, reader, first_day(), paper=size, link=link, lang=lang, leads=leads)
    answer = Response(printed(card), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=duty-{group}-{size}.pdf"
    return answer
