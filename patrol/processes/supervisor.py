"""The parent of all parts: starts them in order, starts the dead again, stops them in order."""

import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from patrol.processes.part import Part

LOOK_EVERY_S = 0.2


class Supervisor:
    """Runs from the main thread; `after` things are done once, when they first can be."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self._say = say
        self._parts: list[Part] = []
        self._waiting: list[tuple[Callable[[], bool], Callable[[], None]]] = []
        self._enough = threading.Event()

    def add(self, part: Part) -> None:
        """Start a part and keep it alive from now on."""
        part.start()
        self._parts.append(part)

    def once(self, is_so: Callable[[], bool], act: Callable[[], None]) -> None:
        """Do something as soon as it is so; both are called from the main thread."""
        self._waiting.append((is_so, act))

    def watch(self) -> None:
        """Stay until somebody wants an end."""
        while not self._enough.wait(LOOK_EVERY_S):
            for part in self._parts:
                part.look()
            self._do_what_can_be_done()

    def _do_what_can_be_done(self) -> None:
        waiting, self._waiting = self._waiting, []
        for is_so, act in waiting:
            if is_so():
                act()
            else:
                self._waiting.append((is_so, act))

    def end(self) -> None:
        """Leave `watch`."""
        self._enough.set()

    def stop(self) -> None:
        """Ask all at once, then see to each, the last started first: the broker goes when all have left."""
        for part in reversed(self._parts):
            part.program.ask()
        for part in reversed(self._parts):
            part.program.stop()
        self._parts.clear()

    @property
    def parts(self) -> Sequence[Part]:
        """The parts in the order of their start."""
        return tuple(self._parts)


def on_signal(act: Callable[[], None]) -> None:
    """Call `act` when this process is asked to stop, by Ctrl-C or otherwise."""

    def heard(_number: int, _frame: FrameType | None) -> None:
        act()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, heard)
