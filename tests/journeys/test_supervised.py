"""`demo` and `up`: one command starts everything, and leaves nothing behind."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.running import Running, patrol
from tests.journeys.family import alive, children
from tests.journeys.test_kills import until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]

PROGRAMS = ("nats-server", "patrol --parent", "simulators")


@contextmanager
def a_demo(prepared: Path, folder: Path) -> Iterator[Running]:
    shutil.copytree(prepared, folder / "demo")
    with Running(folder, "demo", "--port", "0", "--no-open", "--data", str(folder / "demo")) as one:
        one.until("Stop      Ctrl-C")
        one.until("simulators: market_day")
        yield one


@pytest.fixture
def demo(prepared: Path, tmp_path: Path) -> Iterator[Running]:
    """One that a test may end."""
    with a_demo(prepared, tmp_path) as one:
        yield one


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def lasting(prepared: Path, home: Path) -> Iterator[Running]:
    """One that survives whatever its tests do to it: that is what they show."""
    with a_demo(prepared, home) as one:
        yield one


def address(demo: Running) -> tuple[str, int]:
    host, _, port = demo.until("Open ").rpartition("http://")[2].rstrip("/").partition(":")
    return host, int(port)


def answers(demo: Running) -> bool:
    connection = HTTPConnection(*address(demo), timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def child_named(demo: Running, words: str) -> int:
    return next(pid for pid, line in children(demo.process.pid).items() if words in line)


def test_one_command_starts_all_and_ctrl_c_leaves_nothing(demo: Running) -> None:
    family = children(demo.process.pid)
    assert all(any(program in line for line in family.values()) for program in PROGRAMS)
    assert answers(demo)
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(10) == 0
    until(lambda: not alive(set(family)), 2)


def test_nobody_outlives_a_supervisor_that_was_killed(demo: Running) -> None:
    family = children(demo.process.pid)
    demo.kill()
    until(lambda: not alive(set(family)), 10)


@pytest.mark.parametrize("part", ["web", "ingest", "jobs", "nats-server"])
def test_a_killed_part_is_back_in_seconds(lasting: Running, part: str) -> None:
    words = part if part == "nats-server" else f" {part}"
    name = "broker" if part == "nats-server" else part
    before = child_named(lasting, words)
    os.kill(before, signal.SIGKILL)
    lasting.until(f"{name:<10} | ended with status -9; starts again in 1 s")

    def is_back() -> bool:
        return any(words in line and pid != before for pid, line in children(lasting.process.pid).items())

    until(is_back, 5)
    until(lambda: answers(lasting), 10)


@pytest.mark.usefixtures("lasting")
def test_a_second_supervisor_on_the_same_folder_is_refused(home: Path) -> None:
    done = patrol(home, "demo", "--port", "0", "--no-open", "--data", str(home / "demo"))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "already runs" in done.stderr


def test_fresh_does_not_take_a_running_demonstration_away(lasting: Running, home: Path) -> None:
    done = patrol(home, "demo", "--fresh", "--port", "0", "--no-open", "--data", str(home / "demo"))
    assert done.returncode == 1
    assert "already runs" in done.stderr
    assert answers(lasting)


@pytest.mark.parametrize("command", ["demo", "up"])
def test_a_busy_port_is_named_and_nothing_is_begun(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        words = (
            ["demo", "--port", str(port), "--data", str(tmp_path / "data")] if command == "demo" else ["up"]
        )
        done = patrol(tmp_path / "data", *words, env={"PATROL_BIND": f"127.0.0.1:{port}"})
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"port {port}" in done.stderr
    assert not (tmp_path / "data").exists()


def test_fresh_leaves_a_folder_alone_that_is_no_demonstration(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-grandma.txt").write_text("dear grandma")
    done = patrol(tmp_path, "demo", "--fresh", "--port", "0", "--data", str(tmp_path / "letters"))
    assert done.returncode == 1
    assert (tmp_path / "letters" / "to-grandma.txt").exists()


def test_up_without_a_market_says_what_to_do_next(tmp_path: Path) -> None:
    with Running(tmp_path / "data", "up", "--broker-port", "0", env={"PATROL_BIND": "127.0.0.1:0"}) as one:
        one.until("There is no market yet")
        one.until("./patrolctl market import FILE")
        one.until("Stop      Ctrl-C")
        assert answers(one)
        assert one.stop() == 0
