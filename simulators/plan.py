"""What happens in each pretend minute: a pure function of the scenario, the seed and the minute."""

import random
from collections.abc import Iterator
from dataclasses import replace

from simulators.market import Device
from simulators.playbook import PARTS
from simulators.scenario import Line, Scenario
from simulators.stage import Cue, Stage
from simulators.utterance import Happening, Utterance

MINUTE_S = 60.0
CROWDED_SPEED = 4.0
"""Above this speed the background is thinned, so that no speed brings more than this many times
the messages of a real minute. The story is always told whole."""
QUIET_START_S = 45.0
"""Real seconds in which the story has the floor before the background joins in."""


def minute(stage: Stage, scenario: Scenario, number: int) -> tuple[Happening, ...]:
    """Plan one pretend minute, from `number` × 60 s on; what begins in it may end much later."""
    found = [*_background(stage, scenario, number), *_story(stage, scenario, number)]
    return tuple(sorted([*found, *_repeats(stage, scenario, number, found)], key=_order))


def _order(happening: Happening) -> tuple[float, str]:
    return happening.due_s, repr(happening)


def _background(stage: Stage, scenario: Scenario, number: int) -> Iterator[Happening]:
    start_s = number * MINUTE_S
    hour = stage.timeline.hour(start_s)
    kept = min(1.0, CROWDED_SPEED / stage.timeline.speed)
    for name in sorted(scenario.hourly):
        dice = stage.dice(scenario.name, number, name)
        for at_s in _moments(scenario.hourly[name][hour] * kept / 60, start_s, dice):
            device = stage.cast(PARTS[name].players, dice)
            if device is not None and at_s >= stage.timeline.real(QUIET_START_S):
                yield from _played(stage, name, device, at_s, dice)


def _moments(rate: float, start_s: float, dice: random.Random) -> list[float]:
    """Draw moments within a minute that has `rate` of them on average."""
    count = int(rate) + (dice.random() < rate % 1)
    return [start_s + dice.uniform(0, MINUTE_S) for _ in range(count)]


def _story(stage: Stage, scenario: Scenario, number: int) -> Iterator[Happening]:
    cast: dict[str, Device] = {}
    for index, line in enumerate(scenario.story):
        dice = stage.dice(scenario.name, "story", index)
        device = stage.cast(PARTS[line.act].players, dice, cast.get(line.near))
        if device is None:
            continue
        cast[line.as_] = device
        at_s = stage.timeline.real(line.after_s)
        if int(at_s // MINUTE_S) == number:
            yield from _played(stage, line.act, device, at_s, dice, line)


def _played(
    stage: Stage, name: str, device: Device, at_s: float, dice: random.Random, line: Line | None = None
) -> Iterator[Happening]:
    part = PARTS[name]
    lasts = dice.uniform(*part.lasts_s)
    told = stage.timeline.real(line.for_s) if line and line.for_s is not None else lasts
    yield from part.act(stage, Cue(device, at_s, told, dice, name))


def _repeats(stage: Stage, scenario: Scenario, number: int, found: list[Happening]) -> Iterator[Happening]:
    """Say some messages twice, as a publisher does that lost the answer."""
    dice = stage.dice(scenario.name, number, "repeats")
    for happening in sorted(found, key=_order):
        if isinstance(happening, Utterance) and dice.random() < scenario.repeated:
            yield replace(happening, due_s=happening.due_s + stage.timeline.real(dice.uniform(0.2, 3)))
