"""A column that a file does not have says nothing: what stands in it is kept."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from patrol.rules.register import DeviceRow, PlaceRow
from patrol.rules.register_change import Row, Sheet
from patrol.sheets.columns import COLUMNS


def with_kept(row: Row, before: Any, present: frozenset[str]) -> Row:
    """Give the row with what stood before (a row of its class) in the columns that are not present."""
    kept: dict[str, Any] = {
        field.name: getattr(before, field.name)
        for field in fields(row)
        if field.name not in present and field.name not in ("facts", "at")
    }
    match row:
        case PlaceRow() | DeviceRow():
            kept["facts"] = _facts(row.facts, before.facts, present)
    if isinstance(row, DeviceRow) and "x" not in present:
        kept["at"] = before.at
    return replace(row, **kept)


def _facts(
    new: Mapping[str, object], before: Mapping[str, object], present: frozenset[str]
) -> dict[str, object]:
    own = {column.name for column in COLUMNS[Sheet.PLACES] if column.fact}

    def said(name: str) -> bool:
        return name in present if name in own else "facts" in present

    return {name: value for name, value in before.items() if not said(name)} | dict(new)
