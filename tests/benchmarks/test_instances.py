"""Public instances are read from a folder in either format; what asks another question says so."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.instances import Instance, NotOurs, instances, read

TWO_HEAPS = [(0, 0), (0, 3), (4, 0), (100, 0), (100, 5), (100, 9)]
"""Into two groups of three: middles (0, 0) and (100, 5), 3 + 4 + 5 + 4."""


def plain(demand: int = 1) -> str:
    return "6 2\n" + "".join(f"  {x}  {y}  3  {demand}\n" for x, y in TWO_HEAPS)


def or_library() -> str:
    rows = "".join(f" {n} {x} {y} 1\n" for n, (x, y) in enumerate(TWO_HEAPS, 1))
    return f" 1 16\n 6 2 3\n{rows}"


@pytest.mark.parametrize("text", [plain(), or_library()])
def test_both_formats_say_the_same(tmp_path: Path, text: str) -> None:
    (tmp_path / "heaps.dat").write_text(text)
    points = tuple((float(x), float(y)) for x, y in TWO_HEAPS)
    assert read(tmp_path / "heaps.dat") == Instance("heaps", points, 2, 3)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (plain(demand=2), "weigh differently"),
        (plain().replace(" 3 ", " 4 ", 1), "differently many"),
        (plain() + "1 1 3 1\n", "7 points"),
        ("", "no format"),
        ("6 2\n1 2 3 4 5\n", "no format"),
    ],
)
def test_what_asks_another_question_says_which(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "other.txt").write_text(text)
    ((name, found),) = instances(tmp_path)
    assert (name, isinstance(found, NotOurs)) == ("other", True)
    assert why in str(found)


def test_a_folder_of_instances_is_grouped_against_its_proven_best(tmp_path: Path) -> None:
    (tmp_path / "heaps.dat").write_text(plain())
    (tmp_path / "weights.dat").write_text(plain(demand=2))
    file = tmp_path / "found.json"
    main(["groups", "--effort", "smoke", "--instances", str(tmp_path), "--json", str(file)])
    (report,) = json.loads(file.read_text())["reports"]
    (found,), (left_out,) = (table["rows"] for table in report["tables"])
    columns = report["tables"][0]["columns"]
    row = dict(zip(columns, found, strict=True))
    assert (row["instance"], row["groups"], row["sum"], row["least"]) == ("heaps", 2, 16.0, 16.0)
    assert (row["proven"], row["above %"]) == ("yes", 0.0)
    assert left_out[0] == "weights"
