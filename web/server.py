"""One web process: a port, a worker with many threads, and the live parts inside the worker."""

import errno
import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from patrol.actions import installation
from patrol.clock import system_clock
from patrol.db import make_engine, make_readers, make_sessions
from patrol.errors import Unavailable
from patrol.heap import settle
from patrol.migrations import require_current
from patrol.queries import duty
from patrol.settings import Settings
from web.app import create_app
from web.bus import Bus
from web.context import Context
from web.live import Live, live_of
from web.unmask_keys import public_key

THREADS = 256
"""Every board holds one; the rest answer requests."""

GRACE_S = 2
LINGER_S = 0.3
DYING_S = 4.0

Ready = Callable[[str], None]


def serve(
    settings: Settings, *, ready: Ready, demo: bool = False, listener: socket.socket | None = None
) -> None:
    """Serve until told to stop by SIGTERM or SIGINT; `ready` is given the address once requests are answered.

    Raises Unavailable when the port is taken or the database is not at this version.
    """
    _check_database(settings)
    bound = listener or bind(settings.host, settings.port)
    host, port = bound.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    _Server(settings, bound.detach(), lambda: ready(address), demo=demo).run()


def bind(host: str, port: int) -> socket.socket:
    """Take a port, or say plainly that somebody else has it.

    A worker whose parent was killed notices within seconds; so long a port that is taken is asked for again.
    """
    until = time.monotonic() + DYING_S
    while True:
        try:
            return _bound(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                said = error.strerror or str(error)
                raise Unavailable(f"PATROL_BIND: {host}:{port} cannot be had: {said}") from error
        time.sleep(0.1)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(512)
    except OSError:
        bound.close()
        raise
    return bound


def make_context(settings: Settings, *, demo: bool = False) -> Context:
    """Open the database, and make what a web process works with."""
    engine = make_engine(settings.database_url)
    sessions = make_sessions(engine)
    with sessions.begin() as session:
        installation.keep_epoch(session)
        secret = settings.secret_key or installation.keep_secret_key(session)
    made = Context(
        settings=settings,
        sessions=sessions,
        readers=make_readers(engine),
        tail=make_readers(make_engine(settings.database_url)),
        clock=system_clock,
        secret=secret,
        process=f"web:{os.getpid()}-{token_hex(3)}",
        demo=demo,
    )
    public_key(made)  # the key is there before the first quiet report is
    with made.reading() as (session, now):
        duty.rehearse(session, now=now)
    return made


def make_wired(settings: Settings, *, demo: bool = False) -> tuple[Flask, Bus | None]:
    """Make the application and its connection to the bus, both told of each other; neither is started."""
    wires: list[Callable[[], None]] = []
    buses: list[Bus] = []

    def hint() -> None:
        for wake in wires:
            wake()

    def wire(topic: str, payload: bytes) -> bool:
        return any(bus.say(topic, payload) for bus in buses)

    context = replace(make_context(settings, demo=demo), hint=hint, wire=wire)
    app = create_app(context)
    live = live_of(app)
    wires.append(live.relay.wake)
    if settings.mqtt_url is None:
        return app, None
    name = f"patrol-{context.process.replace(':', '-')}"
    bus = Bus(
        settings.mqtt_url,
        name,
        woken=live.relay.wake,
        positions=live.positions.hear,
        answered=live.pulse.broker_answered,
    )
    wires.append(bus.hint)
    buses.append(bus)
    return app, bus


def _check_database(settings: Settings) -> None:
    """Fail before the worker is forked, where a failure can still be said in one line."""
    engine = make_engine(settings.database_url)
    try:
        require_current(engine)
    finally:
        engine.dispose()


class _Worker(ThreadWorker):  # type: ignore[misc] # gunicorn ships no types
    """A worker whose sockets do not keep it from stopping."""

    live: Live | None = None
    bus: Bus | None = None

    def run(self) -> None:
        """Answer requests until told to stop, or until the parent is gone; then end in any case."""
        super().run()
        self._let_go()
        last_resort = threading.Timer(GRACE_S, os._exit, (0,))
        last_resort.daemon = True
        last_resort.start()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop: no new requests, and every board is cut off to look for another process."""
        super().handle_exit(sig, frame)
        threading.Thread(target=self._let_go, daemon=True).start()

    def _let_go(self) -> None:
        if self.live is not None:
            self.live.stop()
        if self.bus is not None:
            self.bus.stop()

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(min(deadline, time.monotonic() + LINGER_S))


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """gunicorn, told everything by us and nothing by its surroundings."""

    def __init__(self, settings: Settings, descriptor: int, ready: Callable[[], None], *, demo: bool) -> None:
        self._settings, self._descriptor, self._demo = settings, descriptor, demo
        self._ready = ready
        self._bus: Bus | None = None
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's own ideas."""
        told = {
            "bind": f"fd://{self._descriptor}",
            "worker_class": _Worker,
            "workers": 1,
            "threads": THREADS,
            "worker_connections": 4 * THREADS,
            "keepalive": 5,
            "graceful_timeout": GRACE_S,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self._begin,
        }
        for name, value in told.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application in the worker: threads and connections do not outlive a fork."""
        logging.getLogger("web").setLevel(self._settings.log_level)
        app, self._bus = make_wired(self._settings, demo=self._demo)
        return app

    def _begin(self, worker: _Worker) -> None:
        live = live_of(self.callable)
        worker.live, worker.bus = live, self._bus
        live.start()
        if self._bus is not None:
            self._bus.start()
        settle()
        self._ready()
