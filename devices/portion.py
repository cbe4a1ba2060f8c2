"""How much bulk is stored in one go: a call for help waits for one go, so its time is what is bounded."""

LEAST, MOST = 50, 500
"""Messages in a portion. A commit costs the same for one as for fifty: fewer only lengthen the queue."""
GO_S = 0.025
"""How long storing one portion should take."""
FORGETS = 0.3
"""Weight of the newest portion in the mean: three later, two thirds of what we believe is new."""


class Portion:
    """Learns what a message costs on this machine, in this hour.

    Alarms teach it too: they cost more, and after a burst of them portions of bulk are short for a moment.
    """

    def __init__(self) -> None:
        self._each_s = GO_S / MOST

    @property
    def size(self) -> int:
        """Give how many messages the next portion may have."""
        return max(LEAST, min(MOST, int(GO_S / self._each_s)))

    def took(self, messages: int, seconds: float) -> None:
        """Learn from one portion; a small one says only what a commit costs."""
        if messages >= LEAST:
            self._each_s += FORGETS * (seconds / messages - self._each_s)
