"""One of our own processes: gets its order as a line of JSON, works, answers with lines of JSON."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[2]
ROOM = "tests.benchmarks"


class Child:
    """A worker that runs beside us, so that its work is not ours."""

    def __init__(self, module: str, order: Mapping[str, Any]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"{ROOM}.{module}"],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.say(order)

    def say(self, word: Mapping[str, Any]) -> None:
        """Send one line."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(word) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        """Wait for the next line."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args!r} ended with {self.process.wait()}")
        return json.loads(line)

    def stop(self) -> Any:
        """Say that it is enough, and give its last word."""
        self.say({"stop": True})
        return self.answer()


@contextmanager
def child(module: str, order: Mapping[str, Any]) -> Iterator[Child]:
    """Run a worker for as long as the block lasts."""
    one = Child(module, order)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.communicate()


def order() -> dict[str, Any]:
    """Read what this process was told (called in the worker)."""
    told: dict[str, Any] = json.loads(sys.stdin.readline() or "{}")
    return told


def answer(word: object) -> None:
    """Write one line (called in the worker)."""
    sys.stdout.write(json.dumps(word) + "\n")
    sys.stdout.flush()


def on_stop(act: Callable[[], None]) -> None:
    """Wait until told to stop, then act (called in the worker, in a thread of its own)."""
    sys.stdin.readline()
    act()
