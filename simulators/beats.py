"""What is said all the time: where movers are, and that the others are alive."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulators import speech
from simulators.ground import Lanes, Point, connected, inside, middle
from simulators.market import Device
from simulators.stage import CARS, PHONES, Stage
from simulators.tongues import location, tongue_of
from simulators.tours import CAR, GUARD, Tour, round_of
from simulators.utterance import Utterance

TICK_S = 0.25
"""Real seconds of one tick; every beat falls on one."""
CAR_TICKS, PHONE_TICKS = 4, 32
FIRST_WORD = 4
"""Movers speak for the first time after this part of their time, so that a board is full in seconds."""
FIRST_BEATS_TICKS = 160
"""All devices have spoken once after this many ticks."""
SHORTEST_BEAT_S, LONGEST_BEAT_S = 30.0, 3600.0
BEAT_S = {"bridge": 40.0, "camera": 50.0, "gate": 120.0}
"""Real seconds between two beats of what hangs on a mains; well under what counts as silence."""
BATTERY_BEAT_S = 900.0
DEATH_S = 60.0
"""Real seconds after which the devices that are to die fall silent for good."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A car or a guard on a round. `tongue` is our own wire, or traccar, or owntracks."""

    device: Device
    tour: Tour
    every: int
    phase: int
    tongue: str


@dataclass(frozen=True, slots=True)
class Pulse:
    """A device that says now and then that it is alive."""

    device: Device
    every: int
    phase: int
    battery: int
    dies: bool


@dataclass(frozen=True, slots=True)
class Beats:
    """All that beats; `at` gives what is said in one tick."""

    stage: Stage
    movers: tuple[Mover, ...]
    pulses: tuple[Pulse, ...]

    def at(self, tick: int) -> Iterator[Utterance]:
        """Say what is due in a tick."""
        due_s = self.stage.timeline.real(tick * TICK_S)
        yield from (self._place(mover, due_s) for mover in self.movers if _speaks(mover, tick))
        yield from (self._alive(pulse, due_s) for pulse in self.pulses if _beats(pulse, tick))

    def _place(self, mover: Mover, due_s: float) -> Utterance:
        market, when = self.stage.market, self.stage.timeline.wall(due_s)
        moving = mover.tour.at(due_s, market.globe)
        match mover.tongue:
            case "traccar":
                return speech.report(market.globe, mover.device, due_s, moving, when)
            case "owntracks":
                return location(market.globe, mover.device, due_s, moving, when)
            case _:
                return speech.position(market.code, market.globe, mover.device, due_s, moving, when)

    def _alive(self, pulse: Pulse, due_s: float) -> Utterance:
        body: dict[str, object] = {"state": "online"}
        if pulse.device.device_class in ("button", "sensor"):
            body["battery"] = pulse.battery
        return speech.status(self.stage.market.code, pulse.device, due_s, body)


def _speaks(mover: Mover, tick: int) -> bool:
    return tick % mover.every == mover.phase or tick == mover.phase // FIRST_WORD


def _beats(pulse: Pulse, tick: int) -> bool:
    if pulse.dies and tick * TICK_S > DEATH_S:
        return False
    return tick >= pulse.phase and (tick - pulse.phase) % pulse.every == 0


def beats_of(stage: Stage, *, dead: int) -> Beats:
    """Draw the rounds, and spread the beats evenly over time."""
    cars, phones = stage.groups[CARS], stage.groups[PHONES]
    drivable = stage.market.lanes.for_cars()
    movers = [_car(stage, drivable, number, car) for number, car in enumerate(cars)]
    movers += [_guard(stage, number, phone) for number, phone in enumerate(phones)]
    still = [device for device in stage.market.devices if device not in {*cars, *phones}]
    mortal = [at for at, device in enumerate(still) if device.device_class not in ("button", "sensor")]
    dying = set(stage.dice("dead").sample(mortal, min(dead, len(mortal))))
    pulses = tuple(_pulse(stage, number, each, dies=number in dying) for number, each in enumerate(still))
    return Beats(stage, tuple(movers), pulses)


def _car(stage: Stage, drivable: Lanes, number: int, car: Device) -> Mover:
    tour = round_of(drivable, stage.market.posts, CAR, seed=f"{stage.seed}/{car.code}", home=car.at)
    traccar = car.key("traccar") is not None and (number % 3 == 2 or car.key("patrol") is None)
    return Mover(car, tour, CAR_TICKS, number % CAR_TICKS, "traccar" if traccar else "patrol")


def _guard(stage: Stage, number: int, phone: Device) -> Mover:
    """A guard walks the lanes of one grid: the one the phone's place lies in, else one in turn."""
    market = stage.market
    grids = list(market.grids.values())
    home = next(
        (grid for grid in grids if inside(grid, phone.at)), grids[number % len(grids)] if grids else ()
    )
    lanes = _within(market.lanes, home) if home else market.lanes
    posts = stage.dice("posts", phone.code).sample(sorted(lanes.nodes.values()), min(4, len(lanes.nodes)))
    at = middle(home) if home else phone.at
    tour = round_of(lanes, posts, GUARD, seed=f"{stage.seed}/{phone.code}", home=at)
    return Mover(phone, tour, PHONE_TICKS, number % PHONE_TICKS, tongue_of(phone))


def _within(lanes: Lanes, outline: tuple[Point, ...]) -> Lanes:
    nodes = {node: point for node, point in lanes.nodes.items() if inside(outline, point)}
    ways = {node: tuple(way for way in lanes.ways[node] if way.end in nodes) for node in nodes}
    return connected(ways, nodes)


def _pulse(stage: Stage, number: int, device: Device, *, dies: bool) -> Pulse:
    usual = BEAT_S.get(device.device_class, BATTERY_BEAT_S)
    wanted = device.silent_after_s / 3 if device.silent_after_s else usual
    every = int(min(LONGEST_BEAT_S, max(SHORTEST_BEAT_S, wanted)) / TICK_S)
    battery = stage.dice("battery", device.code).randrange(35, 101)
    return Pulse(device, every, number * 7 % FIRST_BEATS_TICKS, battery, dies)
