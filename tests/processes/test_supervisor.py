"""The supervisor brings back the dead, stops all in order, and leaves no orphan."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from patrol.clock import monotonic
from patrol.errors import Unavailable
from patrol.processes.part import Child, Part
from patrol.processes.possession import make_folder, possession
from patrol.processes.supervisor import Supervisor

SLEEP = (sys.executable, "-c", "import time; print('awake', flush=True); time.sleep(60)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('awake', flush=True); time.sleep(60)",
)


class Log:
    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def has(self, words: str) -> bool:
        return any(words in line for _name, line in self.lines)


def until(happened: Callable[[], bool], within_s: float = 15.0) -> None:
    deadline = monotonic() + within_s
    while not happened():
        assert monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def child(log: Log, words: tuple[str, ...] = SLEEP) -> Child:
    return Child("sleeper", words, {}, log)


def test_a_dead_part_is_started_again_after_a_second() -> None:
    log = Log()
    program = child(log)
    part = Part("sleeper", program, log)
    part.start()
    first = program.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        part.look()
        return program.pid != first

    until(is_back)
    assert log.has("ended with status -9; starts again in 1 s")
    program.stop()


def test_lines_are_passed_on_with_the_name_of_who_said_them() -> None:
    log = Log()
    program = child(log)
    program.start()
    until(lambda: ("sleeper", "awake") in log.lines)
    program.stop()


def test_a_part_that_does_not_stop_when_asked_is_made_to() -> None:
    log = Log()
    program = child(log, STUBBORN)
    program.start()
    until(lambda: log.has("awake"))
    program.stop(mercy_s=0.1)
    assert program.poll() == -signal.SIGKILL


def test_all_are_asked_before_anybody_is_waited_for_and_the_first_started_goes_last() -> None:
    order: list[str] = []

    class Fake:
        def __init__(self, name: str) -> None:
            self.name = name

        def start(self) -> None:
            order.append(f"start {self.name}")

        def poll(self) -> int | None:
            return None

        def ask(self) -> None:
            order.append(f"ask {self.name}")

        def stop(self) -> None:
            order.append(f"stop {self.name}")

    supervisor = Supervisor(Log())
    for name in ("broker", "ingest", "web"):
        supervisor.add(Part(name, Fake(name), Log()))
    supervisor.stop()
    names = ("broker", "ingest", "web")
    assert order[:3] == [f"start {name}" for name in names]
    assert order[3:6] == [f"ask {name}" for name in reversed(names)]
    assert order[6:] == [f"stop {name}" for name in reversed(names)]


def test_two_supervisors_on_one_folder_are_refused(tmp_path: Path) -> None:
    with possession(tmp_path), pytest.raises(Unavailable, match="already runs"), possession(tmp_path):
        pass


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="PATROL_DATA_DIR"):
        make_folder(tmp_path / "file" / "data")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]


def orphan_of(script: str, tmp_path: Path) -> int:
    """Run a parent that starts a child, kill the parent, give the child's pid."""
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    return pid


def test_a_broker_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib; from patrol.processes.broker import EmbeddedBroker\n"
        "b = EmbeddedBroker(pathlib.Path(sys.argv[1]), say=lambda line: None)\n"
        "print(b.start().pid, flush=True); time.sleep(60)"
    )
    pid = orphan_of(script, tmp_path)
    until(lambda: not alive(pid))


def test_a_process_of_ours_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    own = (
        "import os, time; from patrol.processes import leash; leash.hold_on_to(os.getppid()); time.sleep(60)"
    )
    script = (
        "import subprocess, sys, time\n"
        f"p = subprocess.Popen([sys.executable, '-c', {own!r}])\n"
        "time.sleep(1); print(p.pid, flush=True); time.sleep(60)"
    )
    pid = orphan_of(script, tmp_path)
    until(lambda: not alive(pid))
