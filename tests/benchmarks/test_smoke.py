"""Every benchmark still runs, and says sensible things; how fast anything is, is no test's business."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import quiet
from tests.benchmarks.__main__ import CASES, here, main
from tests.benchmarks.cases import kills
from tests.benchmarks.effort import EMBEDDED, FULL, QUICK, SMOKE
from tests.benchmarks.site import Broker, Database
from tests.parts import Absent

BROWSED = pytest.param("board", marks=pytest.mark.browser)


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no silence between two runs: nothing that is measured here counts."""
    monkeypatch.setattr(quiet, "AT_LEAST_S", 0.0)
    monkeypatch.setattr(quiet, "LOOK_EVERY_S", 0.1)
    monkeypatch.setattr(quiet, "IN_A_ROW", 1)
    monkeypatch.setattr(kills, "STILL_S", 2.0)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", [*sorted(set(CASES) - {"board", "peers"}), BROWSED])
def test_a_benchmark_runs_and_writes_what_it_found(name: str, tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    main([name, "--effort", "smoke", "--json", str(file), "--plot", str(tmp_path)])
    (report,) = json.loads(file.read_text())["reports"]
    assert report["name"] == name
    assert report["machine"]["cores"] >= 1
    for table in report["tables"]:
        assert table["rows"], table["title"]
        assert all(len(row) == len(table["columns"]) for row in table["rows"])
    for picture in report["pictures"]:
        drawn = (tmp_path / f"{picture['name']}.svg").read_text()
        assert drawn.startswith("<svg")
        assert "NaN" not in drawn


def test_what_a_machine_has_not_is_left_out_and_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    def absent() -> object:
        raise Absent("it is not here")

    assert here(FULL, {}).places == FULL.places
    assert here(FULL, {Database.POSTGRES: absent, Broker.MOSQUITTO: absent}).places == (EMBEDDED,)
    assert capsys.readouterr().out == "left out: it is not here\n" * 2


def test_a_full_measure_stays_one_where_parts_are_missing_and_a_short_one_never_is() -> None:
    fewer = replace(FULL, places=(EMBEDDED,), instances=Path("somewhere"))
    assert [effort.thorough for effort in (FULL, fewer, QUICK, SMOKE)] == [True, True, False, False]
