"""What an act needs: the market, the clocks, the seed, and a way to choose who plays."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simulators.market import Device, Market
from simulators.timeline import Timeline
from simulators.utterance import Happening

DETECTORS, CAMERAS, BUTTONS, SMOKE, CONTACTS, CARS, PHONES, GATES, ALL = (
    "detectors", "cameras", "buttons", "smoke", "contacts", "cars", "phones", "gates", "all",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """One play of a market. All chance comes from `seed`, so that a play can be played again."""

    market: Market
    timeline: Timeline
    seed: int
    groups: Mapping[str, tuple[Device, ...]]

    def dice(self, *about: object) -> random.Random:
        """Give dice of their own for one matter, the same in every run."""
        return random.Random("/".join(map(str, (self.seed, *about))))

    def cast(self, group: str, dice: random.Random, near: Device | None = None) -> Device | None:
        """Choose a device of a group; `near` another one if that is given. None: there is none."""
        among = self.groups.get(group, ())
        if not among:
            return None
        if near is None:
            return dice.choice(among)
        others = [device for device in self.market.near(near.at, among)[:4] if device is not near]
        return dice.choice(others[:2]) if others else among[0]


@dataclass(frozen=True, slots=True)
class Cue:
    """An act's turn: who plays, when it begins (pretend seconds), how long it lasts, its own dice."""

    device: Device
    at_s: float
    for_s: float
    dice: random.Random
    name: str


Act = Callable[[Stage, Cue], Sequence[Happening]]


def stage_of(market: Market, timeline: Timeline, seed: int) -> Stage:
    """Sort the market's devices into the groups that acts are played by."""
    cameras, sensors = market.of_class("camera"), market.of_class("sensor")
    groups = {
        DETECTORS: tuple(device for device in cameras if device.key("frigate")) or cameras,
        CAMERAS: tuple(device for device in cameras if not device.key("frigate")) or cameras,
        BUTTONS: market.of_class("button"),
        SMOKE: tuple(device for device in sensors if device.senses == "smoke"),
        CONTACTS: tuple(device for device in sensors if device.senses == "contact"),
        CARS: market.of_class("car"),
        PHONES: market.of_class("phone"),
        GATES: market.of_class("gate"),
        ALL: market.devices,
    }
    return Stage(market, timeline, seed, groups)
