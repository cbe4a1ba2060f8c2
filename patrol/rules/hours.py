"""The market's own clock: its day, which begins at the cut, and whether something is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class MarketClock:
    """A market's zone and the minute of the day (0 to 1439) at which its day begins."""

    timezone: str
    cut: int

    def local(self, now: datetime) -> datetime:
        """The same instant as the market's wall clocks show it."""
        return now.astimezone(ZoneInfo(self.timezone))

    def day(self, now: datetime) -> date:
        """The market day an instant belongs to: the night of trade keeps the date it began on."""
        local = self.local(now)
        began_today = local.hour * 60 + local.minute >= self.cut
        return local.date() if began_today else local.date() - timedelta(days=1)

    def begins(self, day: date) -> datetime:
        """The instant at which a market day begins."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.timezone))
        return midnight.replace(hour=self.cut // 60, minute=self.cut % 60)

    def minute(self, now: datetime) -> int:
        """Minute of the local day, 0 to 1439."""
        local = self.local(now)
        return local.hour * 60 + local.minute


def is_open(opens: int, closes: int, minute: int) -> bool:
    """Say whether a minute lies within hours that may pass midnight; 0 to 1440 is always open."""
    if closes - opens >= DAY_MINUTES:
        return True
    opens, closes = opens % DAY_MINUTES, closes % DAY_MINUTES
    if opens == closes:
        return False
    if opens < closes:
        return opens <= minute < closes
    return minute >= opens or minute < closes
