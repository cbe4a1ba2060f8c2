"""The play itself: plan ahead, wait for each moment, say what is due, never faster than allowed."""

import threading
import time
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

from simulators import plan
from simulators.beats import TICK_S, Beats
from simulators.scenario import Scenario
from simulators.stage import Stage
from simulators.utterance import Cut, Happening, Utterance

AHEAD_S = 2.0
"""Real seconds by which the plan runs ahead of the play."""
LAG_TICKS = 20
"""A machine that slept does not say what it missed: beats older than this are left out."""


class Wire(Protocol):
    """Where the play speaks to."""

    def say(self, said: Utterance) -> None:
        """Publish a message."""

    def cut(self, cut: Cut) -> None:
        """Break a connection."""


class Allowance:
    """How many messages may still be said: `rate` a real second, saved up for one second at most."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._left = rate
        self._at = 0.0

    def take(self, now_s: float) -> bool:
        """Take one, if one is left."""
        self._left = min(self._rate, self._left + (now_s - self._at) * self._rate)
        self._at = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Play:
    """One run of a scenario; `at` is called with the real seconds since its start."""

    def __init__(self, stage: Stage, scenario: Scenario, beats: Beats, *, rate: float) -> None:
        self._stage = stage
        self._scenario = scenario
        self._beats = beats
        self._allowance = Allowance(rate)
        self._waiting: list[tuple[float, int, Happening]] = []
        self._order = count()
        self._minute = 0
        self._tick = 0

    def at(self, now_s: float, wire: Wire) -> None:
        """Say all that is due by now. Alarms go first and wait when too much is said; beats are lost."""
        self._plan_until(self._stage.timeline.real(now_s + AHEAD_S))
        self._say_due(now_s, wire)
        for beat in self._beats_until(now_s):
            if self._allowance.take(now_s):
                wire.say(beat)

    def _plan_until(self, until_s: float) -> None:
        while self._minute * plan.MINUTE_S <= until_s:
            for happening in plan.minute(self._stage, self._scenario, self._minute):
                heappush(self._waiting, (happening.due_s, next(self._order), happening))
            self._minute += 1

    def _say_due(self, now_s: float, wire: Wire) -> None:
        while self._waiting and self._waiting[0][0] <= self._stage.timeline.real(now_s):
            happening = self._waiting[0][2]
            if isinstance(happening, Cut):
                wire.cut(happening)
            elif self._allowance.take(now_s):
                wire.say(happening)
            else:
                return
            heappop(self._waiting)

    def _beats_until(self, now_s: float) -> Iterator[Utterance]:
        last = int(now_s / TICK_S)
        for tick in range(max(self._tick, last - LAG_TICKS), last + 1):
            yield from self._beats.at(tick)
        self._tick = last + 1


def run(play: Play, wire: Wire, stop: threading.Event, *, for_s: float | None) -> None:
    """Play until told to stop, or for so many real seconds."""
    start = time.monotonic()
    while not stop.wait(TICK_S / 2):
        now_s = time.monotonic() - start
        if for_s is not None and now_s > for_s:
            return
        play.at(now_s, wire)
