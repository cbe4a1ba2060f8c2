"""JSON files of all of a market: the values of the register as they are."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from patrol.errors import Invalid
from patrol.rules.register import MarketFile
from patrol.rules.register_change import Sheet
from patrol.sheets.columns import COLUMNS
from patrol.sheets.table import Line, Table


def read_plain(content: bytes) -> list[Table]:
    """Read the parts of a market. Raises Invalid for what is no JSON object."""
    try:
        whole = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Invalid(f"the file is not JSON: {error}") from error
    if not isinstance(whole, dict):
        raise Invalid("the file holds no market: a JSON object with market, places, lanes, devices, people")
    if unknown := sorted(set(whole) - set(Sheet)):
        raise Invalid(f"a market has no part {unknown[0]!r}; parts are {', '.join(Sheet)}")
    return [_part(sheet, whole[sheet]) for sheet in Sheet if sheet in whole]


def _part(sheet: Sheet, part: object) -> Table:
    rows: list[Any] = [part] if sheet is Sheet.MARKET else part if isinstance(part, list) else [part]
    faults = tuple(
        f"{sheet}, row {n}: it is no JSON object"
        for n, row in enumerate(rows, 1)
        if not isinstance(row, dict)
    )
    lines = tuple(Line(n, _cells(row)) for n, row in enumerate(rows, 1) if isinstance(row, dict))
    said = dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row)
    return Table(sheet, tuple(_headings(sheet, said)), lines, faults)


def _headings(sheet: Sheet, names: Iterable[str]) -> Iterator[str]:
    """Name the columns that the rows speak of: `at` is two, and `facts` are all facts there are."""
    for name in names:
        if name == "at" and sheet is Sheet.DEVICES:
            yield from ("x", "y")
        else:
            yield name
        if name == "facts":
            yield from (column.name for column in COLUMNS[sheet] if column.fact and column.name not in names)


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out nulls; a point becomes its two numbers."""
    at = row.get("at")
    if isinstance(at, list) and len(at) == 2:
        row = {**row, "x": at[0], "y": at[1], "at": None}
    return {name: value for name, value in row.items() if value is not None}


def write_plain(file: MarketFile) -> bytes:
    """Write all of a market."""
    return orjson.dumps(file, option=orjson.OPT_INDENT_2)
