"""Waiting for the end of work that nobody announces."""

import time

from tests.benchmarks.machine import use_of

PATIENCE_S = 90.0
IDLE_CPU = 0.06
"""Share of a core that a process takes while nothing happens."""


def wait_until_quiet(pid: int, *, at_least_s: float = 1.5) -> None:
    """Wait until a process has hardly worked for a second."""
    until = time.monotonic() + PATIENCE_S
    time.sleep(at_least_s)
    spent = use_of(pid).cpu_s
    while time.monotonic() < until:
        time.sleep(1.0)
        now = use_of(pid).cpu_s
        if now - spent < IDLE_CPU:
            return
        spent = now
