"""What is exported is read back as it was, and never becomes a formula."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from patrol.rules.register import DeviceRow, GrantRow, LaneRow, MarketFile, PersonRow, PlaceRow
from patrol.rules.words import DeviceClass, PlaceKind, Role
from patrol.sample import sample_market
from patrol.sheets.files import read_file, write_file, written
from tests.sheets.papers import GRID, MARKET, STANDING, file, same


@pytest.mark.parametrize("name", ["market.xlsx", "market.csv", "market.json"])
def test_the_sample_written_and_read_again_changes_nothing(tmp_path: Path, name: str) -> None:
    sample = sample_market()
    write_file(tmp_path / name, sample)
    again = read_file(tmp_path / name).whole(sample)
    assert same(again, sample)
    assert len(again.places) == len(sample.places)


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
