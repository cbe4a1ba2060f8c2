"""Starting a server for a test, and stopping it for certain."""

import os
import pwd
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ordinary_user(*names: str) -> str | None:
    """Return who a server shall run as that refuses to be root; None where we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (*names, "nobody") if name in known)


@contextmanager
def folder_of(user: str | None) -> Iterator[Path]:
    """Make a folder that this user owns."""
    with tempfile.TemporaryDirectory(prefix="patrol-", ignore_cleanup_errors=True) as name:
        if user is not None:
            entry = pwd.getpwnam(user)
            os.chown(name, entry.pw_uid, entry.pw_gid)
        yield Path(name)


@contextmanager
def running(
    words: Sequence[str], *, ready: Callable[[], bool], log: Path, user: str | None = None
) -> Iterator[None]:
    """Run a server until the end of the block, which begins once the server is ready."""
    with log.open("wb") as out:
        server = subprocess.Popen(words, stdout=out, stderr=out, stdin=subprocess.DEVNULL, user=user, cwd="/")
    try:
        wait(server, ready, log)
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait(server: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{server.args!r} did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
