"""What a process counts of its own work, for whoever watches it from outside."""

import os
import resource
import sys
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600)
SIZES = (1, 2, 5, 10, 25, 50, 100, 250)


class Spread:
    """How often something was how large, in fixed steps, since the process began.

    Counts only grow: whoever reads twice knows what came between, and two processes add up.
    """

    __slots__ = ("_counts", "_steps", "_sum")

    def __init__(self, steps: Sequence[float] = SECONDS) -> None:
        self._steps = tuple(steps)
        self._counts = [0] * (len(steps) + 1)
        self._sum = 0.0

    def note(self, value: float) -> None:
        """Count one; a span that a stepped clock made negative counts as nothing."""
        value = max(0.0, value)
        self._counts[bisect_left(self._steps, value)] += 1
        self._sum += value

    def card(self) -> dict[str, Any]:
        """Give `steps` (upper ends, inclusive), `counts` (one more, for what is beyond) and `sum`."""
        return {"steps": list(self._steps), "counts": list(self._counts), "sum": round(self._sum, 6)}


def own_size() -> dict[str, int]:
    """Give what this process holds: `rss` (bytes; the most it ever held where /proc is missing), `files`."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return {"rss": pages * os.sysconf("SC_PAGE_SIZE"), "files": len(os.listdir("/proc/self/fd"))}
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {"rss": most * (1 if sys.platform == "darwin" else 1024)}
