"""Market files as people have them, and what reading them says."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from patrol.errors import Invalid, PatrolError
from patrol.rules.register import MarketFile, MarketRow, PlaceRow
from patrol.rules.register_change import Verb, changes
from patrol.rules.words import PlaceKind
from patrol.sheets.files import read_file

HEADINGS: list[object] = ["kind", "code", "name", "parent", "boundary", "trade", "phone"]
HEAD = "kind,code,name,parent,boundary,trade,phone"
MARKET = PlaceRow(PlaceKind.MARKET, "m", "小市场", None)
GRID = PlaceRow(PlaceKind.GRID, "g", "一网格", "m", ((0.0, 0.0), (9.5, 0.0), (9.5, 8.25)))
STANDING = MarketFile(MarketRow("m", "小市场", "Asia/Shanghai", 29.3, 120.1), (MARKET, GRID))


def file(tmp_path: Path, name: str, content: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def book(tmp_path: Path, sheets: dict[str, list[list[object]]], *, merge: str | None = None) -> Path:
    pages = Workbook()
    pages.remove(pages.worksheets[0])
    for name, rows in sheets.items():
        page = pages.create_sheet(name)
        for row in rows:
            page.append(row)
        if merge:
            page.merge_cells(merge)
    out = BytesIO()
    pages.save(out)
    return file(tmp_path, "market.xlsx", out.getvalue())


def faults(path: Path, standing: MarketFile | None = STANDING) -> tuple[str, ...]:
    with pytest.raises(Invalid) as refused:
        read_file(path).whole(standing)
    return refused.value.faults


def line(path: Path) -> str:
    with pytest.raises(PatrolError) as refused:
        read_file(path).whole(STANDING)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def same(file: MarketFile, standing: MarketFile) -> bool:
    return {change.verb for change in changes(file, standing, end_missing=True)} <= {Verb.SAME}
