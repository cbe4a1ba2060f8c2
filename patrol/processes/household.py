"""All parts of a market on one machine: what `demo` and `up` start, and in which order."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from patrol.clock import monotonic
from patrol.errors import Unavailable
from patrol.processes import leash
from patrol.processes.accounts import BRIDGE
from patrol.processes.broker import EmbeddedBroker
from patrol.processes.broker_address import read_address, url_for
from patrol.processes.part import Child, Part
from patrol.processes.possession import make_folder, possession
from patrol.processes.supervisor import Supervisor, on_signal
from patrol.settings import Settings, for_children

Say = Callable[[str, str], None]
READY = "ready"
"""What a part says once it works."""

PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to run. `prepare` and `web` are words for their commands; `play` gives the simulators'."""

    settings: Settings
    broker_port: int = 0
    prepare: tuple[str, ...] = ("migrate",)
    web: tuple[str, ...] = ("web",)
    play: Callable[[Settings], tuple[str, ...]] | None = None


class Household:
    """Runs everything until it is told to stop."""

    def __init__(self, wish: Wish, say: Say, welcome: Callable[[Settings], None]) -> None:
        self._wish = wish
        self._tell = say
        self._welcome = welcome
        self._ready: set[str] = set()
        self._supervisor = Supervisor(self._say)

    def run(self) -> None:
        """Start, watch and stop; raises `Unavailable` when something hinders the start."""
        make_folder(self._wish.settings.data_dir)
        with possession(self._wish.settings.data_dir):
            on_signal(self._supervisor.end)
            try:
                self._start()
                self._supervisor.watch()
            finally:
                self._supervisor.stop()

    def _start(self) -> None:
        first = self._wish.settings
        with self._preparing(first):
            settings = self._with_broker(first)
        environ = _surroundings(settings)
        for name, words in (("web", self._wish.web), ("ingest", ("ingest",))):
            self._add(name, self._words(*words), environ)
        self._supervisor.once(lambda: "web" in self._ready, lambda: self._welcome(settings))
        self._supervisor.once(
            self._one_works_since(monotonic()), lambda: self._add("jobs", self._words("jobs"), environ)
        )
        if (play := self._wish.play) is not None:
            self._supervisor.once(
                lambda: {"web", "ingest"} <= self._ready,
                lambda: self._add(
                    "simulators",
                    (*leash.tied(), sys.executable, "-P", *play(settings)),
                    _surroundings(_as_gateway(settings, first)),
                ),
            )

    def _one_works_since(self, began: float) -> Callable[[], bool]:
        """Jobs wait for their turn at the processor, so that the first page comes sooner; not for long."""
        return lambda: bool(self._ready) or monotonic() - began > PATIENCE_S

    @contextmanager
    def _preparing(self, settings: Settings) -> Iterator[None]:
        """Bring the database up to date while the broker starts; nothing to do where it is."""
        if not self._wish.prepare:
            yield
            return
        preparing = _Preparing(self._words(*self._wish.prepare), _surroundings(settings))
        try:
            yield
            preparing.wait()
        finally:
            preparing.cancel()

    def _with_broker(self, settings: Settings) -> Settings:
        if settings.mqtt_url is not None:
            return settings
        broker = EmbeddedBroker(
            settings.data_dir,
            host=settings.host,
            port=self._wish.broker_port,
            say=lambda line: self._say("broker", line),
        )
        self._supervisor.add(Part("broker", broker, self._say))
        return replace(settings, mqtt_url=url_for(settings.data_dir, broker.address))

    def _add(self, name: str, words: tuple[str, ...], environ: Mapping[str, str]) -> None:
        self._supervisor.add(Part(name, Child(name, words, environ, self._say), self._say))

    def _words(self, *words: str) -> tuple[str, ...]:
        return (sys.executable, "-P", "-m", "patrol", "--parent", str(os.getpid()), *words)

    def _say(self, name: str, line: str) -> None:
        if line == READY:
            self._ready.add(name)
        else:
            self._tell(name, line)


def _surroundings(settings: Settings) -> Mapping[str, str]:
    """The environment of our own processes: these settings, and this very program."""
    return for_children(settings) | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"}


class _Preparing:
    """A command that is run to its end, and whose last word counts when it fails."""

    def __init__(self, words: tuple[str, ...], environ: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            words, env=dict(environ), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self._said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            self._said.extend(line.rstrip() for line in lines)

    def wait(self) -> None:
        """Wait for the end; what it could not do is what hinders the start."""
        status = self._process.wait()
        self._reader.join()
        if status:
            said = next(reversed(self._said), "it said nothing")
            raise Unavailable(said.removeprefix("patrol: "))

    def cancel(self) -> None:
        """Let it go, if it still runs."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()


def _as_gateway(settings: Settings, given: Settings) -> Settings:
    """Pretend devices sign in as a gateway does; our own account is ours alone."""
    address = read_address(settings.data_dir)
    if given.mqtt_url is not None or address is None:
        return settings
    return replace(settings, mqtt_url=url_for(settings.data_dir, address, BRIDGE))
