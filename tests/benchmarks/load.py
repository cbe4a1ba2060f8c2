"""What pretend devices say while we measure: topics and payloads, each with its number inside.

Message `n` goes to device `n mod devices`, so that a number alone tells everything about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LAT, LON = 29.3330, 120.1045
"""Well inside the sample market."""
STEP_DEG = 1e-9
"""A position bears its number in its latitude: a tenth of a millimetre each."""
PAD = "x" * 96
WIRE = "patrol/v1"
NOWHERE = "bench/v1"
"""A root that ingest does not listen to."""


class Say(StrEnum):
    """Kinds of traffic."""

    POSITIONS = "positions"
    STORED = "stored"
    ALERTS = "alerts"
    SOS = "sos"


DEVICES = {Say.POSITIONS: 50, Say.STORED: 250, Say.ALERTS: 300, Say.SOS: 40}


@dataclass(frozen=True, slots=True)
class Load:
    """One stream of messages. `codes` are devices of the market, as `class/code`."""

    say: Say
    codes: Sequence[str]
    market: str
    root: str = WIRE

    def message(self, n: int, at: str) -> tuple[str, str]:
        """Give topic and payload of message `n`."""
        device = self.codes[n % len(self.codes)]
        channel = "position" if self.say is Say.POSITIONS else "event"
        return f"{self.root}/{self.market}/{device}/{channel}", self._body(n, at)

    def _body(self, n: int, at: str) -> str:
        if self.say is Say.POSITIONS:
            lat = f"{LAT + n * STEP_DEG:.9f}"
            return (
                f'{{"v":1,"at":"{at}","position":{{"lat":{lat},"lon":{LON},"acc":5,"speed":1.5,"course":90}},'
                f'"data":{{"bench_n":{n},"battery":81,"note":"{PAD}"}}}}'
            )
        kind = {Say.STORED: "telemetry", Say.ALERTS: "tamper", Say.SOS: "sos"}[self.say]
        return (
            f'{{"v":1,"id":"{kind}-{n}-{at}","at":"{at}","kind":"{kind}","phase":"new",'
            f'"subject":{{"bench_n":{n},"label":"person","zone":"north-gate"}},'
            f'"data":{{"temperature":21.5,"voltage":3.01,"note":"{PAD}"}}}}'
        )


def number_of(lat: float) -> int:
    """Read the number out of a position."""
    return round((lat - LAT) / STEP_DEG)
