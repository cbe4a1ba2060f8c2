"""A visit list as a spreadsheet: one row for each shop, as it stands."""

import io
from collections.abc import Mapping, Sequence
from typing import Any


def visit_sheet(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Write one sheet. Texts stay texts: a name that begins with "=" is no formula."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options: Mapping[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, dict(options)) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_name(title))
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
            widest = max((len(str(row[column] or "")) for row in rows), default=0)
            sheet.set_column(column, column, min(48, max(10, widest * 1.6)))
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    sheet.write_string(number, column, str(value))
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    return out.getvalue()


def _name(title: str) -> str:
    """Spreadsheets forbid some characters in the name of a sheet, and more than 31 of any."""
    return "".join("-" if each in r"[]:*?/\'" else each for each in title)[:31].strip() or "1"
