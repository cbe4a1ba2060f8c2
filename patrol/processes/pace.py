"""How soon a part that died is started again."""

from dataclasses import dataclass, replace

FIRST_S = 1.0
LONGEST_S = 30.0
AT_ONCE_S = 10.0
"""A life shorter than this counts as dying at once."""

LOUD_AFTER = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """The short lives of one part in a row."""

    short_lives: int = 0

    def after_life(self, seconds: float) -> "Pace":
        """Count a life that has just ended."""
        return replace(self, short_lives=self.short_lives + 1 if seconds < AT_ONCE_S else 1)

    @property
    def rest_s(self) -> float:
        """How long to wait before the next start."""
        return min(FIRST_S * 2.0 ** max(0, self.short_lives - 1), LONGEST_S)

    @property
    def hopeless(self) -> bool:
        """Whether somebody must look, for starting again does not help."""
        return self.short_lives >= LOUD_AFTER and self.short_lives % LOUD_AFTER == 0
