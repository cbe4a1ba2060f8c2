"""Real parts to measure on: databases that are made for good, brokers, and our own processes."""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg import sql

from patrol.processes.accounts import BRIDGE
from patrol.processes.broker import EmbeddedBroker
from patrol.processes.broker_address import url_for
from patrol.settings import Settings, for_children, from_environment
from tests.benchmarks.child import HERE
from tests.benchmarks.town import Town, build
from tests.parts.mosquitto import mosquitto
from tests.parts.postgres import PostgresServer, postgres_server
from tests.parts.process import free_port

PATIENCE_S = 120.0
MOSQUITTO = """allow_anonymous true
persistence true
autosave_interval 1
max_queued_messages 0
max_inflight_messages 1000
"""
"""As the field wants it: nothing is dropped from a queue, and every message is soon on the disk."""


class Database(StrEnum):
    """Where the truth lies."""

    SQLITE = "SQLite"
    POSTGRES = "PostgreSQL"


class Broker(StrEnum):
    """Who carries the messages."""

    NATS = "NATS"
    MOSQUITTO = "Mosquitto"


@dataclass(frozen=True, slots=True)
class Running:
    """A process of ours that works. `address` is a web process's."""

    pid: int
    process: subprocess.Popen[bytes]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A market with its broker; its processes are started one by one."""

    settings: Settings
    device_url: str
    town: Town
    broker_pid: int
    label: str
    notes: Path | None = None
    """Where processes note when each message passes each stage; None: they run as they are."""

    @contextmanager
    def ingest(self) -> Iterator[Running]:
        """Run ingest; it listens when the block begins."""
        log = self.settings.data_dir / "ingest.log"
        begun = log.stat().st_size if log.exists() else 0

        def ready() -> bool:
            return "ready" in log.read_bytes()[begun:].decode(errors="replace")

        with self._part("ingest", log, ready) as process:
            yield Running(process.pid, process)

    @contextmanager
    def web(self) -> Iterator[Running]:
        """Run a web process; it answers when the block begins."""
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        told = replace(self.settings, port=port)
        log = self.settings.data_dir / f"web-{port}.log"
        with self._part("web", log, lambda: answers(f"{address}/healthz"), told) as process:
            yield Running(process.pid, process, address)

    @contextmanager
    def jobs(self) -> Iterator[Running]:
        """Run what time does; it keeps the time when the block begins."""
        log = self.settings.data_dir / "jobs.log"
        with self._part("jobs", log, lambda: "ready" in log.read_text(errors="replace")) as process:
            yield Running(process.pid, process)

    @contextmanager
    def _part(
        self, name: str, log: Path, ready: Callable[[], bool], settings: Settings | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        environment = for_children(settings or self.settings) | {"PYTHONPATH": str(HERE)}
        traced = ["tests.benchmarks.traced", name, str(self.notes)]
        words = [sys.executable, "-P", "-m", *(traced if self.notes else ["patrol", name])]
        with started(words, environment, log, ready) as process:
            yield process


@contextmanager
def started(
    words: list[str], environment: Mapping[str, str], log: Path, ready: Callable[[], bool]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process for the length of the block, which begins when it is ready."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            words, env=dict(environment), stdout=out, stderr=out, stdin=subprocess.DEVNULL
        )
    try:
        until = time.monotonic() + PATIENCE_S
        while not ready():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{words} did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(url: str) -> bool:
    """Tell whether a page is there."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:  # noqa: S310 - our own loopback address
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@dataclass(slots=True)
class Ground:
    """Everything measurements stand on; a market is built once a database and then copied."""

    folder: Path
    stack: ExitStack = field(default_factory=ExitStack)
    _towns: dict[tuple[Database, int], Town] = field(default_factory=dict)
    _server: PostgresServer | None = None
    _number: int = 0

    def __enter__(self) -> "Ground":
        """Stand."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what still runs."""
        self.stack.close()

    def town(self, database: Database, *, copies: int = 1) -> Town:
        """Give a filled database of its own."""
        first = self._towns.get((database, copies))
        if first is None:
            first = self._towns[(database, copies)] = build(self.empty(database), copies=copies)
        return replace(first, url=self._copied(first.url))

    def empty(self, database: Database) -> str:
        """Give the URL of an empty database."""
        self._number += 1
        if database is Database.SQLITE:
            return f"sqlite:///{self.folder}/bench-{self._number}.sqlite3"
        name = sql.Identifier(f"bench_{self._number}")
        self._postgres().say(sql.SQL("CREATE DATABASE {}").format(name))
        return self._postgres().url(f"bench_{self._number}")

    @contextmanager
    def site(self, database: Database, broker: Broker, *, copies: int = 1) -> Iterator[Site]:
        """Run a broker beside a fresh market."""
        town = self.town(database, copies=copies)
        data = self.folder / f"site-{self._number}"
        data.mkdir()
        told = {"PATROL_DATABASE_URL": town.url, "PATROL_DATA_DIR": str(data), "PATROL_CONFIG": "/dev/null"}
        settings = from_environment(told)
        with _broker(broker, data) as (url, device_url, pid):
            yield Site(replace(settings, mqtt_url=url), device_url, town, pid, f"{database} + {broker}")

    def _copied(self, url: str) -> str:
        if url.startswith("sqlite:///"):
            self._number += 1
            path = f"{self.folder}/bench-{self._number}.sqlite3"
            shutil.copyfile(url.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        self._number += 1
        copy, first = sql.Identifier(f"bench_{self._number}"), sql.Identifier(url.rpartition("/")[2])
        self._postgres().say(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(copy, first))
        return self._postgres().url(f"bench_{self._number}")

    def _postgres(self) -> PostgresServer:
        if self._server is None:
            self._server = self.stack.enter_context(postgres_server(()))
        return self._server

    def postgres_pid(self) -> int | None:
        """Give the process of the database server, if there is one."""
        if self._server is None:
            return None
        with psycopg.connect(
            host="127.0.0.1", port=self._server.port, user="patrol", dbname="postgres"
        ) as asking:
            row = asking.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'").fetchone()
        assert row is not None
        return int(Path(str(row[0]), "postmaster.pid").read_text().split()[0])


@contextmanager
def _broker(kind: Broker, data: Path) -> Iterator[tuple[str, str, int]]:
    """Run a broker; give its URL for us, for devices, and its process."""
    if kind is Broker.MOSQUITTO:
        with mosquitto(MOSQUITTO) as port:
            yield f"mqtt://127.0.0.1:{port}", f"mqtt://127.0.0.1:{port}", _holder_of(port)
        return
    one = EmbeddedBroker(data, say=lambda _line: None)
    address = one.start()
    try:
        yield url_for(data, address), url_for(data, address, BRIDGE), address.pid
    finally:
        one.stop()


def _holder_of(port: int) -> int:
    """Find the Mosquitto that was told this port."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            words = _words_of(folder)
            if words[:1] and words[0].endswith("mosquitto") and f"listener {port} " in _read(Path(words[-1])):
                return int(folder.name)
    return 0


def _words_of(folder: Path) -> list[str]:
    return _read(folder / "cmdline").strip("\0").split("\0")


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
