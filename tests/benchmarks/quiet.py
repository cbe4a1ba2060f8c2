"""Waiting for the end of work that nobody announces."""

import time

from tests.benchmarks.machine import use_of

PATIENCE_S = 90.0
IDLE_CPU = 0.06
"""Share of a core that a process takes while nothing happens."""
IN_A_ROW = 3
"""Seconds of little work that count as the end; on a busy machine a single one is only bad luck."""


AT_LEAST_S = 1.5
LOOK_EVERY_S = 1.0


def wait_until_quiet(pid: int) -> None:
    """Wait until a process has hardly worked for some seconds in a row."""
    until = time.monotonic() + PATIENCE_S
    time.sleep(AT_LEAST_S)
    spent, idle = use_of(pid).cpu_s, 0
    while time.monotonic() < until and idle < IN_A_ROW:
        time.sleep(LOOK_EVERY_S)
        now = use_of(pid).cpu_s
        idle = idle + 1 if now - spent < IDLE_CPU else 0
        spent = now
