"""Two clocks of a play: seconds since its start by the market's pretend day, and the wall clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Timeline:
    """`start` is the wall's instant of second 0, `begin_minute` the pretend minute of the day there.

    At speed N the pretend day runs N times faster. What devices say bears the wall's time, since
    that is what an honest device's clock shows.
    """

    start: datetime
    begin_minute: float
    speed: float = 1.0

    def wall(self, at_s: float) -> datetime:
        """The wall's instant of a pretend second."""
        return self.start + timedelta(seconds=at_s / self.speed)

    def hour(self, at_s: float) -> int:
        """Hour of the pretend day."""
        return int((self.begin_minute + at_s / 60) % MINUTES_A_DAY // 60)

    def real(self, seconds: float) -> float:
        """Pretend seconds that pass while so many real ones do."""
        return seconds * self.speed
