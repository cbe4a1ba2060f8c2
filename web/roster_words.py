"""The words of rosters in the reader's language, for pages and papers made here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_date
from flask_babel import gettext as _

from patrol.rules.shift_check import Rule
from patrol.rules.shifts import WishKind, WishState

Card = Mapping[str, Any]


def kind(code: str) -> str:
    """Name a kind of shift."""
    names = {
        "early": _("Early shift"),
        "late": _("Late shift"),
        "day": _("Day shift"),
        "night": _("Night shift"),
    }
    return str(names.get(code, code))


def letter(code: str) -> str:
    """Name a kind of shift in one letter, for a cell of the grid."""
    names = {"early": _("E"), "late": _("L"), "day": _("D"), "night": _("N")}
    return str(names.get(code, code[:1].upper()))


def day(text: str) -> str:
    """Give a date with its weekday, short."""
    return str(format_date(date.fromisoformat(text), "MM-dd EEE"))


def day_head(text: str) -> str:
    """Give a date's weekday and number, for the head of a column."""
    return str(format_date(date.fromisoformat(text), "EEEEEE d"))


def want(word: str) -> str:
    """Name what somebody asks for."""
    names = {
        WishKind.FREE: _("Free day"),
        WishKind.WORK: _("A shift"),
        WishKind.LEAVE: _("Leave"),
        WishKind.ILL: _("Ill"),
    }
    return str(names.get(WishKind(word), word))


def wish_state(word: str) -> str:
    """Name what became of a wish."""
    names = {
        WishState.ASKED: _("asked"),
        WishState.GRANTED: _("granted"),
        WishState.DECLINED: _("declined"),
        WishState.WITHDRAWN: _("taken back"),
    }
    return str(names.get(WishState(word), word))


def breach(one: Card, people: Mapping[int, str]) -> str:
    """Say what is broken, by whom and by how much."""
    names = {
        Rule.TOO_FEW: _("%(shift)s on %(day)s lacks %(n)s", **_about(one, people)),
        Rule.TOO_MANY: _("%(shift)s on %(day)s has %(n)s too many", **_about(one, people)),
        Rule.NO_DRIVER: _("%(shift)s on %(day)s has nobody who drives", **_about(one, people)),
        Rule.STRANGER: _("%(who)s does not belong here on %(day)s", **_about(one, people)),
        Rule.AWAY: _("%(who)s is away on %(day)s", **_about(one, people)),
        Rule.TWICE: _("%(who)s has two shifts on %(day)s", **_about(one, people)),
        Rule.REST: _("%(who)s rests only %(hours)s h before the %(shift)s on %(day)s", **_about(one, people)),
        Rule.AFTER_NIGHT: _("%(who)s has a %(shift)s on %(day)s right after a night", **_about(one, people)),
        Rule.RUNNING: _("%(who)s works %(n)s days in a row on %(day)s", **_about(one, people)),
    }
    return str(names[Rule(one["rule"])])


def _about(one: Card, people: Mapping[int, str]) -> dict[str, object]:
    return {
        "shift": kind(one["kind"]),
        "day": day(one["day"]),
        "who": people.get(one["person"] or 0, "?"),
        "n": one["amount"],
        "hours": round((one["amount"] or 0) / 60, 1),
    }


def hour(instant: str, timezone: str) -> str:
    """Give the hour and minute wall clocks show."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(timezone)).strftime("%H:%M")
