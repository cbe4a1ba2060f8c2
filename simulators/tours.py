"""Where a pretend car or guard is at any second: a round along the lanes, with its stops, for ever."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sin, tau

from simulators.ground import Globe, Lanes, Point, distance
from simulators.speech import Moving

STATIONS = 9


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast (m/s) and how long at a stop (s), each from–to."""

    speed: tuple[float, float]
    stop: tuple[float, float]


CAR = Pace(speed=(8 / 3.6, 15 / 3.6), stop=(15, 70))
GUARD = Pace(speed=(0.9, 1.5), stop=(20, 150))


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight piece of the round, or a stop where `a` equals `b`; seconds from the round's start."""

    start_s: float
    end_s: float
    a: Point
    b: Point


@dataclass(frozen=True, slots=True)
class Tour:
    """A closed round; `phases` shift the slow wander of the receiver."""

    legs: tuple[Leg, ...]
    offset_s: float
    phases: tuple[float, float]

    def at(self, second: float, globe: Globe) -> Moving:
        """Where the mover seems to be: its true place and a receiver's error of about two metres."""
        period = self.legs[-1].end_s
        inner = (second + self.offset_s) % period if period else 0.0
        leg = self.legs[max(0, bisect_right(self.legs, inner, key=lambda each: each.start_s) - 1)]
        span = leg.end_s - leg.start_s
        share = (inner - leg.start_s) / span if span else 0.0
        x = leg.a[0] + (leg.b[0] - leg.a[0]) * share
        y = leg.a[1] + (leg.b[1] - leg.a[1]) * share
        seen = (x + 1.3 * sin(second / 17 + self.phases[0]), y + 1.3 * sin(second / 23 + self.phases[1]))
        speed = distance(leg.a, leg.b) / span if span else 0.0
        return Moving(seen, speed, globe.course_of(leg.a, leg.b) if speed else self._facing(leg, globe))

    def _facing(self, leg: Leg, globe: Globe) -> float:
        """Say which way a standing mover faces: the way it came."""
        before = self.legs[self.legs.index(leg) - 1]
        return globe.course_of(before.a, before.b) if before.a != before.b else 0.0


def round_of(lanes: Lanes, posts: Sequence[Point], pace: Pace, *, seed: str, home: Point) -> Tour:
    """Draw a round past `posts` and some other corners; without lanes the mover stays at home."""
    dice = random.Random(seed)
    corners = _corners(lanes, posts, dice)
    legs: list[Leg] = []
    for start, end in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        _drive(legs, lanes.path(start, end), dice.uniform(*pace.speed))
        _stand(legs, lanes.nodes[end], dice.uniform(*pace.stop))
    legs = legs or [Leg(0.0, 60.0, home, home)]
    phases = (dice.uniform(0, tau), dice.uniform(0, tau))
    return Tour(tuple(legs), dice.uniform(0, legs[-1].end_s), phases)


def _corners(lanes: Lanes, posts: Sequence[Point], dice: random.Random) -> list[str]:
    known = list(dict.fromkeys(node for post in posts if (node := lanes.nearest(post)) is not None))
    wanted = dice.sample(known, min(len(known), STATIONS // 2))
    others = [node for node in lanes.nodes if node not in wanted]
    wanted += dice.sample(others, min(len(others), STATIONS - len(wanted)))
    dice.shuffle(wanted)
    return wanted if len(wanted) > 1 else []


def _drive(legs: list[Leg], line: Sequence[Point], speed: float) -> None:
    for a, b in pairwise(line):
        start = legs[-1].end_s if legs else 0.0
        if a != b:
            legs.append(Leg(start, start + distance(a, b) / speed, a, b))


def _stand(legs: list[Leg], at: Point, seconds: float) -> None:
    start = legs[-1].end_s if legs else 0.0
    legs.append(Leg(start, start + seconds, at, at))
