"""A calendar of turns in its owner's language."""

from collections.abc import Iterable

from flask_babel import force_locale
from flask_babel import gettext as _

from patrol.documents.calendar import CalendarCard, CalendarEvent
from patrol.model.calendars import CalendarFeed
from patrol.queries.calendar_feeds import Entry
from patrol.rules.duty_words import Keeper
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.feed_words import FeedScope
from patrol.rules.words import PlaceKind
from web import duty_words
from web.i18n import LOCALES


def card_of(
    feed: CalendarFeed, found: Iterable[Entry], register: Register, people: dict[int, str]
) -> CalendarCard:
    """Word a calendar for the one who follows it; `people` names those who hold turns as persons."""
    market = register.markets[feed.market_id]
    with force_locale(LOCALES.get(feed.language, "en")):
        events = tuple(_event(feed, entry, market, register, people) for entry in found)
        return CalendarCard(_name(feed, market, register), market.clock.timezone, feed.language, events)


def _name(feed: CalendarFeed, market: MarketEntry, register: Register) -> str:
    place = register.places.get(feed.place_id or 0)
    whose = place.name if place else market.name
    return str(_("Duty: %(whose)s", whose=whose))


def _event(
    feed: CalendarFeed, entry: Entry, market: MarketEntry, register: Register, people: dict[int, str]
) -> CalendarEvent:
    slot, rota = entry.slot, entry.rota
    group = register.places.get(rota.place_id)
    post = group.name if group else rota.code
    kind = duty_words.kind(slot.kind)
    own = feed.scope in (FeedScope.PERSON, FeedScope.SHOP)
    if own:
        summary = _("Standby: %(kind)s", kind=kind) if slot.standby else _("On duty: %(kind)s", kind=kind)
    else:
        who = _holder(entry, register, people)
        summary = f"{kind} {who}" if feed.scope == FeedScope.GROUP else f"{post} {kind} {who}"
    hours = duty_words.hours(slot.starts_at, slot.ends_at, market.clock.timezone)
    what = (
        _("This turn is no longer yours. You need not come.")
        if entry.lost and own
        else _("This turn does not take place.")
        if entry.lost
        else _("If nobody comes, you are called.")
        if slot.standby
        else _("Come to the post and check in with the code that hangs there.")
    )
    return CalendarEvent(
        uid=f"slot-{slot.id}@{market.code}.duty",
        start=slot.starts_at,
        end=slot.ends_at,
        summary=str(summary),
        description=f"{what}\n{post} · {duty_words.day(slot.day)} · {hours}",
        location=post,
        sequence=slot.seq - 1 + (slot.cancelled_at is not None),
        revised_at=entry.revised_at,
        cancelled=entry.lost,
        busy=not slot.standby,
    )


def _holder(entry: Entry, register: Register, people: dict[int, str]) -> str:
    holder = entry.slot.holder_id
    if holder is None:
        grid = register.above(entry.rota.place_id, PlaceKind.GRID)
        return f"{grid.name} {duty_words.rung('workroom')}" if grid else duty_words.rung("workroom")
    if entry.rota.keeper == Keeper.PERSON:
        return people.get(holder, str(holder))
    place = register.places.get(holder)
    return f"{place.code} {place.name}" if place else str(holder)
