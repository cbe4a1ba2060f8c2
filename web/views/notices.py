"""One's inbox, and how one wants to be told: pages for the phone first."""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from patrol.actions import notice_channels, notice_house
from patrol.queries import notices as queries
from patrol.rules.notice_words import Way
from patrol.rules.rights import Permission, may_anywhere
from web import notice_desk, notice_words
from web.caller import signed_in
from web.context import context
from web.gate import needs, personal
from web.markets import boot, first_market, this_market

screen = Blueprint("notices", __name__)
WORKER = "/static/dist/notice-worker.js"


@screen.get("/notices")
@personal
def show() -> str:
    """List what one was told, unread first."""
    viewer = signed_in()
    person, market = notice_desk.own(viewer), first_market(viewer)
    cursor = request.args.get("cursor", "")
    before = int(cursor) if cursor.isdecimal() else None
    with context().reading() as (session, _):
        rows = queries.page(session, person, before=before)
        count = queries.unread(session, person)
    following = rows[-1]["id"] if len(rows) == queries.PAGE else None
    told = {"rows": rows, "count": count, "next_cursor": following, "older": before is not None}
    page = boot(market, room=f"user:{person}") if market else None
    return render_template("notices/inbox.html", market=market, boot=page, notice=notice_words, **told)


@screen.post("/notices/read")
@personal
def read() -> Answer:
    """Mark one as read, or all."""
    number = request.form.get("id", "")
    if number.isdecimal():
        notice_desk.read(signed_in(), [int(number)])
    else:
        notice_desk.read_all(signed_in())
    return redirect("/notices")


@screen.get("/notices/settings")
@personal
def settings() -> str:
    """Show one's channels and quiet hours."""
    viewer = signed_in()
    person, market = notice_desk.own(viewer), first_market(viewer)
    administers = may_anywhere(viewer.holdings, Permission.SET_RULES)
    with context().reading() as (session, _):
        told = {
            "channels": queries.channels(session, person),
            "habit": queries.habit_card(notice_channels.habits(session, person)),
            "relay": administers and notice_house.mail_relay(session, notice_desk.envelope()) is not None,
        }
    ways = [way for way in Way if way is not Way.PUSH and (administers or way is not Way.WEBHOOK)]
    page = boot(market, room=f"user:{person}") if market else None
    shown = {"ways": ways, "administers": administers, "notice": notice_words, "boot": page}
    return render_template("notices/settings.html", market=market, **told, **shown)


@screen.post("/notices/channels")
@personal
def add() -> Answer:
    """Enter a channel."""
    told = request.form
    notice_desk.add_channel(signed_in(), told.get("way", ""), told.get("address", ""))
    return redirect("/notices/settings#channels")


@screen.post("/notices/channels/<int:channel_id>")
@personal
def change(channel_id: int) -> Answer:
    """Try a channel, put it first, remove it."""
    word, version = request.form.get("command", ""), request.form.get("version", 0, type=int)
    notice_desk.command_channel(signed_in(), channel_id, word, version)
    return redirect("/notices/settings#channels")


@screen.post("/notices/habits")
@personal
def habits() -> Answer:
    """Keep quiet hours and sound."""
    begins, ends = (notice_words.minutes_of(request.form.get(name, "")) for name in ("from", "to"))
    notice_desk.set_habits(signed_in(), begins, ends, sound=request.form.get("sound") == "on")
    return redirect("/notices/settings#quiet")


@screen.post("/notices/relay")
@needs(Permission.SET_RULES)
def relay() -> Answer:
    """Set the mail server, or none."""
    address, seal = request.form.get("address", "").strip() or None, notice_desk.envelope()
    context().change(lambda to: notice_house.set_mail_relay(to.session, seal, address))
    return redirect("/notices/settings#mail")


@screen.get("/notices/failed")
@needs(Permission.SET_RULES)
def failed() -> str:
    """List the letters that were given up."""
    market = this_market(Permission.SET_RULES)
    cursor = request.args.get("cursor", "")
    before = int(cursor) if cursor.isdecimal() else None
    with context().reading() as (session, _):
        rows = queries.failed(session, market.id, before=before)
    following = rows[-1]["id"] if len(rows) == queries.PAGE else None
    told = {"rows": rows, "next_cursor": following, "notice": notice_words}
    return render_template("notices/failed.html", market=market, boot=boot(market), **told)


@screen.after_app_request
def let_the_worker_hear_for_the_whole_site(answer: Response) -> Response:
    """Allow the script that takes push messages its own scope; it keeps no page."""
    if request.path == WORKER:
        answer.headers["Service-Worker-Allowed"] = "/notices"
        answer.headers["Cache-Control"] = "no-cache"
    return answer
