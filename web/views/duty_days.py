"""The market's calendar of duty: holidays, days worked instead, closed days; groups that stand together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from patrol.actions import duty_rotas
from patrol.errors import Invalid
from patrol.model.duty_life import DutyDay
from patrol.model.places import Market
from patrol.queries import duty as queries
from patrol.queries import duty_desk
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_holidays import MarkedDay, read_calendar
from patrol.rules.duty_words import DayMark
from patrol.rules.entries import Register
from patrol.rules.rights import Permission
from web import duty_words
from web.caller import signed_in
from web.context import Change, context
from web.duty_view import Shown
from web.finders import the_market
from web.gate import needs
from web.markets import boot, this_market
from web.views.duty_forms import answered

screen = Blueprint("duty_days", __name__)
LONGEST = 60


@screen.get("/duty/markets/<code>/days")
@needs(Permission.SET_DUTY, at=the_market)
def show(code: str) -> str:
    """List what is marked, and offer to import, to mark, and to let groups stand together."""
    market = this_market(Permission.SET_DUTY, code)
    with context().reading() as (session, now):
        register = context().register.current(session)
        days = [_marked(one) for one in _fresh(duty_desk.days_of(session, market.id), market.timezone, now)]
        groups = _groups(session, register, market.id)
        together = _together(session, register, market, now)
    told = {"days": days, "groups": groups, "together": together, "marks": list(DayMark), "say": duty_words}
    return render_template("duty/days.html", market=market, boot=boot(market), **told)


@screen.post("/duty/markets/<code>/days")
@needs(Permission.SET_DUTY, at=the_market)
@answered
def take_over(code: str) -> str:
    """Take over a file, or a text; all of it or nothing."""
    text, source = _text()
    found = read_calendar(text)
    if found.faults or not found.days:
        raise Invalid("this calendar can not be read", list(found.faults) or ["no day in it"])
    count = context().change(lambda to: _mark(to, code, found.days, source))
    return str(_("%(count)s days taken over. The turns of all groups follow in a few minutes.", count=count))


@screen.post("/duty/markets/<code>/marks")
@needs(Permission.SET_DUTY, at=the_market)
@answered
def mark(code: str) -> str:
    """Mark a stretch of days by hand: closed for works, a festival, a day worked instead."""
    first, last = _days()
    kind, name = DayMark(request.form.get("mark", "closed")), request.form.get("name", "")[:100]
    days = [MarkedDay(first + timedelta(days=n), kind, name) for n in range((last - first).days + 1)]
    count = context().change(lambda to: _mark(to, code, days, _("by hand")))
    return str(_("%(count)s days taken over. The turns of all groups follow in a few minutes.", count=count))


@screen.post("/duty/markets/<code>/gatherings")
@needs(Permission.SET_DUTY, at=the_market)
@answered
def gather(code: str) -> str:
    """Let one group stand with another while few shops are open."""
    first, last = _days()
    by = signed_in().person_id

    def act(to: Change) -> None:
        market = context().market(to.register, code)
        calendar = Calendar(market.clock.timezone)
        start, end = calendar.instant(first, 0), calendar.instant(last + timedelta(days=1), 0)
        host, guest = (_rota(to, market.id, request.form.get(name, "")) for name in ("host", "guest"))
        duty_rotas.gather(to.session, host, guest, start=_not_past(start, to.now), end=end, by=by, now=to.now)

    context().change(act)
    return str(_("Noted. The guest's own turns rest meanwhile; its shops take turns with the host."))


def _marked(one: DutyDay) -> Shown:
    word = duty_words.mark(one.mark)
    return {"day": duty_words.day(one.day), "mark": word, "name": one.name, "source": one.source}


def _fresh(days: list[DutyDay], timezone: str, now: datetime) -> list[DutyDay]:
    since = Calendar(timezone).day(now) - timedelta(days=30)
    return [one for one in days if one.day >= since]


def _groups(session: Session, register: Register, market_id: int) -> list[Shown]:
    rotas = duty_desk.rotas_of(session, market_id)
    return [
        {"code": rota.code.partition("/")[2], "name": place.name}
        for rota in rotas
        if (place := register.places.get(rota.place_id))
    ]


def _together(session: Session, register: Register, market: Market, now: datetime) -> list[Shown]:
    return [
        {
            "host": register.places[host.place_id].name,
            "guest": register.places[guest.place_id].name,
            "from": duty_words.local_day(one.starts_at, market.timezone),
            "until": duty_words.local_day(one.ends_at - timedelta(seconds=1), market.timezone),
        }
        for one, host, guest in duty_desk.gatherings_of(session, market.id, now=now)
    ]


def _text() -> tuple[str, str]:
    """Give what was handed in, and where it came from."""
    file = request.files.get("file")
    if file and file.filename:
        return file.read().decode("utf-8-sig", "replace"), file.filename
    return request.form.get("text", ""), request.form.get("source", "")


def _mark(to: Change, code: str, days: Sequence[MarkedDay], source: str) -> int:
    market = context().market(to.register, code)
    return duty_rotas.mark_days(to.session, market.id, days, source=source, now=to.now)


def _rota(to: Change, market_id: int, group: str) -> int:
    rota = queries.rota_of_group(to.session, group)
    if rota.market_id != market_id:
        raise Invalid("name two groups of this market", ["host", "guest"])
    return rota.id


def _not_past(start: datetime, now: datetime) -> datetime:
    return max(start, now)


def _days() -> tuple[date, date]:
    try:
        first, last = (date.fromisoformat(request.form[name]) for name in ("first", "last"))
    except (KeyError, ValueError):
        raise Invalid("want a first and a last day", ["first", "last"]) from None
    if not 0 <= (last - first).days < LONGEST:
        raise Invalid("want a first and a last day, at most sixty days apart", ["first", "last"])
    return first, last
