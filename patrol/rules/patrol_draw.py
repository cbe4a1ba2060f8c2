"""Where to go next: drawn by chance that nobody can foresee and anybody can check afterwards.

The seed of a market day is made before it, and its SHA-256 is shown at once. A draw depends on the seed
and on its inputs alone; when the day is over the seed is shown, and everybody can draw again.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

LEG = 3
LONGEST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Candidate:
    """A checkpoint that may be next: the risk of its grid now, and the minutes nobody was there."""

    code: str
    risk: int
    minutes: int

    @property
    def weight(self) -> int:
        """How much speaks for it: riskier, and longer alone."""
        return self.risk * (1 + min(max(self.minutes, 0), LONGEST_MINUTES))


def commitment(seed: str) -> str:
    """Give what is shown of a seed before its day is over."""
    return sha256(seed.encode()).hexdigest()


def inputs(market: str, day: str, number: int, candidates: Sequence[Candidate]) -> str:
    """Write down all a draw depends on beside the seed, always in the same letters."""
    rows = sorted([one.code, one.weight] for one in candidates)
    told = {"market": market, "day": day, "number": number, "candidates": rows}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def draw(seed: str, told: str, *, length: int = LEG) -> tuple[str, ...]:
    """Draw checkpoints one after the other, each by its weight; HMAC-SHA256 is the dice.

    The n-th throw is HMAC(seed, "n:" + inputs) as a whole number, modulo the weights that are left.
    """
    left = [(str(code), int(weight)) for code, weight in json.loads(told)["candidates"] if weight > 0]
    found: list[str] = []
    while left and len(found) < length:
        thrown = hmac.new(seed.encode(), f"{len(found)}:{told}".encode(), sha256).digest()
        point = int.from_bytes(thrown, "big") % sum(weight for _, weight in left)
        for index, (code, weight) in enumerate(left):
            if point < weight:
                found.append(code)
                del left[index]
                break
            point -= weight
    return tuple(found)
