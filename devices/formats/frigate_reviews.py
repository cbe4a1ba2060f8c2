"""Frigate's reviews: one thing worth a look, from new over updates to its end."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from devices.document import digest
from devices.formats.frigate_source import Source, kind_of
from devices.lenient import epoch, mapping, text, texts
from devices.refusals import Reason, refuse
from patrol.rules.signal import Medium, Refusal, Signal
from patrol.rules.words import Kind, Phase, Severity

_STAGES = {
    "new": (0, Phase.NEW),
    "update": (1, Phase.UPDATE),
    "end": (2, Phase.END),
    "genai": (3, Phase.UPDATE),
}
"""Rank and phase of each `type`; a description by `genai` may come after the end."""
_URGENT = (Kind.FIRE, Kind.PERSON, Kind.VEHICLE)
_ALARM_BELLS = frozenset({"fire_alarm", "smoke_detector", "siren"})


def review(source: Source, body: Mapping[str, object]) -> tuple[Signal, ...] | Refusal:
    """Read one stage of a review. The first one seen may be any: an earlier one may be lost."""
    after = mapping(body.get("after")) or mapping(body.get("before"))
    ident, camera = text(after.get("id"), 100), text(after.get("camera"), 100)
    if ident is None or camera is None:
        return refuse(Reason.MISSING_PART, "a review without after.id and after.camera")
    stage = (text(body.get("type")) or "").lower()
    rank, phase = _STAGES.get(stage, (1, Phase.UPDATE))
    told = mapping(after.get("data"))
    signal = source.signal(
        camera,
        kind=_kind(told),
        phase=phase,
        dedupe=digest(source.prefix, ident, stage, json.dumps(after, sort_keys=True)),
        correlation=f"{source.prefix}:{ident}"[:200],
        at=_moment(after, phase),
    )
    signal = replace(
        signal,
        severity=_severity(after, told),
        order=(float(rank), signal.order[1]),
        subject=_subject(ident, stage, told),
        media=_media(ident, told, phase),
        warnings=() if stage in _STAGES else ("unknown-phase",),
    )
    return (signal,)


def _moment(after: Mapping[str, object], phase: Phase) -> datetime | None:
    """Say when: a review bears its start and its end, and nothing between."""
    match phase:
        case Phase.NEW:
            return epoch(after.get("start_time"))
        case Phase.END:
            return epoch(after.get("end_time"))
        case _:
            return None


def _objects(told: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(label.removesuffix("-verified") for label in texts(told.get("objects")))


def _kind(told: Mapping[str, object]) -> str:
    """Choose one word for many objects: a car driving past does not rename a person's alert."""
    kinds = [kind_of(label) for label in _objects(told)]
    for urgent in _URGENT:
        if urgent in kinds:
            return urgent
    if texts(told.get("audio")):
        return Kind.AUDIO_ALARM
    return kinds[0] if kinds else Kind.MOTION


def _severity(after: Mapping[str, object], told: Mapping[str, object]) -> Severity:
    if text(after.get("severity")) != "alert":
        return Severity.NOTICE
    return Severity.CRITICAL if _ALARM_BELLS & set(texts(told.get("audio"))) else Severity.HIGH


def _subject(ident: str, stage: str, told: Mapping[str, object]) -> Mapping[str, object]:
    """Say what was seen and where.

    `sub_labels` is left out on purpose: it may be a name that face recognition gave.
    """
    zones, objects, audio = texts(told.get("zones")), _objects(told), texts(told.get("audio"))
    text_of = text(mapping(told.get("metadata")).get("scene"), 500)
    found: dict[str, object] = {
        "review": ident, "stage": stage,
        "objects": list(objects), "audio": list(audio), "zones": list(zones),
        "label": (objects or audio or ("",))[0], "zone": (zones or ("",))[0], "text": text_of,
        "detections": list(texts(told.get("detections"))),
    }  # fmt: skip
    return {name: held for name, held in found.items() if held}


def _media(ident: str, told: Mapping[str, object], phase: Phase) -> tuple[Medium, ...]:
    """Name the pictures by their address below the server; nothing of them comes over MQTT."""
    seen = texts(told.get("detections"))[:4]
    shots = tuple(Medium("snapshot", f"/api/events/{each}/snapshot.jpg") for each in seen)
    if phase is not Phase.END:
        return shots
    clips = tuple(Medium("clip", f"/api/events/{each}/clip.mp4") for each in seen)
    return (*shots, *clips, Medium("preview", f"/api/review/{ident}/preview"))
