"""What is no market file is refused in one clear line."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from patrol.errors import Unavailable
from patrol.sheets.files import read_file, write_file
from tests.sheets.papers import STANDING, book, file, line


def packed(name: str, size: int) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", compression=8) as bundle:
        bundle.writestr(name, b" " * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.json", b" \n ", "the file is empty"),
        ("a.txt", b"x", "a market file ends in .xlsx, .csv, .json; save an older .xls as .xlsx"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0",
            "a market file ends in .xlsx, .csv, .json; save an older .xls as .xlsx",
        ),
        ("a.xlsx", b"kind,code", "this is no .xlsx workbook; save it from the spreadsheet as .xlsx"),
        ("a.xlsx", packed("x", 100), "the workbook is damaged: KeyError"),
        ("a.xlsx", packed("x", 201_000_000), "the workbook is too large for a market"),
        ("a.csv", packed("x", 100), "this is a workbook; give it the ending .xlsx"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\xff", "the file is neither UTF-8 nor GBK text"),
        ("a.json", b"[1, 2]", "the file holds no market"),
        ("a.json", b'{"shops": []}', "a market has no part 'shops'; parts"),
        ("a.json", b"[" * 5000, "the file is not JSON"),
        ("a.csv", b'kind,code\n"shop,A-1\n', "the file can not be read as rows of cells"),
    ],
)
def test_what_is_no_market_file_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    said = line(file(tmp_path, name, content))
    assert said.startswith(str(tmp_path / name))
    assert told in said


def test_a_workbook_without_our_sheets_says_which_ones_it_wants(tmp_path: Path) -> None:
    assert "has none of the sheets market, places" in line(book(tmp_path, {"Tabelle1": [["a"]]}))


def test_what_can_not_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        read_file(tmp_path / "nothing.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(Unavailable, match="directory"):
        read_file(tmp_path / "folder.csv")
    with pytest.raises(Unavailable):
        write_file(tmp_path / "nowhere" / "a.csv", STANDING)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as out:
        out.truncate(60_000_000)
    assert "too large for a market" in line(path)
