"""How much is measured: enough to trust, or just enough to see that everything works."""

from dataclasses import dataclass

from tests.benchmarks.site import Broker, Database

Place = tuple[Database, Broker]
EMBEDDED = (Database.SQLITE, Broker.NATS)
FIELD = (Database.POSTGRES, Broker.MOSQUITTO)
HALF = (Database.SQLITE, Broker.MOSQUITTO)
EVERY = (EMBEDDED, (Database.POSTGRES, Broker.NATS), HALF, FIELD)


@dataclass(frozen=True, slots=True)
class Effort:
    """Sizes of the runs: `copies` of the sample market, stored events, how often a screen is asked."""

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
)
"""What the test of the benchmarks runs."""
