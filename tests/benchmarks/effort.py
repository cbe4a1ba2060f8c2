"""How much is measured: enough to trust, or just enough to see that everything works."""

from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.site import Broker, Database

Place = tuple[Database, Broker]
EMBEDDED = (Database.SQLITE, Broker.NATS)
FIELD = (Database.POSTGRES, Broker.MOSQUITTO)
HALF = (Database.SQLITE, Broker.MOSQUITTO)
EVERY = (EMBEDDED, (Database.POSTGRES, Broker.NATS), HALF, FIELD)


@dataclass(frozen=True, slots=True)
class Effort:
    """Sizes of the runs: `copies` of the sample market, stored events, how often a screen is asked, kills.

    `instances`: a folder of public instances that somebody has fetched, for `groups` alone.
    """

    places: tuple[Place, ...]
    repeats: int
    seconds: float
    backlog: int
    rates: tuple[int, ...]
    boards: tuple[int, ...]
    copies: tuple[int, ...]
    history: tuple[int, ...]
    flood: float
    asked: int
    kills: int
    peer_kills: int
    soak: int
    instances: Path | None = None

    @property
    def thorough(self) -> bool:
        """Whether this is the full measure, whichever parts the machine lacks and whatever else was asked."""
        return self.asked >= FULL.asked


FULL = Effort(
    places=EVERY,
    repeats=3,
    seconds=10.0,
    backlog=10_000,
    rates=(100, 200, 500, 1_000, 1_500, 2_000),
    boards=(1, 20, 200),
    copies=(1, 10, 100),
    history=(10_000, 1_000_000, 10_000_000),
    flood=15.0,
    asked=40,
    kills=100,
    peer_kills=10,
    soak=1_000_000,
)
QUICK = Effort(
    places=(EMBEDDED, FIELD),
    repeats=1,
    seconds=3.0,
    backlog=4_000,
    rates=(100, 200, 1_000),
    boards=(1, 20),
    copies=(1, 10),
    history=(10_000, 100_000),
    flood=5.0,
    asked=20,
    kills=8,
    peer_kills=0,
    soak=60_000,
)
SMOKE = Effort(
    places=(EMBEDDED,),
    repeats=1,
    seconds=1.0,
    backlog=300,
    rates=(100,),
    boards=(1, 3),
    copies=(1,),
    history=(1_000,),
    flood=1.0,
    asked=3,
    kills=2,
    peer_kills=0,
    soak=300,
)
"""What the test of the benchmarks runs."""
PAST = replace(FULL, places=(EMBEDDED, FIELD), copies=(), history=(10_000_000,))
"""Ten million signals and nothing else: `growth` alone."""
SIZE = replace(FULL, places=(), copies=(1, 100))
"""The smallest and the largest market and nothing else: `growth` alone."""
