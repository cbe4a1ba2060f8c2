"""One program under the supervisor: started, heard, started again, stopped."""

import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from typing import IO, Protocol

from patrol.clock import monotonic
from patrol.errors import Unavailable
from patrol.processes.pace import Pace

Say = Callable[[str, str], None]
"""Takes the part's name and one line of it."""


class Program(Protocol):
    """What can be started, looked at and stopped."""

    def start(self) -> object:
        """Start it, or raise `Unavailable`."""

    def poll(self) -> int | None:
        """Give the exit status, or None while it runs."""

    def ask(self) -> None:
        """Ask it to stop, if nobody needs it any more."""

    def stop(self) -> None:
        """See that it stops."""


class Child:
    """A process of ours whose lines are passed on with its name."""

    def __init__(self, name: str, words: tuple[str, ...], environ: Mapping[str, str], say: Say) -> None:
        self._name, self._words, self._environ, self._say = name, words, environ, say
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only the supervisor."""
        try:
            self._process = subprocess.Popen(
                self._words,
                env=dict(self._environ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise Unavailable(f"{self._name} does not start: {error}") from error
        assert self._process.stdout is not None
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, lines: IO[str]) -> None:
        with lines:
            for line in lines:
                self._say(self._name, line.rstrip())

    @property
    def pid(self) -> int | None:
        """The process, if one was started."""
        return self._process.pid if self._process else None

    def poll(self) -> int | None:
        """Give the exit status, or None while it runs."""
        return self._process.poll() if self._process else None

    def ask(self) -> None:
        """Ask it to stop."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self, mercy_s: float = 5.0) -> None:
        """Ask it to stop; after `mercy_s` make it."""
        self.ask()
        if self._process is None:
            return
        try:
            self._process.wait(mercy_s)
        except subprocess.TimeoutExpired:
            self._say(self._name, "did not stop when asked, and was killed")
            self._process.kill()
            self._process.wait()


class Part:
    """A program with its name and its history."""

    def __init__(self, name: str, program: Program, say: Say) -> None:
        self.name = name
        self.program = program
        self._say = say
        self._pace = Pace()
        self._began = 0.0
        self._again_at: float | None = None

    def start(self) -> None:
        """Start it for the first time; what hinders is raised."""
        self._begin()

    def _begin(self) -> None:
        self._began = monotonic()
        self._again_at = None
        self.program.start()

    def look(self) -> None:
        """Notice a death, and start it again when its rest is over."""
        if self._again_at is not None:
            if monotonic() >= self._again_at:
                self._retry()
        elif (status := self.program.poll()) is not None:
            self._mourn(f"ended with status {status}")

    def _retry(self) -> None:
        try:
            self._begin()
        except Unavailable as error:
            self._mourn(str(error))

    def _mourn(self, why: str) -> None:
        self._pace = self._pace.after_life(monotonic() - self._began)
        self._again_at = monotonic() + self._pace.rest_s
        self._say(self.name, f"{why}; starts again in {self._pace.rest_s:.0f} s")
        if self._pace.hopeless:
            loud = f"DIED {self._pace.short_lives} TIMES AT ONCE: the other parts go on without it"
            self._say(self.name, f"!!! {self.name.upper()} {loud}; see its lines above")
