"""Runs the real command in a process of its own."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from patrol.clock import monotonic

HOUSE = Path(__file__).parents[2]
PATIENCE_S = 90.0


def surroundings(data_dir: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The least a process needs, and nothing of ours from outside."""
    bare = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(HOUSE), "PATROL_DATA_DIR": str(data_dir)}
    return bare | {"PATROL_CONFIG": os.devnull, "PYTHONUNBUFFERED": "1"} | dict(more or {})


def patrol(
    data_dir: Path,
    *words: str,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    largest_file: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; `largest_file` stands for a disk with no more room."""
    done = subprocess.run(
        [*_confined(largest_file), sys.executable, "-m", "patrol", *words],
        env=surroundings(data_dir, env),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=PATIENCE_S,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def _confined(largest_file: int | None) -> list[str]:
    """Words that let the next program write no file larger than this.

    It keeps no compiled modules: Python does not notice a short write, and would leave half a module
    for everybody who comes after.
    """
    if largest_file is None:
        return []
    limit = f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest_file},) * 2); "
    limit += "os.environ['PYTHONDONTWRITEBYTECODE'] = '1'; "
    return [sys.executable, "-c", limit + "os.execv(sys.argv[1], sys.argv[1:])"]


def says(words: str, line: str) -> bool:
    """Say whether a line has these words, whole: a port that is "already in use" is not "ready"."""
    return re.search(rf"(?<!\w){re.escape(words)}", line) is not None


class Running:
    """A command that goes on, with all it says."""

    def __init__(
        self,
        data_dir: Path,
        *words: str,
        env: Mapping[str, str] | None = None,
        largest_file: int | None = None,
        inside: Sequence[str] = (),
        program: Sequence[str] = ("patrol",),
    ) -> None:
        """Start it: `inside` is a program that runs another one, `program` a module and its words."""
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*inside, *_confined(largest_file), sys.executable, "-m", *program, *words],
            env=surroundings(data_dir, env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._said = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                with self._said:
                    self.lines.append(line.rstrip())
                    self._said.notify_all()

    def until(self, words: str) -> str:
        """Wait for a line with these words."""
        deadline = monotonic() + PATIENCE_S
        with self._said:
            while True:
                if found := next((line for line in self.lines if says(words, line)), None):
                    return found
                left = deadline - monotonic()
                assert left > 0, f"never said {words!r}; said:\n" + "\n".join(self.lines)
                self._said.wait(min(left, 0.2))

    def kill(self) -> None:
        """Kill −9."""
        self.process.kill()
        self.process.wait(PATIENCE_S)

    def stop(self) -> int:
        """Ask it to stop, and give its exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE_S)

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
