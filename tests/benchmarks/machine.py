"""What the machine gives: its facts, and what a process and its children took of it."""

import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LOOP = 2_000_000


@dataclass(frozen=True, slots=True)
class Use:
    """Seconds of processor and bytes of memory."""

    cpu_s: float
    rss: int

    def since(self, before: "Use") -> "Use":
        """Give what was taken since an earlier look; memory stays what it is now."""
        return Use(self.cpu_s - before.cpu_s, self.rss)


def facts() -> dict[str, Any]:
    """Say on what, and beside how much other work, a measurement was taken."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load": load(),
        "loop_ms": round(min(_loop_ms() for _ in range(3)), 1),
    }


def load() -> list[float]:
    """Give how many processes wanted a core in the last 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]


def use_of(pid: int) -> Use:
    """Add up a process and everything below it; what has ended counts no more."""
    whole = [_use_of_one(each) for each in (pid, *_below(pid))]
    return Use(sum(each.cpu_s for each in whole), sum(each.rss for each in whole))


def _use_of_one(pid: int) -> Use:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return Use(0.0, 0)
    return Use((int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE)


def _below(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return []
    return [each for child in children for each in (child, *_below(child))]


def _loop_ms() -> float:
    """Time a loop that does nothing: compares this machine, now, with another or with later."""
    began = time.perf_counter()
    for _ in range(LOOP):
        pass
    return (time.perf_counter() - began) * 1000
