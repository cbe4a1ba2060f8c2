"""What buttons, sensors, contacts and trackers do: a press, smoke, a shutter, a battery that runs down."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from simulators import speech
from simulators.stage import Cue, Stage
from simulators.tongues import contact, tongue_of, zigbee
from simulators.utterance import Cut, Happening

REPEAT_S = 20.0
"""A detector repeats its alarm about this often while it holds."""


def sos(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """Somebody presses a button; two presses are one need."""
    battery = cue.dice.randrange(30, 100)
    presses = [cue.at_s, cue.at_s + stage.timeline.real(1.5)] if cue.dice.random() < 0.3 else [cue.at_s]
    return tuple(_press(stage, cue, due_s, battery) for due_s in presses)


def _press(stage: Stage, cue: Cue, due_s: float, battery: int) -> Happening:
    if tongue_of(cue.device) == "zigbee2mqtt":
        return zigbee(cue.device, due_s, {"action": "emergency", "battery": battery})
    return _event(stage, cue, due_s, "sos", {"severity": "critical", "data": {"battery": battery}})


def smoke(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A detector smells smoke, says so again and again, and then no more."""
    end_s, repeat_s = cue.at_s + cue.for_s, stage.timeline.real(REPEAT_S)
    battery, said, due_s = cue.dice.randrange(40, 100), [], cue.at_s
    while due_s < end_s:
        said.append(_smelt(stage, cue, due_s, battery, on=True))
        due_s += repeat_s
    return (*said, _smelt(stage, cue, end_s, battery, on=False))


def _smelt(stage: Stage, cue: Cue, due_s: float, battery: int, *, on: bool) -> Happening:
    if tongue_of(cue.device) == "zigbee2mqtt":
        rest = {"battery": battery, "battery_low": False, "tamper": False, "test": False}
        return zigbee(cue.device, due_s, {"smoke": on, **rest})
    return _event(stage, cue, due_s, "fire", {"level": "smoke", "on": on, "data": {"battery": battery}})


def shutter(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A shutter goes up or a door opens, and closes again."""
    return (
        _opened(stage, cue, cue.at_s, on=True),
        _opened(stage, cue, cue.at_s + cue.for_s, on=False),
    )


def flapping(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A loose wire: a contact opens and closes every few seconds."""
    said: list[Happening] = []
    due_s, on = cue.at_s, True
    while due_s < cue.at_s + cue.for_s:
        said.append(_opened(stage, cue, due_s, on=on))
        due_s, on = due_s + stage.timeline.real(cue.dice.uniform(3, 9)), not on
    return (*said, _opened(stage, cue, due_s, on=False))


def _opened(stage: Stage, cue: Cue, due_s: float, *, on: bool) -> Happening:
    if tongue_of(cue.device) == "tasmota":
        local = stage.timeline.wall(due_s).astimezone(ZoneInfo(stage.market.zone))
        return contact(cue.device, due_s, local, is_open=on)
    return _event(stage, cue, due_s, "door", {"level": "open", "on": on})


def faint_link(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A device comes and goes: offline, online, offline, online."""
    said: list[Happening] = []
    due_s, state = cue.at_s, "offline"
    while due_s < cue.at_s + cue.for_s:
        said.append(speech.status(stage.market.code, cue.device, due_s, {"state": state}, qos=1))
        due_s += stage.timeline.real(cue.dice.uniform(8, 30))
        state = "online" if state == "offline" else "offline"
    return (*said, speech.status(stage.market.code, cue.device, due_s, {"state": "online"}, qos=1))


def outage(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A device loses its power and gets it back."""
    return tuple(
        speech.status(stage.market.code, cue.device, due_s, {"state": state}, qos=1)
        for state, due_s in (("offline", cue.at_s), ("online", cue.at_s + cue.for_s))
    )


def button_test(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """Somebody tests a button, as they should every month."""
    return (_event(stage, cue, cue.at_s, "test", {"severity": "notice"}),)


def battery(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A battery runs down."""
    told = {"severity": "notice", "data": {"battery": cue.dice.randrange(3, 12)}}
    return (_event(stage, cue, cue.at_s, "battery_low", told),)


def driver_sos(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A driver presses the tracker's button, and the next report says so."""
    if cue.device.key("traccar") is None:
        return (_event(stage, cue, cue.at_s, "sos", {"severity": "critical"}),)
    moving = speech.Moving(cue.device.at, 0.0, 0.0)
    when = stage.timeline.wall(cue.at_s)
    return (speech.report(stage.market.globe, cue.device, cue.at_s, moving, when, "sos"),)


def link_cut(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A device's own connection breaks: the broker says its will, and it comes back."""
    return (Cut(cue.at_s, cue.device.code, min(90.0, cue.for_s / stage.timeline.speed)),)


def all_links_cut(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """Every connection breaks at once, as when the broker or the network falls; what was said waits."""
    return (Cut(cue.at_s, "*", min(90.0, cue.for_s / stage.timeline.speed)),)


def _event(stage: Stage, cue: Cue, due_s: float, kind: str, told: Mapping[str, object]) -> Happening:
    ident = speech.name_of(stage.seed, cue.name, cue.device.code, due_s)
    body = {"v": 1, "id": ident, "at": speech.stamp(stage.timeline.wall(due_s)), "kind": kind, **told}
    return speech.event(stage.market.code, cue.device, due_s, body)
