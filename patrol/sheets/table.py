"""A sheet before anything is believed: headings, and rows with the numbers they have in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from patrol.rules.register_change import Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: heading → cell, blanks left out. `number` as the file counts."""

    number: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a file; `faults` is what could not even be laid out as rows."""

    sheet: Sheet
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[str, ...] = field(default=())


def fault(sheet: Sheet, row: int, column: str, says: str) -> str:
    """Name the cell that is wrong: a person finds it by sheet, row and column."""
    return f"{sheet}, row {row}, column {column}: {says}"


def table(sheet: Sheet, headings: tuple[str, ...], rows: list[tuple[int, tuple[object, ...]]]) -> Table:
    """Lay rows under their headings; empty rows and blank cells are left out."""
    lines = []
    faults = []
    for number, values in rows:
        filled = {index: value for index, value in enumerate(values) if not _blank(value)}
        if beyond := [index for index in filled if index >= len(headings) or not headings[index]]:
            faults.append(f"{sheet}, row {number}: {filled[beyond[0]]!r} stands under no heading")
        named = {headings[i]: value for i, value in filled.items() if i < len(headings) and headings[i]}
        if named:
            lines.append(Line(number, named))
    return Table(sheet, tuple(h for h in headings if h), tuple(lines), tuple(faults))


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
