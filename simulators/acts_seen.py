"""What cameras do: reviews that live from new to end, vehicles in lanes, plates, a lens covered."""

from collections.abc import Mapping, Sequence

from simulators import speech
from simulators.stage import Cue, Stage
from simulators.utterance import Happening, Utterance, encode


def passer_by(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """Somebody is seen, and nothing comes of it."""
    return _review(stage, cue, _told("detection", ["person"]), _told("detection", ["person"]))


def prowler(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """Somebody is seen, stays too long, and the review becomes an alert."""
    return _review(stage, cue, _told("detection", ["person"]), _told("alert", ["person"]))


def person(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """Somebody is where an alert is wanted at once."""
    told = _told("alert", ["person"])
    return _review(stage, cue, told, told)


def vehicle(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A truck stands in the fire lane until it drives on."""
    told = _told("alert", [cue.dice.choice(("truck", "car"))], zones=["fire_lane"])
    return _review(stage, cue, _told("detection", ["car"]), told)


def flames(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A camera with a trained eye sees fire."""
    told = _told("alert", ["fire"])
    return _review(stage, cue, told, told)


def scream(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A microphone hears a scream."""
    told = _told("alert", [], audio=["scream"])
    return _review(stage, cue, told, told)


def _told(severity: str, objects: list[str], **more: list[str]) -> Mapping[str, object]:
    told: dict[str, object] = {"objects": objects, "sub_labels": [], "zones": [], "audio": [], **more}
    return {"severity": severity, "data": told}


def _review(
    stage: Stage, cue: Cue, first: Mapping[str, object], then: Mapping[str, object]
) -> Sequence[Happening]:
    """Tell a review in its three stages; a camera without a detector tells it on our own wire."""
    end_s = cue.at_s + cue.for_s
    if cue.device.key("frigate") is None:
        return _without_detector(stage, cue, then)
    started = stage.timeline.wall(cue.at_s)
    ident = speech.name_of(stage.seed, cue.name, cue.device.code, cue.at_s)
    open_, closed = (started, None), (started, stage.timeline.wall(end_s))
    half_s = cue.at_s + min(cue.for_s / 2, stage.timeline.real(6))
    return (
        speech.review(cue.device, cue.at_s, "new", ident=ident, times=open_, told=first),
        speech.review(cue.device, half_s, "update", ident=ident, times=open_, told=then),
        speech.review(cue.device, end_s, "end", ident=ident, times=closed, told=then),
    )


def _without_detector(stage: Stage, cue: Cue, told: Mapping[str, object]) -> Sequence[Happening]:
    held = told["data"]
    objects = held["objects"] if isinstance(held, dict) else []
    kind = (
        objects[0]
        if objects and objects[0] in ("person", "fire")
        else "vehicle"
        if objects
        else "audio_alarm"
    )
    body: dict[str, object] = {
        "v": 1,
        "kind": kind,
        "correlation": speech.name_of(stage.seed, cue.name, cue.at_s),
    }
    if told["severity"] == "alert":
        body["severity"] = "high"
    return tuple(
        speech.event(stage.market.code, cue.device, due_s, {**body, "phase": phase, "at": _at(stage, due_s)})
        for phase, due_s in (("new", cue.at_s), ("end", cue.at_s + cue.for_s))
    )


def intruder(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A camera's own line is crossed where nobody should be."""
    body = {"v": 1, "kind": "intrusion", "at": _at(stage, cue.at_s), "subject": {"label": "person"}}
    ident = speech.name_of(stage.seed, cue.name, cue.device.code, cue.at_s)
    end = {**body, "id": f"{ident}e", "phase": "end", "at": _at(stage, cue.at_s + cue.for_s)}
    return (
        speech.event(stage.market.code, cue.device, cue.at_s, {**body, "id": ident, "phase": "new"}),
        speech.event(stage.market.code, cue.device, cue.at_s + cue.for_s, end),
    )


def plate(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A number plate is read at a gate; kept, and no alert."""
    prefix, camera = cue.device.key("frigate") or ("frigate", cue.device.code)
    when = stage.timeline.wall(cue.at_s).timestamp()
    body = {
        "type": "lpr",
        "id": f"{when:.6f}-{speech.name_of(cue.name, cue.at_s)[:6]}",
        "name": None,
        "plate": f"浙G{cue.dice.randrange(10_000, 99_999)}",
        "score": round(cue.dice.uniform(0.8, 0.99), 2),
        "camera": camera,
        "timestamp": round(when, 3),
    }
    return (Utterance(cue.at_s, f"{prefix}/tracked_object_update", encode(body)),)


def covered(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A lens is covered, and cleared again."""
    body = {"v": 1, "kind": "tamper", "at": _at(stage, cue.at_s), "level": "tamper", "on": True}
    clear = {**body, "at": _at(stage, cue.at_s + cue.for_s), "on": False}
    return (
        speech.event(stage.market.code, cue.device, cue.at_s, body),
        speech.event(stage.market.code, cue.device, cue.at_s + cue.for_s, clear),
    )


def _at(stage: Stage, second: float) -> str:
    return speech.stamp(stage.timeline.wall(second))
