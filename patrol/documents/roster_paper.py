"""A roster on paper: a grid of people and days as PDF for the wall, or as a spreadsheet."""

import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path

PAGE = Path(__file__).with_name("roster_paper.typ")
TINTS = {"early": "#DCEBFA", "late": "#FBEBD3", "night": "#DAD9F0"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one person: what is written, and which kind of shift it is."""

    text: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person's days, and their counts at the end."""

    name: str
    cells: tuple[Cell, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole grid in the reader's words. `rests`: which days others rest."""

    title: str
    under: str
    corner: str
    days: tuple[str, ...]
    rests: tuple[bool, ...]
    rows: tuple[Row, ...]
    totals: tuple[str, ...]
    legend: str
    sign: str


def pdf(paper: Paper) -> bytes:
    """Set the grid on one A4 page, lying; the same card gives the same bytes."""
    import pylopdf_fonts_zh_cn
    import typst

    told = asdict(paper) | {"tints": TINTS}
    body: bytes = typst.compile(
        PAGE,
        font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        timestamp=0,
    )
    return body


def sheet(paper: Paper) -> bytes:
    """Write the grid as a spreadsheet; names are text, so that none is read as a formula."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    tints = {kind: book.add_format({"bg_color": tint, "align": "center"}) for kind, tint in TINTS.items()}
    plain, head = book.add_format({"align": "center"}), book.add_format({"bold": True, "align": "center"})
    page = book.add_worksheet()
    page.write_string(0, 0, paper.title, bold)
    page.write_string(1, 0, paper.under)
    for column, word in enumerate((paper.corner, *paper.days, *paper.totals)):
        page.write_string(3, column, word, head)
    for number, row in enumerate(paper.rows, 4):
        page.write_string(number, 0, row.name)
        for column, cell in enumerate(row.cells, 1):
            page.write_string(number, column, cell.text, tints.get(cell.kind or "", plain))
        for column, count in enumerate(row.counts, 1 + len(row.cells)):
            page.write_number(number, column, count, plain)
    page.write_string(len(paper.rows) + 5, 0, paper.legend)
    page.set_column(0, 0, 14)
    page.set_column(1, len(paper.days), 6)
    page.freeze_panes(4, 1)
    page.set_landscape()
    page.fit_to_pages(1, 1)
    book.close()
    return out.getvalue()
