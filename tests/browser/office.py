"""The sample market behind a real web process, with devices that speak when a test lets them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, func, select

from devices.handlers import Handler
from patrol.actions import case_open, heartbeats, market
from patrol.actions.case_open import Report
from patrol.clock import system_clock
from patrol.db import Sessions, make_engine, make_sessions
from patrol.migrations import upgrade
from patrol.model.alerts import Alert
from patrol.queries.register import RegisterCache
from patrol.rules.words import Category, Severity
from patrol.sample.market import sample_market
from tests.devices.wire import message
from tests.parts.ready_made import ready_made

HOUSE = Path(__file__).parents[2]
PROGRAM = """
from patrol.settings import from_environment
from web.server import serve
serve(from_environment(), ready=lambda address: print("ready", address, flush=True), demo=True)
"""
PARTS = ("ingest", "jobs", "broker")


@dataclass(slots=True)
class Office:
    """What a test speaks to: the address for browsers, and the devices' ear."""

    address: str
    engine: Engine
    sessions: Sessions
    handler: Handler
    folder: Path
    alive: set[str] = field(default_factory=lambda: set(PARTS))
    _web: subprocess.Popen[str] | None = None

    def event(self, device: str, kind: str, **more: object) -> None:
        """Let a device of ours (`class/code`) say something now."""
        now = system_clock()
        body = {"kind": kind, "id": uuid4().hex, "at": now.isoformat(), **more}
        self.handler.handle([message(f"patrol/v1/yunda/{device}/event", body, at=now)])

    def nonsense(self) -> None:
        """Let a device say what nobody understands."""
        topic = "patrol/v1/yunda/button/btn-E1-001/event"
        self.handler.handle([message(topic, b'{"kind": "sos" oops', at=system_clock())])

    def report(self, category: str, place: str, summary: str) -> None:
        """Let somebody of the desk report something of normal severity at a place."""
        now = system_clock()
        with self.sessions.begin() as session:
            register = RegisterCache().current(session)
            told = Report(
                next(iter(register.markets)), Category(category), Severity.NORMAL, uuid4().hex, None,
                place=place, summary=summary,
            )  # fmt: skip
            case_open.report(session, told, register, now=now)

    def newest_alert(self) -> int:
        """Give the number of the alert that was raised last."""
        with self.sessions() as session:
            return session.scalars(select(func.max(Alert.id))).one()

    def beat(self) -> None:
        """Let every part that is alive say so."""
        now = system_clock()
        with self.sessions.begin() as session:
            for part in sorted(self.alive):
                heartbeats.beat(session, part, started_at=now, now=now, facts={})

    def stop_web(self) -> None:
        """Take the web process away, as a power cut would."""
        if self._web is not None and self._web.stdout is not None:
            os.killpg(self._web.pid, signal.SIGKILL)  # the worker too: it would serve on for a while
            self._web.wait()
            self._web.stdout.close()

    def start_web(self) -> None:
        """Start the web process, on the same port when it had one."""
        self._web, self.address = _web(self.folder, self.address)


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Open the office: the market imported, the web process up, its parts alive."""
    url = f"sqlite:///{folder}/office.sqlite3"
    ready_made(url, "office", _settled)
    engine = make_engine(url)
    sessions = make_sessions(engine)
    handler = Handler(sessions, RegisterCache(), folder / "media", system_clock, "yunda", lambda *_: None)
    opened = Office("", engine, sessions, handler, folder)
    opened.beat()
    opened.start_web()
    closing = threading.Event()
    pacemaker = threading.Thread(target=_keep_alive, args=(opened, closing), daemon=True)
    pacemaker.start()
    try:
        yield opened
    finally:
        closing.set()
        pacemaker.join()
        opened.stop_web()
        engine.dispose()


def _settled(engine: Engine) -> None:
    """Bring it up to date and let the sample market in."""
    upgrade(engine)
    with make_sessions(engine).begin() as session:
        market.import_market(session, sample_market(), None, end_missing=False, now=system_clock())


def _keep_alive(opened: Office, closing: threading.Event) -> None:
    while not closing.wait(1.0):
        opened.beat()


def _web(folder: Path, address: str) -> tuple[subprocess.Popen[str], str]:
    port = address.rpartition(":")[2] or "0"
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(HOUSE),
        "PATROL_DATABASE_URL": f"sqlite:///{folder}/office.sqlite3",
        "PATROL_DATA_DIR": str(folder),
        "PATROL_BIND": f"127.0.0.1:{port}",
    }
    log = (folder / "web.log").open("a")
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
    )
    log.close()
    assert started.stdout is not None
    line = started.stdout.readline()
    assert line.startswith("ready "), (folder / "web.log").read_text(encoding="utf-8")
    return started, line.removeprefix("ready ").strip()
