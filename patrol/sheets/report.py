"""A report as a workbook: one sheet of everything, one for each long list, numbers kept as numbers."""

from io import BytesIO
from typing import Any

from patrol.rules.paper import Kind, Paper, Section, Value

SUMMARY_SHEET = 31
"""Longest name of a sheet that Excel takes."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
DAY_S = 86_400
FORMATS = {Kind.SHARE: "0.0%", Kind.TIME: "[h]:mm:ss", Kind.NUMBER: "0.##", Kind.TEXT: "@"}


def workbook(paper: Paper) -> bytes:
    """Write it; a text that begins like a formula stays a text."""
    import xlsxwriter

    body = BytesIO()
    book = xlsxwriter.Workbook(
        body, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    looks = {kind: book.add_format({"num_format": form}) for kind, form in FORMATS.items()}
    looks[Kind.TEXT] = book.add_format({"text_wrap": True, "valign": "top"})
    strong = book.add_format({"bold": True, "bottom": 1})
    page = book.add_worksheet(_sheet_name(paper.title))
    page.write_string(0, 0, paper.title, book.add_format({"bold": True, "font_size": 16}))
    for number, told in enumerate(paper.lines, 1):
        page.write_string(number, 0, told)
    _widths(page, paper.sections)
    line = len(paper.lines) + 2
    for section in paper.sections:
        page.write_string(line, 0, section.title, book.add_format({"bold": True, "font_size": 13}))
        if section.note:
            line += 1
            page.write_string(line, 0, section.note)
        line = _table(page, section, line + 1, looks, strong, paper.no_data) + 1
    for section in paper.extra:
        own = book.add_worksheet(_sheet_name(section.title))
        _widths(own, (section,))
        own.freeze_panes(1, 0)
        last = _table(own, section, 0, looks, strong, "")
        own.autofilter(0, 0, max(1, last - 1), len(section.columns) - 1)
    book.close()
    return body.getvalue()


def _sheet_name(title: str) -> str:
    return title.translate(FORBIDDEN)[:SUMMARY_SHEET].strip() or "1"


def _widths(page: Any, sections: tuple[Section, ...]) -> None:
    most = max((len(section.columns) for section in sections), default=0)
    for number in range(most):
        widths = [s.columns[number].width for s in sections if len(s.columns) > number]
        page.set_column(number, number, max(widths))


def _table(page: Any, section: Section, line: int, looks: Any, strong: Any, no_data: str) -> int:
    """Write a table from a line on; give the line after it."""
    for number, column in enumerate(section.columns):
        page.write_string(line, number, column.title, strong)
    for below, row in enumerate(section.rows, line + 1):
        for number, (value, column) in enumerate(zip(row, section.columns, strict=True)):
            _cell(page, below, number, value, column.kind, looks, no_data)
    return line + 1 + len(section.rows)


def _cell(page: Any, y: int, x: int, value: Value, kind: Kind, looks: Any, no_data: str) -> None:
    if value is None:
        page.write_string(y, x, no_data)
    elif isinstance(value, str):
        page.write_string(y, x, value, looks[Kind.TEXT])
    else:
        page.write_number(y, x, value / DAY_S if kind is Kind.TIME else value, looks[kind])
