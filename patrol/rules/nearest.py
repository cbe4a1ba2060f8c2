"""Who could be there first: units by their way along the lanes, with reasons, and why not the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

from patrol.rules.register import Point
from patrol.rules.words import DeviceClass, DeviceStatus

WALKING_M_S = 1.4
DRIVING_M_S = 4.0
FRESH_S = 60
USABLE_S = 600
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """Somebody who can be sent: where they were last seen (plan metres) and how long ago."""

    code: str
    name: str
    device_class: DeviceClass
    status: DeviceStatus
    point: Point | None
    fix_age_s: float | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason by its key, with what it is about; the screen words it."""

    key: str
    about: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit with its way (metres), its time (seconds), what speaks for it and what rules it out."""

    unit: Unit
    metres: float | None
    seconds: float | None
    reasons: tuple[Reason, ...]
    why_not: tuple[Reason, ...]


def rank(
    units: Iterable[Unit], to: Point | None, *, metres: Callable[[Point, Point, bool], float]
) -> list[Candidate]:
    """Order units by the time they need; those that can not be counted on come last, with the reason.

    `metres(from, to, by_car)` gives the way along the lanes, infinite where there is none.
    """
    found = [_candidate(unit, to, metres) for unit in units]
    found.sort(key=lambda c: (bool(c.why_not), c.seconds if c.seconds is not None else inf, c.unit.code))
    return found[:SHOWN]


def _candidate(unit: Unit, to: Point | None, metres: Callable[[Point, Point, bool], float]) -> Candidate:
    against = tuple(_against(unit, to))
    if against or to is None or unit.point is None:
        return Candidate(unit, None, None, (), against)
    by_car = unit.device_class is DeviceClass.CAR
    way = metres(unit.point, to, by_car)
    if way == inf:
        return Candidate(unit, None, None, (), (Reason("no_way"),))
    seconds = way / (DRIVING_M_S if by_car else WALKING_M_S)
    reasons = [Reason("drive" if by_car else "walk", {"metres": round(way), "seconds": round(seconds)})]
    age = unit.fix_age_s or 0.0
    if age <= FRESH_S:
        reasons.append(Reason("fresh_fix", {"seconds": round(age)}))
    else:
        reasons.append(Reason("old_fix", {"seconds": round(age)}))
    return Candidate(unit, way, seconds, tuple(reasons), ())


def _against(unit: Unit, to: Point | None) -> Iterable[Reason]:
    if to is None:
        yield Reason("place_unknown")
    if unit.status is not DeviceStatus.ONLINE:
        yield Reason("not_heard")
    if unit.point is None or unit.fix_age_s is None:
        yield Reason("no_fix")
    elif unit.fix_age_s > USABLE_S:
        yield Reason("fix_too_old", {"seconds": round(unit.fix_age_s)})
