"""Ties a process to its parent: when the parent is gone, even by kill −9, it goes too.

Runs as a script around programs that are not ours: `python leash.py PARENT PROGRAM …`. It knows
nothing of the rest, so that it starts in an instant.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time

LOOK_EVERY_S = 0.5
MERCY_S = 5.0
_PR_SET_PDEATHSIG = 1


def hold_on_to(parent: int) -> None:
    """Watch the parent from now on: ask this process to stop once it is gone, then make it."""
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="leash").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(MERCY_S)
    os._exit(1)


def tied() -> tuple[str, ...]:
    """Words to put before a program's own, so that it goes when this process is gone."""
    return (sys.executable, "-I", "-S", os.path.abspath(__file__), str(os.getpid()))


def run(parent: int, program: list[str]) -> int:
    """Become the program where the system can tie it to us, else stand beside it and watch."""
    if os.uname().sysname == "Linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == parent:
            os.execv(program[0], program)  # noqa: S606 - no shell is what we want
        return 1
    return _stand_beside(parent, program)


def _stand_beside(parent: int, program: list[str]) -> int:
    child = subprocess.Popen(program)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: child.send_signal(got))
    while child.poll() is None and os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    child.terminate()
    return child.wait()


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), sys.argv[2:]))
