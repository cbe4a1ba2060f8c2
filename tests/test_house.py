"""The rules of the house that no other tool checks."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
LONGEST = 300
MADE = {".git", ".venv", "node_modules", "dist", "__pycache__", "data", ".hypothesis"}
NAMELESS = re.compile(r"^(utils?|helpers?|common|misc|manager)\.")
FOREIGN = re.compile(
    r"/(?:root|work|home/\w+|Users/\w+)/"  # a path of somebody's machine
    r"|pypi\.org|python[h]osted|registry\.npmjs|deb\.debian"  # mirrors serve these too
)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Return the files of the repository; where git cannot tell, all that no tool has made."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = ""
    if shutil.which("git"):
        told = subprocess.run(listing, cwd=HOUSE, capture_output=True, text=True, check=False).stdout
    known = [HOUSE / name for name in told.split("\0") if name]
    return [p for p in known or HOUSE.rglob("*") if p.is_file() and not made_by_tools(p)]


def test_no_file_is_longer_than_a_reader_can_hold(files: list[Path]) -> None:
    sources = (p for p in files if p.suffix in {".py", ".ts", ".tsx", ".css"})
    too_long = {str(p.relative_to(HOUSE)): n for p in sources if (n := lines(p)) > LONGEST}
    assert too_long == {}


def test_every_room_is_named_for_what_it_is_for(files: list[Path]) -> None:
    assert [p.name for p in files if NAMELESS.match(p.name)] == []


def test_nothing_names_one_machine_or_one_registry(files: list[Path]) -> None:
    assert [f"{p.relative_to(HOUSE)}: {found}" for p in files for found in foreign(p)] == []


def test_the_rules_import_the_standard_library_alone() -> None:
    known = sys.stdlib_module_names | {"patrol"}
    rules = sorted((HOUSE / "patrol" / "rules").rglob("*.py"))
    assert {f"{p.name}: {name}" for p in rules for name in imports(p) if name not in known} == set()


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    words = re.compile(r"\b(pytest\.skip\(|mark\.skip|mark\.xfail|importorskip)")
    tests = (p for p in (HOUSE / "tests").rglob("*.py") if p != Path(__file__))
    assert [p.name for p in tests if words.search(p.read_text(encoding="utf-8"))] == []


def made_by_tools(path: Path) -> bool:
    return bool(MADE & set(path.relative_to(HOUSE).parts))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def foreign(path: Path) -> list[str]:
    try:
        return FOREIGN.findall(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:  # a picture or a sheet
        return []


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
