"""What holds for every test: no network, no settings from outside, the same examples each time."""

import ipaddress
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, expect

from patrol import heap
from tests.parts import Absent, chromium, mosquitto, namespaces, postgres

PARTS: dict[str, Callable[[], object]] = {
    "browser": chromium.find,
    "needs_postgres": postgres.find,
    "needs_mosquitto": mosquitto.find,
    "needs_namespaces": namespaces.find,
}
FORBIDDEN = {"needs_namespaces"}
"""What a machine may forbid although nothing is missing: left out there too, and said so."""
IN_CI = bool(os.environ.get("CI"))
LEFT_OUT = pytest.StashKey[list[str]]()

expect.set_options(timeout=15_000)  # nothing waits so long but on a machine that does other work too
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", deadline=None, max_examples=2000)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--races", type=int, default=15, help="how often twenty people press at once")


@pytest.fixture
def races(request: pytest.FixtureRequest) -> int:
    """Tell how often a race is run: a few times each day, a hundred times with `--races 100`."""
    return int(request.config.getoption("--races"))


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = []
    for name in [name for name in os.environ if name.startswith("PATROL_")]:
        if name != "PATROL_BROWSER":
            del os.environ[name]
    sys.addaudithook(only_this_machine)


def only_this_machine(event: str, args: tuple[object, ...]) -> None:
    """Refuse to reach any other machine, or to ask for its address."""
    if event == "socket.getaddrinfo":
        target = args[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(args[1], tuple):
        target = args[1][0]
    else:
        return
    if not is_local(target.decode() if isinstance(target, bytes) else target):
        raise RuntimeError(f"a test tried to reach {target!r}; tests stay on this machine")


def is_local(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine has no part for. The check of every change leaves out nothing."""
    for marker, find in PARTS.items():
        wanting = [item for item in items if item.get_closest_marker(marker)]
        if not wanting:
            continue
        try:
            find()
        except Absent as absent:
            if IN_CI and marker not in FORBIDDEN:
                raise pytest.UsageError(str(absent)) from absent
            config.hook.pytest_deselected(items=wanting)
            items[:] = [item for item in items if item not in wanting]
            config.stash[LEFT_OUT].append(f"{len(wanting)} tests left out: {absent}")


def pytest_collection_finish() -> None:
    """Set the interpreter as our processes set theirs: what is loaded by now stays, tests and all."""
    heap.settle()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out: list[str] = config.stash[LEFT_OUT]
    for line in dict.fromkeys(left_out):
        terminalreporter.write_line(line, yellow=True)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of `-n` has left out; it cannot print."""
    node.config.stash[LEFT_OUT].extend(node.workeroutput["left_out"])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash[LEFT_OUT]
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("\nskipped tests are failures here", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """Run one PostgreSQL for all tests that want one."""
    with postgres.postgres_server() as server:
        yield server


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)],
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty database; the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'patrol.sqlite3'}"
        return
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: postgres.PostgresServer) -> Iterator[str]:
    """Give an empty PostgreSQL database; for tests marked needs_postgres."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def mosquitto_port() -> Iterator[int]:
    """Run one Mosquitto for all tests marked needs_mosquitto, and give its port."""
    with mosquitto.mosquitto() as port:
        yield port


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for all tests; it reaches nothing but this machine."""
    with chromium.started(chromium.find(), FLAGS) as one:
        yield one
