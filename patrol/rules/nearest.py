"""Who could be there first: units by their way along the lanes, with reasons, and why not the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

from patrol.rules.register import Point
from patrol.rules.run_cards import CAR, GUARD, SHOP
from patrol.rules.words import DeviceClass, DeviceStatus

WALKING_M_S = 1.4
DRIVING_M_S = 4.0
FRESH_S = 60
USABLE_S = 600
NEXT_DOOR_M = 15
AS_NEAR_S = 20
"""Within ten seconds one unit comes ten seconds nearer and another goes ten away: a board asks that often."""
SHOWN = 8

Metres = Callable[[Point, Point, bool], float]


@dataclass(frozen=True, slots=True)
class Unit:
    """Somebody who can be sent: where they were last seen (plan metres) and how long ago.

    A shop has no device class: it stands where it stands, and helps while it is open.
    """

    code: str
    name: str
    device_class: DeviceClass | None
    status: DeviceStatus
    point: Point | None
    fix_age_s: float | None
    load: int = 0
    """Open tasks it has elsewhere."""
    is_open: bool = True
    helps: bool = True
    same_group: bool = False
    stands_in: bool = False
    """Whether its group stands in for the one in need, which is too thin."""
    in_sight: bool = False
    """A shop so near to what was told quietly that its ringing phone would give somebody away."""
    on_duty: bool | None = None
    """Whether it has a turn now; None: no rota knows of it."""
    person: str | None = None
    """Who carries it: people send people, not telephones."""

    @property
    def ref(self) -> str:
        """How commands name it."""
        return f"{'place' if self.device_class is None else 'device'}:{self.code}"

    @property
    def part(self) -> str:
        """What it counts as on a run card."""
        match self.device_class:
            case None:
                return SHOP
            case DeviceClass.CAR:
                return CAR
            case _:
                return GUARD


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
    units: Iterable[Unit], to: Point | None, *, metres: Metres, shown: int | None = SHOWN
) -> list[Candidate]:
    """Order units by the time they need; those that can not be counted on come last, with the reason.

    `metres(from, to, by_car)` gives the way along the lanes, infinite where there is none.
    """
    found = [_candidate(unit, to, metres) for unit in units]
    found.sort(key=lambda c: (bool(c.why_not), c.seconds if c.seconds is not None else inf, c.unit.code))
    return found[:shown]


def first_choice(ranked: Iterable[Candidate], needs: Mapping[str, int]) -> tuple[str, ...]:
    """Give the first of each part that a run card asks for; nobody who is ruled out."""
    left = dict(needs)
    chosen: list[str] = []
    for candidate in ranked:
        if not candidate.why_not and left.get(candidate.unit.part, 0) > 0:
            left[candidate.unit.part] -= 1
            chosen.append(candidate.unit.ref)
    return tuple(chosen)


def passed_over(ranked: Iterable[Candidate], sent: Iterable[str]) -> tuple[str, ...]:
    """Give the best of each part that stays although a worse one is sent; `ranked` best first."""
    going = set(sent)
    staying: dict[str, Candidate] = {}
    found: dict[str, str] = {}
    for candidate in ranked:
        part = candidate.unit.part
        if candidate.unit.ref not in going:
            if not candidate.why_not:
                staying.setdefault(part, candidate)
        elif part in staying and not _as_near(candidate, staying[part]):
            found.setdefault(part, staying[part].unit.ref)
    return tuple(found.values())


def _as_near(sent: Candidate, best: Candidate) -> bool:
    """Whether one that moves may have been the best when the board was looked at."""
    if sent.why_not or sent.unit.device_class is None or sent.seconds is None or best.seconds is None:
        return False
    return sent.seconds - best.seconds <= AS_NEAR_S


def _candidate(unit: Unit, to: Point | None, metres: Metres) -> Candidate:
    against = tuple(_against(unit, to))
    if to is None or unit.point is None:
        return Candidate(unit, None, None, (), against)
    by_car = unit.device_class is DeviceClass.CAR
    way = metres(unit.point, to, by_car)
    if way == inf:
        return Candidate(unit, None, None, (), (*against, Reason("no_way")))
    seconds = way / (DRIVING_M_S if by_car else WALKING_M_S)
    if against:
        return Candidate(unit, way, seconds, (), against)
    reasons = [Reason("drive" if by_car else "walk", {"metres": round(way), "seconds": round(seconds)})]
    return Candidate(unit, way, seconds, (*reasons, *_for(unit, way)), ())


def _for(unit: Unit, way: float) -> Iterable[Reason]:
    if unit.device_class is None:
        yield Reason("open_now")
        if unit.on_duty:
            yield Reason("on_duty")
        if unit.same_group:
            yield Reason("same_group")
        if unit.stands_in:
            yield Reason("stands_in")
        if way <= NEXT_DOOR_M:
            yield Reason("next_door")
        return
    if unit.on_duty:
        yield Reason("on_duty")
    age = unit.fix_age_s or 0.0
    yield Reason("fresh_fix" if age <= FRESH_S else "old_fix", {"seconds": round(age)})


def _against(unit: Unit, to: Point | None) -> Iterable[Reason]:
    if to is None:
        yield Reason("place_unknown")
    if unit.load:
        yield Reason("busy", {"tasks": unit.load})
    if unit.device_class is None:
        yield from _against_shop(unit)
        return
    if unit.on_duty is False:
        yield Reason("off_duty")
    if unit.status is not DeviceStatus.ONLINE:
        yield Reason("not_heard")
    if unit.point is None or unit.fix_age_s is None:
        yield Reason("no_fix")
    elif unit.fix_age_s > USABLE_S:
        yield Reason("fix_too_old", {"seconds": round(unit.fix_age_s)})


def _against_shop(unit: Unit) -> Iterable[Reason]:
    if not unit.is_open:
        yield Reason("closed")
    if not unit.helps:
        yield Reason("cannot_help")
    if unit.in_sight:
        yield Reason("in_sight")
    if unit.point is None:
        yield Reason("place_unknown")
