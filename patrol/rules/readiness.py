"""How ready a group of shops is to help itself, and which neighbour stands in when it is too thin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEAST = 3
"""Shops that must be ready before a group can help itself; a market may set another number."""
MOST = 12
STAND_IN_WITHIN_M = 200.0
"""As the crow flies; a group farther off is no neighbour, and its help would come later than a guard's."""


@dataclass(frozen=True, slots=True)
class Door:
    """One shop of a group. `silent`: it did not answer the last roll call that rang it."""

    is_open: bool
    helps: bool
    silent: bool = False
    on_duty: bool = False
    leads: bool = False

    @property
    def ready(self) -> bool:
        """Whether somebody is there who can be counted on."""
        return self.is_open and self.helps and not self.silent


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many of the `of` shops are open, and how many of these ready; are lead and duty there."""

    of: int
    open: int
    ready: int
    lead: bool
    on_duty: bool

    def thin(self, least: int) -> bool:
        """Whether too few are ready; a group without shops asks for nobody."""
        return self.of > 0 and self.ready < least


def readiness(doors: Iterable[Door]) -> Readiness:
    """Count the shops of one group."""
    known = list(doors)
    return Readiness(
        of=len(known),
        open=sum(door.is_open for door in known),
        ready=sum(door.ready for door in known),
        lead=any(door.leads and door.ready for door in known),
        on_duty=any(door.on_duty and door.ready for door in known),
    )


def stand_in(ready: Mapping[int, int], ways: Mapping[int, float], least: int) -> int | None:
    """Give the nearest group (by metres on foot) that is ready itself; equal ways go by the lower id."""
    able = [(metres, group) for group, metres in ways.items() if ready.get(group, 0) >= least]
    return min(able)[1] if able else None


def read_least(document: Mapping[str, object]) -> int:
    """Read a market's own least number: `{"least": 3}`; 0 attaches nobody.

    Raises:
        ValueError: naming what can not be read.
    """
    value = document.get("least", LEAST)
    if set(document) - {"least"} or isinstance(value, bool) or not isinstance(value, int):
        raise ValueError('want {"least": a whole number of shops}')
    if not 0 <= value <= MOST:
        raise ValueError(f"want 0 to {MOST} shops")
    return value
