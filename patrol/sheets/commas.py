"""Comma files of places, as spreadsheets write them: UTF-8 or GBK, commas, semicolons or tabs."""

import csv
from collections.abc import Iterable
from io import StringIO

from patrol.errors import Invalid
from patrol.rules.register_change import Sheet
from patrol.sheets.columns import column_named
from patrol.sheets.table import Table, table

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


def read_commas(content: bytes) -> list[Table]:
    """Read one sheet of places. Raises Invalid for what is no text."""
    text = _text(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=lambda sign: sum(_known(cell) for cell in first.split(sign)))
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise Invalid(f"the file can not be read as rows of cells: {error}") from error
    filled = [(number, tuple(map(_bare, row))) for number, row in enumerate(rows, 1) if any(row)]
    if not filled:
        raise Invalid("the file is empty")
    headings = tuple(cell.strip() for cell in filled[0][1])
    return [table(Sheet.PLACES, headings, [(number, tuple(row)) for number, row in filled[1:]])]


def _known(heading: str) -> bool:
    return column_named(Sheet.PLACES, heading.strip('" \r\n')) is not None


def _text(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise Invalid("this is a workbook; give it the ending .xlsx")
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Invalid("the file is neither UTF-8 nor GBK text; save it again as CSV UTF-8")


def _bare(cell: str) -> str:
    """Take away the quote that keeps a spreadsheet from reading a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(("'", *RISKY)) else cell


def write_commas(headings: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    """Write UTF-8 with the mark by which Excel knows it; nothing in it is ever a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(["" if cell is None else _safe(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(cell: object) -> object:
    risky = isinstance(cell, str) and (cell.startswith(RISKY) or cell.startswith("'"))
    return f"'{cell}" if risky else cell
