"""A pasted or uploaded list of shops: the first cell of each row that says something."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO
from zipfile import BadZipFile

from patrol.errors import Invalid

MOST_ROWS = 6000
HEADINGS = frozenset({"code", "shop", "name", "商铺", "商户", "编号", "商鋪", "商戶", "編號", "店名"})


def names_in(content: bytes, filename: str) -> tuple[str, ...]:
    """Read codes or names of shops from a .xlsx, .csv or .txt file, each once; headings are left out.

    Raises:
        Invalid: the file can not be read.
    """
    rows = _workbook(content) if filename.lower().endswith(".xlsx") else _text(content)
    found = (next((cell.strip() for cell in row if cell.strip()), "") for row in rows)
    return tuple(dict.fromkeys(each for each in found if each and each.casefold() not in HEADINGS))


def _workbook(content: bytes) -> Iterable[list[str]]:
    from openpyxl import load_workbook  # slow to load, and seldom needed

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        raise Invalid("this is no .xlsx workbook; save it from the spreadsheet as .xlsx") from error
    sheet = book[book.sheetnames[0]]
    return [[_cell(value) for value in row] for row in sheet.iter_rows(max_row=MOST_ROWS, values_only=True)]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _text(content: bytes) -> Iterable[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(StringIO(content.decode(encoding))))[:MOST_ROWS]
        except UnicodeDecodeError:
            continue
    raise Invalid("this text can not be read; save it as UTF-8")
