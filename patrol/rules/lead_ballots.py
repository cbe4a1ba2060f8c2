"""Ballots for the lead of a group: who may be chosen, in which phase, and what the votes come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BallotState(StrEnum):
    """How a ballot stands; all but `open` are its end."""

    OPEN = "open"
    ELECTED = "elected"
    UNDECIDED = "undecided"
    TOO_FEW = "too_few"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """What the shops of the group can do in an open ballot: first stand, then vote."""

    STANDING = "standing"
    VOTING = "voting"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a count comes to. `deputy`: whoever is second, if anybody voted for them."""

    state: BallotState
    lead: int | None = None
    deputy: int | None = None


def phase(votes_from: datetime, closes_at: datetime, now: datetime) -> Phase:
    """Say what is open at an instant; both bounds belong to what begins there."""
    if now < votes_from:
        return Phase.STANDING
    return Phase.VOTING if now < closes_at else Phase.OVER


def count(votes: Mapping[int, int], members: int) -> Outcome:
    """Count the votes of each shop that stands, named in the order in which they stood.

    Fewer than half of the shops: nobody is elected. Two first with as many votes: nobody either, the group
    votes once more. Among those second, whoever stood earlier is the deputy.
    """
    cast = sum(votes.values())
    if cast == 0 or 2 * cast < members:
        return Outcome(BallotState.TOO_FEW)
    best = max(votes.values())
    first = [shop for shop, number in votes.items() if number == best]
    if len(first) > 1:
        return Outcome(BallotState.UNDECIDED)
    others = {shop: number for shop, number in votes.items() if shop != first[0] and number > 0}
    second = max(others.values(), default=0)
    deputy = next((shop for shop, number in others.items() if number == second), None)
    return Outcome(BallotState.ELECTED, first[0], deputy)
