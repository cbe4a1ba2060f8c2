"""Rows of the register laid out as cells, so that reading them gives the same rows again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from patrol.rules.register import DeviceRow, MarketRow, PersonRow, PlaceRow
from patrol.rules.register_change import Row, Sheet
from patrol.sheets.columns import COLUMNS, Column


def headings(sheet: Sheet) -> tuple[str, ...]:
    """Name the columns in order."""
    return tuple(column.name for column in COLUMNS[sheet])


def lines(sheet: Sheet, rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """Give each row's cells in the order of the columns."""
    for row in rows:
        values = _values(row)
        yield tuple(_cell(column, values.get(column.name)) for column in COLUMNS[sheet])


def _values(row: Row) -> dict[str, Any]:
    match row:
        case PlaceRow():
            own, others = _split(row.facts)
            boundary = row.boundary or None
            base = {"kind": row.kind, "code": row.code, "name": row.name, "parent": row.parent}
            return {**own, **base, "boundary": boundary, "facts": others or None}
        case DeviceRow():
            x, y = row.at or (None, None)
            return {**_slots(row), "x": x, "y": y, "keys": row.keys or None, "facts": row.facts or None}
        case PersonRow():
            return {**_slots(row), "grants": row.grants or None}
        case MarketRow():
            return _slots(row)
    return _slots(row)


def _slots(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _split(facts: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Facts that their column gives back as they are, and the others."""
    own = {c.name: facts[c.name] for c in COLUMNS[Sheet.PLACES] if c.fact and _survives(c, facts.get(c.name))}
    return own, {name: value for name, value in facts.items() if name not in own}


def _survives(column: Column, value: object) -> bool:
    if value is None or value == "":
        return False
    try:
        again = column.read(column.write(value))
    except (ValueError, TypeError):
        return False
    return again == value and isinstance(again, int | float) == isinstance(value, int | float)


def _cell(column: Column, value: object) -> object:
    return None if value is None else column.write(value)
