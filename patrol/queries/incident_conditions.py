"""What incidents are looked for by, and how the database is asked for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from patrol.model.figures import Reckoning
from patrol.model.incidents import Incident
from patrol.model.people import Person
from patrol.model.tasks import Task
from patrol.rules.case_words import Result, Source
from patrol.rules.entries import Register
from patrol.rules.indicators import left_out, set_named
from patrol.rules.legs import Leg
from patrol.rules.words import Category, Severity, Step

MOST_WORDS = 6
OPEN, CLOSED = "open", "over"
"""Beside the steps: everything that is on the boards, and everything that is not."""
R = Reckoning


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None or empty: anything. `until` is not included, the last market day is.

    `figure` and `part` name the set that a number in the figures counts; `in_charge` is a part of a name.
    """

    text: str = ""
    step: Step | str | None = None
    category: Category | None = None
    severity: Severity | None = None
    place_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    result: Result | None = None
    source: Source | None = None
    drill: bool | None = None
    in_charge: str | None = None
    figure: str | None = None
    part: str = "wanted"
    first_day: date | None = None
    last_day: date | None = None
    hour: int | None = None
    device_id: int | None = None
    rule: str | None = None
    leg: Leg | None = None


Ask = Callable[[Any], ColumnElement[bool]]


def conditions(wanted: Wanted, register: Register) -> list[ColumnElement[bool]]:
    """Give everything that must hold of an incident."""
    given = {name: getattr(wanted, name) for name in OF_INCIDENT}
    words = [_about(word, register) for word in wanted.text.split()[:MOST_WORDS]]
    plain = [OF_INCIDENT[name](value) for name, value in given.items() if value is not None]
    reckoned = _reckoned(wanted)
    counted = [Incident.id.in_(select(R.incident_id).where(*reckoned))] if reckoned else []
    return words + plain + counted


def _reckoned(wanted: Wanted) -> list[ColumnElement[bool]]:
    given = {name: getattr(wanted, name) for name in OF_RECKONING}
    found = [OF_RECKONING[name](value) for name, value in given.items() if value is not None]
    if wanted.figure is None:
        return found
    marks = set_named(wanted.figure, wanted.part)
    without = left_out(wanted.figure, wanted.part)
    found.append(R.marks.bitwise_and(int(marks or 0)) == int(marks or 0))
    if without is not None:
        found.append(R.marks.bitwise_and(int(without)) != int(without))
    return found


def _lies_in(place: int) -> ColumnElement[bool]:
    return or_(Incident.place_id == place, Incident.grid_id == place, Incident.group_id == place)


def _stands(step: str) -> ColumnElement[bool]:
    match step:
        case "open":
            return Incident.closed_at.is_(None)
        case "over":
            return Incident.closed_at.is_not(None)
        case _:
            return Incident.step == step


def _in_charge(name: str) -> ColumnElement[bool]:
    """Who accepted it, verified it, closed it, or did a task of it."""
    people = _named(name)
    doers = select(Task.incident_id).where(Task.doer_id.in_(people))
    return or_(
        Incident.accepted_by.in_(people),
        Incident.verified_by.in_(people),
        Incident.closed_by.in_(people),
        Incident.id.in_(doers),
    )


def _about(word: str, register: Register) -> ColumnElement[bool]:
    """One word: in the number, the kind, the summary, a place's name or code, or a name in charge."""
    like = f"%{_plain(word)}%"
    folded = word.casefold()
    places = [
        p.id for p in register.places.values() if folded in p.name.casefold() or folded in p.code.casefold()
    ]
    people = _named(word)
    return or_(
        Incident.number.ilike(like, escape="\\"),
        Incident.kind.ilike(like, escape="\\"),
        Incident.summary.ilike(like, escape="\\"),
        Incident.place_id.in_(places[:500]),
        Incident.accepted_by.in_(people),
        Incident.closed_by.in_(people),
    )


def _named(word: str) -> Any:
    return select(Person.id).where(Person.name.ilike(f"%{_plain(word)}%", escape="\\"))


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


OF_INCIDENT: dict[str, Ask] = {
    "step": _stands,
    "category": lambda value: Incident.category == value,
    "severity": lambda value: Incident.severity == value,
    "place_id": _lies_in,
    "since": lambda value: Incident.discovered_at >= value,
    "until": lambda value: Incident.discovered_at < value,
    "result": lambda value: Incident.result == value,
    "source": lambda value: Incident.source == value,
    "drill": lambda value: Incident.drill.is_(value),
    "in_charge": _in_charge,
}
OF_RECKONING: dict[str, Ask] = {
    "first_day": lambda value: R.day >= value,
    "last_day": lambda value: R.day <= value,
    "hour": lambda value: R.hour == value,
    "device_id": lambda value: R.device_id == value,
    "rule": lambda value: R.rule == value,
    "leg": lambda value: getattr(R, f"{value}_s").is_not(None),
}
