"""Incidents found again: by words, step, category, severity, place and time; newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, code_of, place_of, stamp
from patrol.model.incidents import Incident
from patrol.model.people import Person
from patrol.rules.entries import Register
from patrol.rules.words import Category, Severity, Step

MOST_WORDS = 6
OPEN, CLOSED = "open", "over"
"""Beside the steps: everything that is on the boards, and everything that is not."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; None or empty: anything. `until` is not included."""

    text: str = ""
    step: Step | str | None = None
    category: Category | None = None
    severity: Severity | None = None
    place_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def search(
    session: Session,
    market_id: int,
    register: Register,
    name_of: NameOf,
    wanted: Wanted,
    *,
    before: int | None = None,
    limit: int = 50,
) -> list[Card]:
    """Give rows for a list; `before` is the last id of the page before."""
    statement: Select[Any] = select(Incident).where(Incident.market_id == market_id)
    statement = statement.where(*_conditions(wanted, register))
    if before is not None:
        statement = statement.where(Incident.id < before)
    found = session.scalars(statement.order_by(Incident.id.desc()).limit(limit))
    return [_row(incident, register, name_of) for incident in found]


def _conditions(wanted: Wanted, register: Register) -> list[ColumnElement[bool]]:
    asked: dict[str, Callable[[Any], ColumnElement[bool]]] = {
        "step": _stands,
        "category": lambda value: Incident.category == value,
        "severity": lambda value: Incident.severity == value,
        "place_id": _lies_in,
        "since": lambda value: Incident.discovered_at >= value,
        "until": lambda value: Incident.discovered_at < value,
    }
    given = {name: getattr(wanted, name) for name in asked}
    words = [_about(word, register) for word in wanted.text.split()[:MOST_WORDS]]
    return words + [asked[name](value) for name, value in given.items() if value is not None]


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


def _about(word: str, register: Register) -> ColumnElement[bool]:
    """One word: in the number, the kind, the summary, a place's name or code, or a name in charge."""
    like = f"%{_plain(word)}%"
    folded = word.casefold()
    places = [
        p.id for p in register.places.values() if folded in p.name.casefold() or folded in p.code.casefold()
    ]
    people = select(Person.id).where(Person.name.ilike(like, escape="\\"))
    return or_(
        Incident.number.ilike(like, escape="\\"),
        Incident.kind.ilike(like, escape="\\"),
        Incident.summary.ilike(like, escape="\\"),
        Incident.place_id.in_(places[:500]),
        Incident.accepted_by.in_(people),
        Incident.closed_by.in_(people),
    )


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _row(incident: Incident, register: Register, name_of: NameOf) -> Card:
    return {
        "id": incident.id,
        "number": incident.number,
        "step": incident.step,
        "kind": incident.kind,
        "category": incident.category,
        "severity": incident.severity,
        "summary": incident.summary,
        "place": place_of(register, incident.place_id),
        "grid": code_of(register, incident.grid_id),
        "discovered_at": stamp(incident.discovered_at),
        "closed_at": stamp(incident.closed_at),
        "accepted_by": name_of(incident.accepted_by),
        "result": incident.result,
        "drill": incident.drill,
    }
