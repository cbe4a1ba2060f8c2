"""Market files are read as people have them, and every fault is named by sheet, row and column."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from patrol.rules.register import PlaceRow
from patrol.rules.register_change import Sheet
from patrol.rules.words import PlaceKind
from patrol.sheets.files import read_file
from tests.sheets.papers import GRID, HEAD, HEADINGS, MARKET, STANDING, book, faults, file


def test_a_comma_file_from_a_chinese_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "类型,编号,名称,上级,行业\r\nshop,A-1,老王布行,g,布匹\r\n"
    whole = read_file(file(tmp_path, "gbk.csv", text.encode("gbk"))).whole(STANDING)
    assert whole.places[0].name == "老王布行"
    assert whole.places[0].facts == {"trade": "布匹"}


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ","), ("utf-8-sig", ","), ("utf-16", "\t"), ("gb18030", ";")]
)
def test_encodings_marks_and_separators_are_understood(tmp_path: Path, encoding: str, mark: str) -> None:
    text = (
        HEAD.replace(",", mark)
        + "\r\n"
        + mark.join(["shop", "A-1", "老王", "g", "", "布匹", ""])
        + "\r\n\r\n"
    )
    whole = read_file(file(tmp_path, "a.csv", text.encode(encoding))).whole(STANDING)
    assert [place.name for place in whole.places] == ["老王"]


def test_a_name_can_hold_commas_quotes_and_new_lines(tmp_path: Path) -> None:
    text = HEAD + '\n"shop","A-1","老王, ""布行""\n二楼",g,,,\n'
    whole = read_file(file(tmp_path, "a.csv", text)).whole(STANDING)
    assert whole.places[0].name == '老王, "布行"\n二楼'


def test_numbers_in_a_workbook_become_codes_and_telephone_numbers(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEADINGS, ["shop", 1207, "老王", "g", None, "布匹", 16100000001.0]]
    whole = read_file(book(tmp_path, {"places": rows})).whole(STANDING)
    assert whole.places[0].code == "1207"
    assert whole.places[0].facts["phone"] == "16100000001"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("shop,A-1,老王,g,0 0; 4 x; 4 5,,", "places, row 2, column boundary: 'x' is not a number"),
        (
            "shop,A-1,老王,g,0 0; 4 5; 4 0; 0 5,,",
            "places, row 2, column boundary: it crosses itself near 2 2.5",
        ),
        ("shop,A-1,老王,g,0 0; 4 5,,", "places, row 2, column boundary: an outline needs three"),
        ("shop,A-1,老王,g,0 0; 4 5; nan 3,,", "places, row 2, column boundary: 'nan' is not a number"),
        ("stall,A-1,老王,g,,,", "places, row 2, column kind: there is no kind 'stall'; kinds"),
        ("shop,A-1,老王,x,,,", "places, row 2, column parent: there is no place x"),
        ("shop,A-1,老王,m,,,", "places, row 2, column parent: a shop can not stand in a market"),
        ("shop,A-1,老王,,,,", "places, row 2, column parent: a shop stands in another place"),
        ("shop,,老王,g,,,", "places, row 2, column code: it is empty"),
        ("shop,A 1,老王,g,,,", "places, row 2, column code: 'A 1' can not be a code"),
        ("shop,A-1,老王,g,,,,7", "places, row 2: '7' stands under no heading"),
    ],
)
def test_a_fault_is_named_by_sheet_row_and_column(tmp_path: Path, row: str, told: str) -> None:
    (fault,) = faults(file(tmp_path, "a.csv", f"{HEAD}\n{row}\n"))
    assert fault.startswith(told)


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    rows = "shop,A-1,甲,x,,,\nshop,A-1,乙,g,,,\nshop,A-3,丙,y,,,"
    assert faults(file(tmp_path, "a.csv", f"{HEAD}\n{rows}\n")) == (
        "places, row 3, column code: A-1 stands there twice",
        "places, row 2, column parent: there is no place x",
        "places, row 4, column parent: there is no place y",
    )


def test_an_unknown_heading_is_a_fault_and_not_left_out_in_silence(tmp_path: Path) -> None:
    told = faults(file(tmp_path, "a.csv", "kind,code,name,perent\nshop,A-1,老王,g\n"))
    assert told[0].startswith(
        "places, heading 'perent': no such column; columns are kind, code, name, parent"
    )


@pytest.mark.parametrize(
    ("sheet", "rows", "told"),
    [
        (
            "people",
            [["login", "name", "grants"], ["wang", "王", "sheriff@g"]],
            "people, row 2, column grants: there is no role 'sheriff'",
        ),
        (
            "people",
            [["login", "name", "grants"], ["wang", "王", "guard@z"]],
            "people, row 2, column grants: there is no place z",
        ),
        (
            "people",
            [["login", "name"], ["王 强", "王"]],
            "people, row 2, column login: '王 强' can not be a login",
        ),
        (
            "devices",
            [["device_class", "code", "name", "x"], ["camera", "c", "c", 4]],
            "devices, row 2, column y: x and y belong together",
        ),
        (
            "devices",
            [["device_class", "code", "name", "parent"], ["camera", "c", "c", "c"]],
            "devices, row 2, column parent: c would hang on itself",
        ),
        (
            "devices",
            [["device_class", "code", "name", "keys"], ["camera", "c", "c", "frigate"]],
            "devices, row 2, column keys: 'frigate' is not a name on the wire",
        ),
        (
            "devices",
            [
                ["device_class", "code", "name", "keys"],
                ["camera", "a", "a", "f f k"],
                ["camera", "b", "b", "f f k"],
            ],
            "devices, row 3, column keys: a answers to f f k already",
        ),
        (
            "lanes",
            [["code", "name", "start", "end", "line", "width_m"], ["l", "l", "a", "b", "0 0; 5 5", 0]],
            "lanes, row 2, column width_m: 0.0 m is no width of a lane",
        ),
        (
            "lanes",
            [["code", "name", "start", "end", "line"], ["l", "l", "a", "b", "0 0"]],
            "lanes, row 2, column line: a lane has at least two points",
        ),
        (
            "market",
            [["code", "name", "timezone", "lat", "lon"], ["m", "m", "Asia/Yiwu", 29, 120]],
            "market, row 2, column timezone: there is no time zone 'Asia/Yiwu'",
        ),
    ],
)
def test_every_sheet_is_checked(tmp_path: Path, sheet: str, rows: list[list[object]], told: str) -> None:
    (fault,) = faults(book(tmp_path, {sheet: rows}))
    assert fault.startswith(told)


def test_merged_cells_are_refused_by_name(tmp_path: Path) -> None:
    path = book(tmp_path, {"places": [HEADINGS, ["shop", "A-1", "老王", "g"]]}, merge="A2:A3")
    assert faults(path) == ("places: cells A2:A3 are merged; split them",)


def test_the_row_of_a_json_file_is_counted_from_one(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "a.json",
        orjson.dumps({"places": [{"kind": "shop", "code": "A-1", "name": "甲", "parent": "x"}]}),
    )
    assert faults(path) == ("places, row 1, column parent: there is no place x",)


def test_a_file_without_a_market_needs_one_that_stands(tmp_path: Path) -> None:
    told = faults(file(tmp_path, "a.csv", f"{HEAD}\nshop,A-1,老王,g,,,\n"), None)
    assert told == ("market: the file does not say which market this is; name it by its code",)


def test_a_column_that_a_file_does_not_have_keeps_what_stands(tmp_path: Path) -> None:
    grid = replace(GRID, facts={"trade": "布匹", "floor": 2})
    standing = replace(STANDING, places=(MARKET, grid))
    whole = read_file(file(tmp_path, "a.csv", "kind,code,name,parent\ngrid,g,新名字,m\n")).whole(standing)
    assert whole.places == (replace(grid, name="新名字"),)
    whole = read_file(file(tmp_path, "b.csv", "kind,code,name,trade\ngrid,g,新名字,\n")).whole(standing)
    assert whole.places == (replace(grid, name="新名字", facts={"floor": 2}),)
    plain = orjson.dumps(
        {"places": [{"kind": "grid", "code": "g", "name": "乙", "boundary": None, "facts": {}}]}
    )
    whole = read_file(file(tmp_path, "c.json", plain)).whole(standing)
    assert whole.places == (PlaceRow(PlaceKind.GRID, "g", "乙", "m"),)


def test_a_part_left_out_of_the_file_stays_empty(tmp_path: Path) -> None:
    whole = read_file(book(tmp_path, {Sheet.PLACES: [HEADINGS, ["shop", "A-1", "老王", "g"]]})).whole(
        STANDING
    )
    assert (whole.lanes, whole.devices, whole.people) == ((), (), ())
    assert whole.market == STANDING.market
