"""The official grade of an incident, and those of a period: pages for the police alone."""

from collections import Counter

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from patrol.actions import official_grades as actions
from patrol.queries.official_grades import of_period
from patrol.rules.case_words import OfficialGrade
from patrol.rules.rights import Permission
from web import figure_words, incident_words
from web.caller import signed_in
from web.context import context
from web.figure_asked import asked
from web.finders import the_incident
from web.gate import needs
from web.markets import boot, this_market

screen = Blueprint("official_grades", __name__)


@screen.post("/incidents/<int:incident_id>/official-grade")
@needs(Permission.GRADE_OFFICIALLY, at=the_incident)
def give(incident_id: int) -> Response:
    """Give a grade, with a reason."""
    form, by = request.form, signed_in().person_id
    grade, reason = form.get("grade", ""), form.get("reason", "")
    context().change(lambda to: actions.give(to.session, incident_id, grade, reason, by=by, now=to.now).grade)
    return redirect(f"/incidents/{incident_id}#official-grade")


@screen.get("/figures/official-grades")
@needs(Permission.GRADE_OFFICIALLY)
def show() -> str:
    """Count a period's grades, and list what is counted."""
    market = this_market(Permission.GRADE_OFFICIALLY)
    with context().reading() as (session, now):
        register = context().register.current(session)
        to = asked(request.args, context().market(register, market.code), register, now=now)
        rows = of_period(session, market.id, to.period.first, to.period.last)
    told = {"rows": rows, "counts": Counter(row.grade for row in rows), "grades": list(OfficialGrade)}
    words = {"say": incident_words, "fig": figure_words}
    page = "figures/official_grades.html"
    return render_template(page, market=market, boot=boot(market), asked=to, **told, **words)
