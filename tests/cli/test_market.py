"""`patrol market` from end to end: sample, import, look before leaping, export."""

from pathlib import Path

import pytest

from tests.cli.running import patrol

HEAD = "kind,code,name,parent"


def csv(home: Path, *rows: str) -> str:
    path = home / "shops.csv"
    path.write_text("\n".join((HEAD, *rows)), encoding="gbk")
    return str(path)


def last(text: str) -> str:
    return text.strip().splitlines()[-1]


def test_a_market_goes_in_and_out_and_in_again_without_a_change(home: Path) -> None:
    sample, copy = str(home / "sample.xlsx"), str(home / "copy.json")
    assert patrol(home, "market", "sample", sample).returncode == 0
    taken = patrol(home, "market", "import", sample)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert taken.stdout == "4034 added, 0 changed, 0 ended, 0 unchanged\n"
    assert patrol(home, "market", "export", copy).returncode == 0
    again = patrol(home, "market", "import", copy, "--end-missing")
    assert again.stdout == "0 added, 0 changed, 0 ended, 4034 unchanged\n"


def test_looking_first_says_row_by_row_and_changes_nothing(market_home: Path) -> None:
    rows = csv(market_home, "shop,E1-001,新名字,E1-G01", "shop,E1-900,新铺,E1-G01")
    looked = patrol(market_home, "market", "import", rows, "--dry-run")
    assert looked.stdout.splitlines()[:2] == [
        "~ places E1-001 新名字 (name)",
        "+ places E1-900 新铺",
    ]
    assert last(looked.stdout) == "would be: 1 added, 1 changed, 0 ended, 1 unchanged"
    assert last(patrol(market_home, "market", "import", rows, "--dry-run").stdout) == last(looked.stdout)


def test_a_bad_file_is_refused_whole_and_every_fault_is_named(market_home: Path) -> None:
    refused = patrol(
        market_home, "market", "import", csv(market_home, "shop,E1-900,新铺,E1-G01", "shop,E1-901,铺,E1-G99")
    )
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        "patrol: the file can not be taken over",
        "  places, row 3, column parent: there is no place E1-G99",
    ]
    assert "E1-900" not in exported(market_home)


def test_only_the_first_faults_of_many_are_shown(market_home: Path) -> None:
    refused = patrol(
        market_home, "market", "import", csv(market_home, *(f"shop,X-{n},铺,none" for n in range(99)))
    )
    assert last(refused.stderr) == "  … and 39 more"
    assert len(refused.stderr.splitlines()) == 62


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "nothing.csv"), "patrol: nothing.csv: No such file or directory"),
        (("export", "market.doc"), "there is no market yet: import one"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(home: Path, words: tuple[str, ...], told: str) -> None:
    refused = patrol(home, "market", *words)
    assert refused.returncode == 1
    assert told in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def exported(home: Path) -> str:
    path = home / "out.csv"
    assert patrol(home, "market", "export", str(path)).returncode == 0
    return path.read_text(encoding="utf-8-sig")
