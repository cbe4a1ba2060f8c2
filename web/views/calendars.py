"""Calendar feeds: what a phone's own calendar fetches, and where the secret links are made and revoked."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import Gone
from werkzeug.wrappers import Response as AnyResponse

from patrol.actions import calendar_feeds as actions
from patrol.actions.calendar_feeds import FeedWish, hashed
from patrol.documents.calendar import written
from patrol.errors import Forbidden, NotFound, PatrolError, TooMany
from patrol.model.calendars import CalendarFeed
from patrol.model.people import Person
from patrol.queries import calendar_feeds as queries
from patrol.queries import paths, people
from patrol.queries.people import Viewer
from patrol.rules.duty_calendar import Calendar
from patrol.rules.entries import Register
from patrol.rules.feed_words import FeedScope
from patrol.rules.rights import Permission, may
from web import duty_words
from web.caller import signed_in
from web.context import context
from web.duty_calendar import card_of
from web.duty_refusals import refusal
from web.feed_places import own_shop_ids, places_offered
from web.feed_shelf import FeedShelf
from web.gate import needs, public
from web.i18n import language
from web.markets import boot, first_market

screen = Blueprint("calendars", __name__)
HEADERS = {"Cache-Control": "private, max-age=300", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A feed that may be read, and the mark of what it would say."""

    feed: CalendarFeed
    reading: queries.Reading
    calendar: Calendar
    mark: str


@screen.get("/cal/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """Give a calendar, or say that it has not changed; whoever knows the secret may read it."""
    link = hashed(secret)
    shelf = cast(FeedShelf, current_app.extensions["patrol.feeds"])
    if shelf.too_often(link):
        raise TooMany("this calendar asks too often: once in five minutes is enough")
    with shelf.turn_to_look(), context().reading() as (session, now):
        asked = _asked(session, link, context().register.current(session), now)
    if request.if_none_match.contains(asked.mark):
        answer = Response(status=304)
    else:
        mark, body = _written(link, asked.mark, shelf)
        asked = replace(asked, mark=mark)
        answer = Response(body, content_type="text/calendar; charset=utf-8")
        answer.headers["Content-Disposition"] = "inline; filename=duty.ics"
    _note(asked.feed, now)
    answer.set_etag(asked.mark)
    answer.headers.update(HEADERS)
    return answer


@screen.get("/duty/calendar")
@needs(Permission.SEE_DUTY)
def links() -> str:
    """Show one's links, and what new ones may show."""
    viewer, market = signed_in(), first_market(signed_in())
    if market is None or viewer.person_id is None:
        raise NotFound("only a person of a market has calendar links")
    with context().reading() as (session, now):
        register = context().register.current(session)
        mine = [
            {
                "id": one.id,
                "scope": duty_words.scope(one.scope),
                "place": place.name if (place := register.places.get(one.place_id or 0)) else None,
                "used": duty_words.local_day(one.last_used_at, market.timezone) if one.last_used_at else None,
            }
            for one in queries.of_person(session, viewer.person_id)
        ]
        offered = places_offered(session, viewer, register, now)
    return render_template(
        "duty/calendars.html", market=market, boot=boot(market), links=mine, offered=offered, say=duty_words
    )


@screen.post("/duty/calendar")
@needs(Permission.SEE_DUTY)
def make() -> AnyResponse:
    """Make a link and show it once."""
    viewer, market = signed_in(), first_market(signed_in())
    if market is None or viewer.person_id is None:
        raise NotFound("only a person of a market has calendar links")
    person, market_id = viewer.person_id, market.id
    scope, _colon, code = request.form.get("what", "person").partition(":")
    with context().reading() as (session, now):
        offered = places_offered(session, viewer, context().register.current(session), now)
    chosen = next((one for one in offered if (one.scope, one.code) == (scope, code)), None)
    try:
        if chosen is None:
            raise Forbidden("this is not a place whose turns you may see")
        wish = FeedWish(person, market_id, FeedScope(scope), chosen.place_id, language())
        secret = context().change(lambda to: actions.make(to.session, wish, now=to.now))
        flash(url_for("calendars.feed", secret=secret, _external=True), "link")
    except PatrolError as error:
        flash(refusal(error), "refused")
    return redirect("/duty/calendar", code=303)


@screen.post("/duty/calendar/<int:feed_id>/revoke")
@needs(Permission.SEE_DUTY)
def revoke(feed_id: int) -> AnyResponse:
    """Make a link worthless."""
    person = signed_in().person_id or 0
    context().change(lambda to: actions.revoke(to.session, feed_id, person, now=to.now))
    flash(_("The link is revoked. Calendars that follow it are told that it is gone."), "done")
    return redirect("/duty/calendar", code=303)


def _asked(session: Session, link: str, register: Register, now: datetime) -> _Asked:
    feed = queries.of_token(session, link)
    if feed is None:
        raise NotFound("there is no such calendar")
    owner = session.get(Person, feed.person_id)
    viewer = people.person_viewer(session, feed.person_id, owner.session_epoch, now) if owner else None
    if feed.revoked_at is not None or viewer is None or not _still_may(session, viewer, feed):
        raise Gone("this calendar link is revoked")
    reading = queries.reading_of(session, feed, register, own_shop_ids(session, viewer, register, now))
    calendar = Calendar(register.markets[feed.market_id].clock.timezone)
    return _Asked(feed, reading, calendar, queries.mark_of(feed, reading, register, calendar.day(now)))


def _still_may(session: Session, viewer: Viewer, feed: CalendarFeed) -> bool:
    if feed.place_id is None:
        return True
    path = paths.of_places(session, [feed.place_id]).get(feed.place_id, ())
    homes = [held.path for held in viewer.holdings if path and path[0] in held.path]
    return may(viewer.holdings, Permission.SEE_DUTY, path) or bool(homes)


def _written(link: str, mark: str, shelf: FeedShelf) -> tuple[str, bytes]:
    """Take a calendar from the shelf, or write it when its turn comes, as it stands then."""
    found = shelf.find(mark)
    if found is not None:
        return mark, found
    with shelf.turn_to_write(), context().reading() as (session, now):
        register = context().register.current(session)
        asked = _asked(session, link, register, now)
        body = shelf.find(asked.mark)
        if body is None:
            body = _write(session, asked, register, now)
            shelf.put(asked.mark, body)
        return asked.mark, body


def _write(session: Session, asked: _Asked, register: Register, now: datetime) -> bytes:
    found = queries.entries(session, asked.reading, asked.calendar, today=asked.calendar.day(now))
    named = dict(session.execute(select(Person.id, Person.name)).all()) if asked.reading.shops is None else {}
    return written(card_of(asked.feed, found, register, named))


def _note(feed: CalendarFeed, now: datetime) -> None:
    """Note the use; a poll within the hour writes nothing."""
    if feed.last_used_at is None or feed.last_used_at <= now - actions.NOTED_EVERY:
        context().change(lambda to: actions.note_use(to.session, feed.id, now=to.now))
