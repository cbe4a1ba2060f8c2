"""When nobody checks in: who is asked next, and when. Up only, and never without an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from patrol.rules.duty_words import Rung
from patrol.rules.fairness import WORKROOM, Holder

_ORDER = tuple(Rung)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each is given, in minutes; the holder's time counts from the beginning of the turn."""

    holder: int = 10
    standby: int = 5
    lead: int = 5
    workroom: int = 5

    def of(self, rung: Rung) -> timedelta | None:
        """Give the time a rung has; None: nobody comes after it."""
        if rung is Rung.CAR:
            return None
        return timedelta(
            minutes={Rung.HOLDER: self.holder, Rung.STANDBY: self.standby, Rung.LEAD: self.lead}.get(
                rung, self.workroom
            )
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is being asked to come, since when, and when the next one is."""

    rung: Rung
    holder: Holder
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """The shops a ladder may ask; the workroom and the car are always there."""

    holder: Holder
    standby: Holder = WORKROOM
    lead: Holder = WORKROOM

    def of(self, rung: Rung) -> Holder:
        """Give the shop of a rung; None from the workroom on."""
        return {Rung.HOLDER: self.holder, Rung.STANDBY: self.standby, Rung.LEAD: self.lead}.get(
            rung, WORKROOM
        )


def begin(start: datetime, candidates: Candidates, patience: Patience) -> Asked:
    """Wait for the holder; a turn the workroom holds begins there."""
    rung = Rung.WORKROOM if candidates.holder is WORKROOM else Rung.HOLDER
    return _ask(rung, start, candidates, patience)


def climb(asked: Asked, candidates: Candidates, patience: Patience, *, now: datetime) -> Asked:
    """Ask the next one if the time is over. A rung with nobody new on it is passed over."""
    if asked.until is None or now < asked.until:
        return asked
    tried = {candidates.of(rung) for rung in _ORDER[: _ORDER.index(asked.rung) + 1]}
    for rung in _ORDER[_ORDER.index(asked.rung) + 1 :]:
        if rung in (Rung.WORKROOM, Rung.CAR) or candidates.of(rung) not in (WORKROOM, *tried):
            return _ask(rung, now, candidates, patience)
    return asked


def _ask(rung: Rung, since: datetime, candidates: Candidates, patience: Patience) -> Asked:
    wait = patience.of(rung)
    return Asked(rung, candidates.of(rung), since, None if wait is None else since + wait)
