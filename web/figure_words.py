"""The names and formulas of the indicators in the reader's language, and how shares and times are said."""

from collections.abc import Callable

from flask_babel import gettext as _

from patrol.rules.figures import Line
from patrol.rules.indicators import FEW, Better, Rate

Words = dict[str, Callable[[], tuple[str, str]]]

INDICATORS: Words = {
    "valid": lambda: (_("Valid reports"), _("neither refused nor a false alarm ÷ reports")),
    "accept_in_time": lambda: (
        _("Accepted in time"),
        _("accepted within S1 ÷ accepted, or S1 has run out"),
    ),
    "dispatch_in_time": lambda: (_("Dispatched in time"), _("every time within S2 ÷ dispatched")),
    "right_first_time": lambda: (_("Dispatched right first time"), _("never returned ÷ dispatched")),
    "answer_in_time": lambda: (
        _("Answered in time"),
        _("every unit answered within S3a ÷ dispatched where an answer was waited for"),
    ),
    "on_scene_in_time": lambda: (
        _("On scene in time"),
        _("the first one there within S3b ÷ incidents somebody reached"),
    ),
    "handled_in_time": lambda: (
        _("Handled in time"),
        _("done within S4, in every round ÷ done, or S4 has run out"),
    ),
    "closed": lambda: (_("Closing rate"), _("closed ÷ closed, or still open with a time run out")),
    "closed_in_time": lambda: (
        _("Closed in time"),
        _("closed, S4 and S5 kept ÷ closed, or still open with a time run out"),
    ),
    "verified": lambda: (_("Verified"), _("somebody else has looked ÷ closed")),
    "evaluated": lambda: (_("Evaluation rate"), _("by a leader or the police ÷ closed")),
    "evaluated_in_time": lambda: (
        _("Evaluated in time"),
        _("evaluated within S6 ÷ evaluated, or S6 has run out"),
    ),
    "rated": lambda: (_("Shops that said how it went"), _("rated by a shop or the reporter ÷ closed")),
    "satisfied": lambda: (_("Satisfied"), _("4 or more of 5 on the average ÷ rated")),
    "return": lambda: (_("Returned"), _("returned at least once ÷ dispatched")),
    "rework": lambda: (_("Reworked"), _("not passed at least once ÷ verified")),
    "extension": lambda: (_("Extended"), _("given more time ÷ done, or S4 has run out")),
    "hold": lambda: (_("Hold rate"), _("held at least once, also those on hold now ÷ accepted")),
    "false_alarm": lambda: (_("False alarms"), _("closed as a false alarm ÷ closed incidents from alerts")),
    "self_closed": lambda: (_("Closed by their own handler"), _("closed alone on shift ÷ closed")),
    "checked": lambda: (
        _("Checked afterwards"),
        _("looked at by somebody else ÷ closed by their own handler"),
    ),
    "reopened": lambda: (_("Opened again"), _("opened again after the end ÷ accepted")),
}

PATROL: Words = {
    "rounds_walked": lambda: (
        _("Rounds walked whole"),
        _("every checkpoint reached or skipped with a reason ÷ rounds that are over, without cancelled ones"),
    ),
    "rounds_missed": lambda: (_("Rounds missed"), _("nobody walked them ÷ the same")),
    "points_in_time": lambda: (_("Patrol plan met"), _("reached in their window ÷ planned checkpoints")),
    "points_late": lambda: (_("Checkpoints late"), _("reached after their window ÷ planned checkpoints")),
    "points_missed": lambda: (_("Checkpoints nobody reached"), _("reached by nobody ÷ planned checkpoints")),
    "checks_reported": lambda: (
        _("Checks reported"),
        _("checks for disputes and hazards that were reported ÷ those that are over"),
    ),
    "attended": lambda: (_("Attendance"), _("somebody checked in ÷ turns that are over and need a check-in")),
    "attended_unasked": lambda: (
        _("Attendance without asking"),
        _("checked in before anybody had to be asked ÷ the same"),
    ),
    "covered": lambda: (
        _("Patrol coverage"),
        _("somebody there as long as planned ÷ half hours of a grid with a round planned"),
    ),
}

COUNTS: Words = {
    "reports": lambda: (_("Incidents"), _("reported or accepted; without drills, void and merged ones")),
    "open": lambda: (_("Open"), _("not over yet")),
    "open_late": lambda: (_("Open and late"), _("something waited for has run out of time")),
    "closed_count": lambda: (_("Closed incidents"), _("the work is done")),
    "refused": lambda: (_("Not accepted"), _("refused with a reason")),
    "on_hold": lambda: (_("On hold now"), _("outside the rates until they go on")),
    "outside": lambda: (_("Handed over to others"), _("110, 119, 120 or 12345 has or had them")),
    "disputed": lambda: (_("Disputed"), _("somebody objects to what it counts for")),
    "dispute_waits": lambda: (_("Objections to answer"), _("nobody has answered yet")),
    "struck": lambda: (_("Objection granted"), _("taken out of the rate that was disputed")),
    "drills": lambda: (_("Drills"), _("outside every figure")),
    "voids": lambda: (_("Void incidents"), _("outside every figure")),
    "merged": lambda: (_("Merged incidents"), _("counted with the one they were merged into")),
}


def name(code: str) -> str:
    """Name an indicator or a count."""
    return _said(code)[0]


def formula(code: str) -> str:
    """Say how it is worked out."""
    return _said(code)[1]


def _said(code: str) -> tuple[str, str]:
    words = INDICATORS.get(code) or COUNTS.get(code) or PATROL.get(code)
    return words() if words else (code, "")


def leg(word: str) -> str:
    """Name a leg."""
    names = {
        "accept": _("Until accepted"),
        "dispatch": _("Until sent"),
        "answer": _("Until the first answer"),
        "scene": _("Until on scene"),
        "handle": _("Until done"),
        "close": _("Until closed"),
        "whole": _("From discovery to close"),
        "evaluate": _("Until evaluated"),
    }
    return str(names.get(word, word))


def leg_ends(word: str) -> str:
    """Say from where to where a leg is measured."""
    names = {
        "accept": _("discovered → accepted"),
        "dispatch": _("accepted → first unit sent"),
        "answer": _("first unit sent → first answer"),
        "scene": _("first unit sent → first one there"),
        "handle": _("first unit sent → last one done"),
        "close": _("done → closed"),
        "whole": _("discovered → closed"),
        "evaluate": _("closed → evaluated"),
    }
    return str(names.get(word, word))


def step(code: str) -> str:
    """Name the step that one of the five rates is about."""
    names = {
        "accept_in_time": _("Accept"),
        "dispatch_in_time": _("Dispatch"),
        "on_scene_in_time": _("First on scene"),
        "handled_in_time": _("Handled"),
        "closed_in_time": _("Close"),
    }
    return str(names.get(code, code))


def part(word: str) -> str:
    """Say which side of a rate a list shows."""
    names = {"wanted": _("what was wanted"), "of": _("all of them"), "missed": _("those that missed it")}
    return str(names.get(word, word))


def span(word: str) -> str:
    """Name the length of a period."""
    names = {"day": _("Market day"), "week": _("Week"), "month": _("Month")}
    return str(names.get(word, word))


def share(rate: Rate) -> str:
    """Say a rate: a percentage, or why there is none."""
    if rate.share is not None:
        return percent(rate.share)
    return str(_("fewer than %(few)s", few=FEW) if rate.few else _("no data"))


def percent(value: float | None) -> str:
    """Say a share with one decimal."""
    return str(_("no data")) if value is None else f"{value * 100:.1f} %"


def duration(seconds: float | None) -> str:
    """Say a time in its two largest units."""
    if seconds is None:
        return str(_("no data"))
    whole = round(seconds)
    minutes, hours, days = whole // 60, whole // 3600, whole // 86400
    if minutes == 0:
        return str(_("%(s)s s", s=whole))
    if hours == 0:
        return str(_("%(m)s min %(s)s s", m=minutes, s=whole % 60))
    if days == 0:
        return str(_("%(h)s h %(m)s min", h=hours, m=minutes % 60))
    return str(_("%(d)s d %(h)s h", d=days, h=hours % 24))


def outcome(word: str) -> str:
    """Say what became of a round, a checkpoint or a turn."""
    names = {
        "walked": _("walked"),
        "partly": _("partly walked"),
        "missed": _("missed"),
        "done": _("in time"),
        "late": _("late"),
        "skipped": _("skipped with a reason"),
        "open": _("open"),
        "came": _("came"),
    }
    return str(names.get(word, word))


def change(line: Line) -> tuple[str, str]:
    """Say how a rate moved since the period before: a word for its class, and the words."""
    moved = line.change
    if moved is None:
        return "", ""
    points = round(moved * 100, 1)
    if points == 0:
        return "same", str(_("as before"))
    sign = "▲" if points > 0 else "▼"
    good = (points > 0) == (line.indicator.better is Better.HIGH)
    word = "" if line.indicator.better is Better.NEITHER else "better" if good else "worse"
    told = {"better": _("better"), "worse": _("worse")}.get(word, "")
    return word or "same", f"{sign} {abs(points):.1f} {told}".strip()
