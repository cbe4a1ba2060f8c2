"""Waiting for the end of work that nobody announces."""

import time

from tests.benchmarks.machine import use_of

PATIENCE_S = 90.0
IDLE_CPU = 0.06
"""Share of a core that a process takes while nothing happens."""
IN_A_ROW = 3
"""Seconds of little work that count as the end; on a busy machine a single one is only bad luck."""


def wait_until_quiet(pid: int, *, at_least_s: float = 1.5) -> None:
    """Wait until a process has hardly worked for some seconds in a row."""
    until = time.monotonic() + PATIENCE_S
    time.sleep(at_least_s)
    spent, idle = use_of(pid).cpu_s, 0
    while time.monotonic() < until and idle < IN_A_ROW:
        time.sleep(1.0)
        now = use_of(pid).cpu_s
        idle = idle + 1 if now - spent < IDLE_CPU else 0
        spent = now
