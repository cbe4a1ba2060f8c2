"""A whole market on real parts: embedded broker, ingest, jobs and web, each a process of its own."""

import json
import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from patrol.actions import people
from patrol.actions.people import NewToken
from patrol.clock import system_clock
from patrol.db import make_engine, make_readers, make_sessions
from patrol.model.alerts import Alert
from patrol.model.signals import SignalRecord
from patrol.processes.broker_address import read_address, url_for
from patrol.processes.ports import free_port
from patrol.rules.words import Role
from tests.benchmarks import town
from tests.cli.running import Running, patrol
from tests.parts.live_client import LiveClient

MARKET = "yunda"
ROOM = f"market:{MARKET}"
PARTS = ("broker", "ingest", "jobs", "web")
TOKEN_FILE = "token.json"


def build(folder: Path) -> None:
    """Make the sample market and a program's key, once for all journeys."""
    done = patrol(folder, "prepare", "--sample", "1")
    assert done.returncode == 0, done.stderr
    engine = make_engine(f"sqlite:///{folder / 'patrol.sqlite3'}")
    with make_sessions(engine).begin() as session:
        place = people.place_named(session, MARKET, None)
        token = people.create_token(session, NewToken("journey", Role.OFFICER, place), system_clock())
    engine.dispose()
    (folder / TOKEN_FILE).write_text(json.dumps(token))


@dataclass
class House:
    """The processes of one market, and what can be seen of it from outside."""

    folder: Path
    port: int
    engine: Engine
    parts: dict[str, Running] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """What all its processes are told beside where they listen."""
    program: tuple[str, ...] = ("patrol",)
    broker_host: str = "127.0.0.1"

    @classmethod
    def like(cls, template: Path, folder: Path) -> "House":
        """Take over a prepared market."""
        shutil.copytree(template, folder)
        return cls(folder, free_port("127.0.0.1"), make_engine(f"sqlite:///{folder / 'patrol.sqlite3'}"))

    @classmethod
    def on(cls, url: str, folder: Path) -> "House":
        """Build a market in an empty database elsewhere."""
        folder.mkdir()
        built = town.build(url)
        (folder / TOKEN_FILE).write_text(json.dumps(built.token))
        told = {"PATROL_DATABASE_URL": url}
        return cls(folder, free_port("127.0.0.1"), make_engine(url), told=told)

    def start(self, *names: str, inside: Sequence[str] = (), told: Mapping[str, str] | None = None) -> None:
        """Start parts together and wait until each works; `inside` another machine, `told` more."""
        for name in names:
            words = (name, "--broker-port", "0") if name == "broker" else (name,)
            host = self.broker_host if name == "broker" else "127.0.0.1"
            env = {"PATROL_BIND": f"{host}:{self.port}"} | self.told | dict(told or {})
            self.parts[name] = Running(self.folder, *words, env=env, program=self.program, inside=inside)
            if name == "broker":
                self.parts[name].until("listens for MQTT on")
        for name in names:
            if name != "broker":
                self.parts[name].until("ready")

    def mend(self) -> None:
        """Start what ended, as the supervisor does."""
        for name, part in list(self.parts.items()):
            if part.process.poll() is not None:
                self.start(name)

    def kill(self, name: str) -> None:
        """Kill −9. The broker is the server itself; who watches it then gives up."""
        if name == "broker":
            address = read_address(self.folder)
            assert address is not None
            os.kill(address.pid, signal.SIGKILL)
            self.parts[name].process.wait(10)
        else:
            self.parts[name].kill()

    def stop(self) -> None:
        """Stop everything, the broker last."""
        for name in reversed(PARTS):
            if name in self.parts:
                self.parts[name].__exit__(None, None, None)
        self.engine.dispose()

    def url(self, user: str = "bridge") -> str:
        """The broker's address for a gateway."""
        address = read_address(self.folder)
        assert address is not None
        return url_for(self.folder, address, user)

    def board(self) -> LiveClient:
        """Open a board: connected, with its first picture."""
        board = self.says({"rooms": [{"room": ROOM}]})
        board.wait("ready")
        return board

    def says(self, hello: Mapping[str, Any]) -> LiveClient:
        """Connect a board that begins with these words."""
        token = json.loads((self.folder / TOKEN_FILE).read_text())
        board = LiveClient(f"http://127.0.0.1:{self.port}", token=token)
        assert board.refused is None, board.refused
        board.say("hello", hello)
        return board

    def reading(self) -> Session:
        """Look into the database, and change nothing."""
        return make_readers(self.engine)()

    def signals(self, like: str) -> tuple[int, int]:
        """How many signals are stored whose topic is like this, and how many different ones."""
        different = func.count(func.distinct(SignalRecord.dedupe))
        with self.reading() as session:
            wanted = SignalRecord.topic.like(like)
            stored, unlike = session.execute(select(func.count(), different).where(wanted)).one()
        return int(stored), int(unlike)

    def open_alerts(self, kind: str) -> list[int]:
        """The open alerts of a kind, as the database has them."""
        with self.reading() as session:
            wanted = select(Alert.id).where(Alert.kind == kind, Alert.closed_at.is_(None)).order_by(Alert.id)
            return list(session.scalars(wanted))
