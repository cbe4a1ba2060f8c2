"""How long the legs took, by category and severity, and what people gave for the work."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, String, cast, func, select
from sqlalchemy.orm import Session

from patrol.model.figures import Reckoning
from patrol.rules.case_marks import Mark
from patrol.rules.figures import Times, Voices
from patrol.rules.legs import Leg, spread_of_sorted
from patrol.rules.words import Category, Severity

R = Reckoning
Conditions = tuple[ColumnElement[bool], ...]
Cells = Mapping[tuple[str, str], tuple[list[int], ...]]
"""Sorted times by category and severity, a list for each leg."""
LEGS = tuple(Leg)


def times_and_voices(session: Session, within: Conditions) -> tuple[tuple[Times, ...], Voices]:
    """Sum both up in one scan.

    The database hands over the times of a cell as one text: a hundred thousand rows of Python would take
    longer than everything else together.
    """
    legs = (func.aggregate_strings(cast(getattr(R, f"{leg}_s"), String), ",") for leg in LEGS)
    given = (func.sum(R.satisfaction), func.count(R.satisfaction), func.sum(R.score), func.count(R.score))
    counted = R.marks.bitwise_and(int(Mark.COUNTED)) != 0
    statement = select(R.category, R.severity, *legs, *given).where(*within, counted)
    rows = session.execute(statement.group_by(R.category, R.severity)).all()
    cells: Cells = {
        (row[0], row[1]): tuple(_numbers(text) for text in row[2 : 2 + len(LEGS)]) for row in rows
    }
    return _times(cells), _voices(rows)


def _numbers(text: str | None) -> list[int]:
    return sorted(map(int, text.split(","))) if text else []


def _times(cells: Cells) -> tuple[Times, ...]:
    """Of all, of each severity, and of each category and severity that there is."""
    by_severity = {one: _merged(legs for (_, sev), legs in cells.items() if sev == one) for one in Severity}
    everything = _summed(None, None, _merged(by_severity.values()))
    each = [_summed(None, one, legs) for one, legs in by_severity.items()]
    both = [
        _summed(category, severity, cells[category, severity])
        for category in Category
        for severity in Severity
        if (category, severity) in cells
    ]
    return tuple(one for one in (everything, *each, *both) if one.legs)


def _merged(cells: Iterable[tuple[list[int], ...]]) -> tuple[list[int], ...]:
    """Put sorted lists together; sorting runs that are sorted already is one pass."""
    whole: tuple[list[int], ...] = tuple([] for _ in LEGS)
    for legs in cells:
        for mine, more in zip(whole, legs, strict=True):
            mine.extend(more)
    for mine in whole:
        mine.sort()
    return whole


def _summed(category: str | None, severity: str | None, legs: tuple[list[int], ...]) -> Times:
    found = {
        leg: summed for leg, values in zip(LEGS, legs, strict=True) if (summed := spread_of_sorted(values))
    }
    return Times(category, severity, found)


def _voices(rows: Iterable[Row[*tuple[Any, ...]]]) -> Voices:
    sums = [
        sum(column or 0 for column in columns) for columns in zip(*(row[-4:] for row in rows), strict=True)
    ]
    satisfaction, satisfied_by, score, scored_by = sums or (0, 0, 0, 0)
    return Voices(
        satisfaction / satisfied_by if satisfied_by else None,
        int(satisfied_by),
        score / scored_by if scored_by else None,
        int(scored_by),
    )
