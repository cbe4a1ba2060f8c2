"""Excel workbooks: one sheet for each part of a market."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from xlsxwriter import Workbook

from patrol.errors import Invalid
from patrol.rules.register_change import Sheet
from patrol.sheets.table import Table, table

UNPACKED_LIMIT = 200_000_000
"""Bytes: what a workbook may grow to; beyond it, it is no market."""
ROW_LIMIT = 50_000
HEADING = {"bold": True, "bottom": 1}


def read_workbook(content: bytes) -> list[Table]:
    """Read the sheets that are parts of a market. Raises Invalid for what is no workbook."""
    book = _opened(content)
    names = {str(name).strip().lower(): name for name in book.sheetnames}
    known = [sheet for sheet in Sheet if sheet in names]
    if not known:
        raise Invalid(
            f"the workbook has none of the sheets {', '.join(Sheet)}; it has {', '.join(book.sheetnames)}"
        )
    return [_sheet(sheet, book[names[sheet]]) for sheet in known]


def _opened(content: bytes) -> Any:
    if _unpacked(content) > UNPACKED_LIMIT:
        raise Invalid("the workbook is too large for a market")
    try:
        return load_workbook(BytesIO(content), data_only=True)
    except Exception as error:
        # openpyxl raises whatever a broken part makes it stumble over
        raise Invalid(f"the workbook is damaged: {type(error).__name__}") from error


def _unpacked(content: bytes) -> int:
    try:
        with ZipFile(BytesIO(content)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except BadZipFile as error:
        raise Invalid("this is no .xlsx workbook; save it from the spreadsheet as .xlsx") from error


def _sheet(sheet: Sheet, page: Any) -> Table:
    if merged := [str(cells) for cells in page.merged_cells.ranges]:
        return Table(sheet, (), (), (f"{sheet}: cells {', '.join(merged[:3])} are merged; split them",))
    if page.max_row > ROW_LIMIT:
        return Table(sheet, (), (), (f"{sheet}: {page.max_row} rows are too many for a market",))
    rows = page.iter_rows(values_only=True)
    headings = tuple("" if cell is None else str(cell).strip() for cell in next(rows, ()))
    return table(sheet, headings, list(enumerate(rows, 2)))


def write_workbook(tables: Mapping[Sheet, tuple[tuple[str, ...], Iterable[tuple[object, ...]]]]) -> bytes:
    """Write sheets. Text is written as text: nothing a shop calls itself becomes a formula."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrapped = book.add_format(HEADING), book.add_format({"text_wrap": False})
    for sheet, (headings, rows) in tables.items():
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        page.set_column(0, len(headings) - 1, 16)
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
        for line, column, value in _cells(rows):
            if isinstance(value, int | float):
                page.write_number(line, column, value)
            else:
                page.write_string(line, column, str(value), wrapped)
    book.close()
    return out.getvalue()


def _cells(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[int, int, object]]:
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if value is not None:
                yield line, column, value
