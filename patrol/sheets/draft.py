"""A market file as read: typed rows that still know where they stood, and what was wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any

from patrol.errors import Invalid
from patrol.rules.register import DeviceRow, LaneRow, MarketFile, MarketRow, PersonRow, PlaceRow
from patrol.rules.register_change import Row, Sheet, name_of, rows_of
from patrol.rules.register_check import check
from patrol.sheets.columns import COLUMNS, Column, column_named
from patrol.sheets.keep import with_kept
from patrol.sheets.table import Line, Table, fault

ROWS: Mapping[Sheet, type[Any]] = {
    Sheet.MARKET: MarketRow,
    Sheet.PLACES: PlaceRow,
    Sheet.LANES: LaneRow,
    Sheet.DEVICES: DeviceRow,
    Sheet.PEOPLE: PersonRow,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says, cell by cell believable, not yet as a whole."""

    rows: Mapping[Sheet, tuple[Row, ...]]
    numbers: Mapping[Sheet, tuple[int, ...]]
    present: Mapping[Sheet, frozenset[str]]
    faults: tuple[str, ...]

    @property
    def market(self) -> MarketRow | None:
        """The market the file names, if it names one."""
        return next((row for row in self.rows[Sheet.MARKET] if isinstance(row, MarketRow)), None)

    @property
    def logins(self) -> tuple[str, ...]:
        """Logins of the people in the file."""
        return tuple(row.login for row in self.rows[Sheet.PEOPLE] if isinstance(row, PersonRow))

    def whole(self, standing: MarketFile | None) -> MarketFile:
        """Give the file as a value that fits what stands. Raises Invalid with every fault there is."""
        file = self._completed(standing)
        more = (
            fault(f.sheet, self._number(f.sheet, f.index), f.field, f.says) for f in check(file, standing)
        )
        faults = (*self.faults, *(() if self.faults else more))
        if faults:
            raise Invalid("the file can not be taken over", faults)
        return file

    def _completed(self, standing: MarketFile | None) -> MarketFile:
        """Put the parts together; columns that the file does not have keep what stands."""
        known = rows_of(standing) if standing else {}
        parts: dict[Sheet, Any] = {
            sheet: tuple(self._kept(sheet, row, known.get((sheet, name_of(row)))) for row in rows)
            for sheet, rows in self.rows.items()
        }
        market = next(iter(parts.pop(Sheet.MARKET)), standing.market if standing else None)
        if market is None:
            raise Invalid("the file can not be taken over", (*self.faults, NO_MARKET))
        return MarketFile(market, **{sheet.value: rows for sheet, rows in parts.items()})

    def _kept(self, sheet: Sheet, row: Row, before: Row | None) -> Row:
        return row if before is None else with_kept(row, before, self.present[sheet])

    def _number(self, sheet: Sheet, index: int) -> int:
        numbers = self.numbers[sheet]
        return numbers[index] if index < len(numbers) else 0


NO_MARKET = "market: the file does not say which market this is; name it by its code"


def draft(tables: Iterable[Table]) -> Draft:
    """Believe the tables cell by cell."""
    rows: dict[Sheet, tuple[Row, ...]] = dict.fromkeys(ROWS, ())
    numbers: dict[Sheet, tuple[int, ...]] = dict.fromkeys(ROWS, ())
    present: dict[Sheet, frozenset[str]] = dict.fromkeys(ROWS, frozenset())
    faults: list[str] = []
    for table in tables:
        faults += table.faults
        if wrong := _headings(table):
            faults += wrong
            continue
        found = (column_named(table.sheet, heading) for heading in table.headings)
        present[table.sheet] = frozenset(column.name for column in found if column)
        read = [(line.number, _row(table.sheet, line, faults)) for line in table.lines]
        rows[table.sheet] = tuple(row for _, row in read if row is not None)
        numbers[table.sheet] = tuple(number for number, row in read if row is not None)
        if table.sheet is Sheet.MARKET and len(table.lines) > 1:
            faults.append(fault(Sheet.MARKET, table.lines[1].number, "code", "a file holds one market"))
    return Draft(rows, numbers, present, tuple(faults))


def _headings(table: Table) -> list[str]:
    found = [column_named(table.sheet, heading) for heading in table.headings]
    names = [column.name for column in found if column]
    unknown = [h for h, column in zip(table.headings, found, strict=True) if column is None]
    missing = [c.name for c in COLUMNS[table.sheet] if c.required and c.name not in names]
    wanted = ", ".join(column.name for column in COLUMNS[table.sheet])
    return [
        *(f"{table.sheet}, heading {h!r}: no such column; columns are {wanted}" for h in unknown),
        *(f"{table.sheet}: column {name} is missing" for name in missing if table.lines),
        *(f"{table.sheet}: column {name} stands there twice" for name in sorted(_twice(names))),
    ]


def _twice(names: Sequence[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def _row(sheet: Sheet, line: Line, faults: list[str]) -> Row | None:
    """Read one line; what is wrong with it is added to the faults."""
    before = len(faults)
    values: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for heading, cell in line.cells.items():
        column = column_named(sheet, heading)
        if column is None:
            continue
        try:
            (facts if column.fact else values)[column.name] = column.read(cell)
        except (ValueError, TypeError) as error:
            faults.append(fault(sheet, line.number, column.name, str(error)))
    empty = (c for c in COLUMNS[sheet] if c.required and not _named(line, sheet, c))
    faults += [fault(sheet, line.number, column.name, "it is empty") for column in empty]
    if len(faults) > before:
        return None
    return _made(sheet, line, values, facts, faults)


def _named(line: Line, sheet: Sheet, column: Column) -> bool:
    return any(column_named(sheet, heading) is column for heading in line.cells)


def _made(
    sheet: Sheet, line: Line, values: dict[str, Any], facts: dict[str, Any], faults: list[str]
) -> Row | None:
    if facts:
        values["facts"] = {**facts, **values.get("facts", {})}
    if sheet is Sheet.DEVICES:
        x, y = values.pop("x", None), values.pop("y", None)
        if (x is None) is not (y is None):
            faults.append(fault(sheet, line.number, "y" if y is None else "x", "x and y belong together"))
            return None
        values["at"] = None if x is None else (x, y)
    for f in fields(ROWS[sheet]):
        if f.name not in values and f.default is MISSING and f.default_factory is MISSING:
            values[f.name] = None
    row: Row = ROWS[sheet](**values)
    return row
