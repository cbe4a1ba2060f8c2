"""The command at the top: it knows what is stale, and says plainly what a person must do."""

import importlib.util
import os
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

HOUSE = Path(__file__).parents[1]


@pytest.fixture
def patrolctl(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load the script without leaving a compiled copy beside it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("patrolctl", str(HOUSE / "patrolctl"))
    spec = importlib.util.spec_from_loader("patrolctl", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_a_step_is_done_once_and_again_when_its_inputs_change(
    patrolctl: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[str] = []
    step = patrolctl.Step(
        "packages", lambda: made.append("made"), [HOUSE / "patrolctl"], tmp_path / "x" / "stamp"
    )
    assert step.stale()
    step.run()
    assert not step.stale()
    assert made == ["made"]
    (tmp_path / "x" / "stamp").write_text("what the inputs were before")
    assert step.stale()
    assert capsys.readouterr().err == "patrolctl: packages …\n"


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("error: Failed to fetch: dns error", "a package index cannot be reached"),
        ("npm error code EAI_AGAIN", "a package index cannot be reached"),
        ("npm error code EACCES", "is not writable"),
        ("error: hash mismatch", "error: hash mismatch"),
    ],
)
def test_a_failure_is_told_by_what_to_do(patrolctl: ModuleType, said: str, meaning: str) -> None:
    assert meaning in patrolctl.advice(said)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "-n 2 --dist=worksteal"),
        (["--durations=9"], "-n 2 --dist=worksteal"),
        (["-n4"], ""),
        (["tests/web"], ""),
    ],
)
def test_the_whole_suite_runs_on_two_cores_and_a_part_of_it_on_one(
    patrolctl: ModuleType, monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    monkeypatch.setattr(patrolctl.os, "cpu_count", lambda: 2)
    assert " ".join(patrolctl.at_once(options)) == words


@pytest.mark.parametrize(
    ("there", "free", "flags", "wanted"),
    [(True, 8e9, 0, True), (True, 3e9, 0, False), (True, 8e9, os.ST_NOEXEC, False), (False, 8e9, 0, False)],
)
def test_tests_write_to_memory_only_where_there_is_room_and_programs_may_run(
    patrolctl: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    there: object,
    free: float,
    flags: int,
    wanted: object,
) -> None:
    place = SimpleNamespace(f_bavail=free / 4096, f_frsize=4096, f_flag=flags)
    monkeypatch.setattr(patrolctl.os.path, "ismount", lambda _: there)
    monkeypatch.setattr(patrolctl.os, "access", lambda *_: True)
    monkeypatch.setattr(patrolctl.os, "statvfs", lambda _: place)
    assert patrolctl.room_in_memory() is wanted


def test_an_old_python_is_refused_in_words(patrolctl: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(patrolctl.Refused, match=r"3\.11 or newer"):
        patrolctl.main(["demo"])


def test_a_mirror_told_to_pip_is_told_to_uv(patrolctl: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patrolctl, "PYTHON", sys.executable)
    monkeypatch.setenv("PIP_INDEX_URL", "http://mirror.example/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "http://a.example http://b.example")
    monkeypatch.setenv("PIP_FIND_LINKS", "one two")
    told = patrolctl.uv_settings()
    assert told["UV_DEFAULT_INDEX"] == "http://mirror.example/simple"
    assert told["UV_INDEX"] == "http://a.example http://b.example"
    assert told["UV_FIND_LINKS"] == "one,two"


def test_compiled_modules_are_kept_where_the_machine_forbids_it(
    patrolctl: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PATROL_CONFIG", "mine.toml")
    around = patrolctl.surroundings()
    assert "PYTHONDONTWRITEBYTECODE" not in around
    assert around["PATROL_CONFIG"] == "mine.toml"
