"""The words of duty in the reader's language, for pages and papers made here."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from flask_babel import get_locale
from flask_babel import gettext as _

from patrol.rules.duty_words import AbsenceKind, DayClass, DayMark, RequestKind, RequestState, Rung, Source
from patrol.rules.feed_words import FeedScope


def kind(code: str) -> str:
    """Name a kind of turn; one the market made up keeps its own name."""
    names = {
        "day": _("day turn"),
        "evening": _("evening turn"),
        "night": _("night turn"),
        "morning": _("morning turn"),
        "afternoon": _("afternoon turn"),
    }
    return str(names.get(code, code))


def day(of: date) -> str:
    """Say a day with its weekday, as short as it can be said."""
    return str(format_skeleton("MMMEd", datetime.combine(of, datetime.min.time()), locale=get_locale()))


def short_day(of: date) -> str:
    """Say a day in figures, for narrow columns."""
    return f"{of.month}/{of.day}"


def weekday(of: date) -> str:
    """Say a weekday, short."""
    return str(format_date(of, "EEE", locale=get_locale()))


def hours(start: datetime, end: datetime, timezone: str) -> str:
    """Say from when to when by the market's clock; a turn over midnight belongs to the day it begins on."""
    zone = ZoneInfo(timezone)
    first, last = start.astimezone(zone), end.astimezone(zone)
    span = f"{first:%H:%M}–{last:%H:%M}"
    over_midnight = last.date() > first.date() and f"{last:%H:%M}" != "00:00"
    return _("%(span)s next day", span=span) if over_midnight else span


def clock(at: datetime, timezone: str) -> str:
    """Say an instant of these days by the market's clock."""
    return f"{at.astimezone(ZoneInfo(timezone)):%H:%M}"


def local_day(at: datetime, timezone: str) -> str:
    """Say the day of an instant by the market's clock."""
    return day(at.astimezone(ZoneInfo(timezone)).date())


def day_class(word: str) -> str:
    """Name what a day is; an ordinary one needs no name."""
    names = {
        DayClass.HOLIDAY: _("holiday"),
        DayClass.FESTIVAL: _("festival"),
        DayClass.CLOSED: _("market closed"),
        DayClass.WEEKEND: _("weekend"),
        DayClass.ORDINARY: "",
    }
    return str(names[DayClass(word)])


def mark(word: str) -> str:
    """Name how a day is marked."""
    names = {
        DayMark.HOLIDAY: _("holiday"),
        DayMark.WORKDAY: _("worked instead"),
        DayMark.FESTIVAL: _("festival"),
        DayMark.CLOSED: _("market closed"),
    }
    return str(names[DayMark(word)])


def source(word: str) -> str:
    """Say how somebody came to hold a turn."""
    names = {
        Source.GENERATED: _("by the plan"),
        Source.FORCED: _("nobody was free"),
        Source.OVERRIDE: _("moved by the lead"),
        Source.SWAP: _("exchanged"),
        Source.GIVEN: _("given away"),
        Source.COVER: _("covered"),
        Source.RESTORED: _("taken back"),
    }
    return str(names[Source(word)])


def rung(word: str) -> str:
    """Name who is asked when nobody comes."""
    names = {
        Rung.HOLDER: _("the shop on duty"),
        Rung.STANDBY: _("the standby shop"),
        Rung.LEAD: _("the lead shop"),
        Rung.WORKROOM: _("the workroom"),
        Rung.CAR: _("the patrol car"),
    }
    return str(names[Rung(word)])


def request(word: str) -> str:
    """Name a kind of request."""
    names = {
        RequestKind.EXCHANGE: _("exchange"),
        RequestKind.GIVE: _("give away"),
        RequestKind.COVER: _("cover"),
    }
    return str(names[RequestKind(word)])


def state(word: str) -> str:
    """Say how a request stands."""
    names = {
        RequestState.OFFERED: _("waits for the other shop"),
        RequestState.ACCEPTED: _("waits for the lead"),
        RequestState.APPLIED: _("done"),
        RequestState.DECLINED: _("the other shop said no"),
        RequestState.WITHDRAWN: _("withdrawn"),
        RequestState.EXPIRED: _("too late"),
        RequestState.SUPERSEDED: _("overtaken: the turn changed hands"),
        RequestState.UNDONE: _("taken back"),
    }
    return str(names[RequestState(word)])


def absence(word: str) -> str:
    """Say why somebody is away."""
    names = {
        AbsenceKind.AWAY: _("away"),
        AbsenceKind.ILL: _("ill"),
        AbsenceKind.CLOSED: _("shop closed"),
        AbsenceKind.VOLUNTARY: _("free days, to be made up"),
    }
    return str(names[AbsenceKind(word)])


def scope(word: str) -> str:
    """Name whose turns a calendar shows."""
    names = {
        FeedScope.PERSON: _("my own turns"),
        FeedScope.SHOP: _("shop"),
        FeedScope.GROUP: _("group"),
        FeedScope.GRID: _("grid"),
    }
    return str(names[FeedScope(word)])


def reason(key: str, value: float) -> str:
    """Say why a shop is proposed."""
    amount = f"{value:g}"
    names = {
        "behind": _("owes %(n)s turns", n=amount),
        "near": _("%(n)s m from the post", n=amount),
        "rested": _("nothing else for %(n)s hours around it", n=amount),
        "close-to-own": _("only %(n)s hours from its own turn", n=amount),
        "unreachable": _("no telephone known"),
        "declined": _("declined %(n)s times lately", n=amount),
    }
    return str(names.get(key, key))
