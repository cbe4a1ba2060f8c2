"""Market files as people really have them: each is taken whole, or refused with one clear line a fault."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from patrol.errors import Invalid, PatrolError, Unavailable
from patrol.rules.register import DeviceRow, GrantRow, LaneRow, MarketFile, MarketRow, PersonRow, PlaceRow
from patrol.rules.register_change import Sheet, Verb, changes
from patrol.rules.words import DeviceClass, PlaceKind, Role
from patrol.sample import sample_market
from patrol.sheets.files import read_file, write_file, written

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


@pytest.mark.parametrize("name", ["market.xlsx", "market.csv", "market.json"])
def test_the_sample_written_and_read_again_changes_nothing(tmp_path: Path, name: str) -> None:
    sample = sample_market()
    write_file(tmp_path / name, sample)
    again = read_file(tmp_path / name).whole(sample)
    assert same(again, sample)
    assert len(again.places) == len(sample.places)


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


@pytest.mark.parametrize("name", ["=1+1", "+86", "-5", "@cmd", "'quoted", '=HYPERLINK("http://x")'])
def test_no_name_becomes_a_formula(name: str) -> None:
    market = MarketFile(STANDING.market, (MARKET, PlaceRow(PlaceKind.GRID, "g", name, "m")))
    commas = written(".csv", market).decode("utf-8-sig")
    assert not any(
        cell.strip('"').startswith(("=", "+", "-", "@")) for cell in commas.replace("\r\n", ",").split(",")
    )
    page = load_workbook(BytesIO(written(".xlsx", market)))["places"]
    assert page["C3"].value == name
    assert page["C3"].data_type == "s"


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
codes = st.from_regex(r"[A-Za-z0-9_.=-]{1,8}", fullmatch=True)
metres = st.integers(-90_000, 90_000).map(lambda cm: cm / 100)
facts = st.fixed_dictionaries(
    {},
    optional={
        "trade": words,
        "phone": words,
        "opens": st.integers(0, 2880),
        "closes": words,
        "limit": st.integers(0, 90),
        "face_x": metres,
        "use": st.just(""),
        "floor": st.integers(-(2**53), 2**53),
        "note": st.text(max_size=9),
    },
)


@st.composite
def markets(draw: Callable[..., object]) -> MarketFile:
    """Markets of a few places and devices with any names."""
    some = st.lists(st.tuples(codes, words, facts, metres, metres), max_size=5, unique_by=lambda row: row[0])
    rows: list[tuple[str, str, dict[str, object], float, float]] = draw(some)  # type: ignore[assignment] # what some holds
    shops = [
        PlaceRow(PlaceKind.SHOP, f"s{code}", name, "g", ((x, y), (x + 4, y), (x + 4, y + 5)), more)
        for code, name, more, x, y in rows
    ]
    devices = [
        DeviceRow(
            DeviceClass.SENSOR,
            f"d{code}",
            name,
            f"s{code}",
            (x, y),
            None,
            None,
            None,
            (("z", "z", f"{code} {name}"),),
            more,
        )
        for code, name, more, x, y in rows
    ]
    people = [
        PersonRow(f"p{n}", row[1], grants=(GrantRow(Role.SHOP, f"s{row[0]}"),)) for n, row in enumerate(rows)
    ]
    lanes = [LaneRow(f"l{row[0]}", row[1], "a", "b", ((row[3], row[4]), (0.0, 1.0))) for row in rows]
    return MarketFile(STANDING.market, (MARKET, GRID, *shops), tuple(lanes), tuple(devices), tuple(people))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(market=markets(), ending=st.sampled_from([".xlsx", ".csv", ".json"]))
def test_whatever_is_exported_is_read_back_as_it_was(tmp_path: Path, market: MarketFile, ending: str) -> None:
    again = read_file(file(tmp_path, f"market{ending}", written(ending, market))).whole(market)
    assert same(again, market)
    assert len(again.places) == len(market.places)


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
