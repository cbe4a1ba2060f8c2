"""Frigate's tracked objects: detail of a review, kept and joined, never an alert of its own."""

from collections.abc import Mapping
from dataclasses import replace

from devices.document import digest
from devices.formats.frigate_source import Source
from devices.lenient import epoch, mapping, number, text, texts
from devices.refusals import Reason, refuse
from patrol.rules.signal import Medium, Refusal, Signal
from patrol.rules.words import Kind, Phase, Severity


def tracked(source: Source, body: Mapping[str, object]) -> tuple[Signal, ...] | Refusal:
    """Read one stage of a tracked object; the review that lists its id in `detections` alerts."""
    after = mapping(body.get("after")) or mapping(body.get("before"))
    ident, camera = text(after.get("id"), 100), text(after.get("camera"), 100)
    if ident is None or camera is None:
        return refuse(Reason.MISSING_PART, "an event without after.id and after.camera")
    stage = text(body.get("type")) or "update"
    frame = after.get("frame_time")
    signal = source.signal(
        camera,
        kind=Kind.TELEMETRY,
        phase=Phase.UPDATE,
        dedupe=digest(source.prefix, ident, stage, frame),
        correlation=f"{source.prefix}:{ident}"[:200],
        at=epoch(frame) or epoch(after.get("start_time")),
    )
    shot = Medium("snapshot", f"/api/events/{ident}/snapshot.jpg")
    media = (shot,) if after.get("has_snapshot") is True else ()
    return (replace(signal, severity=Severity.NOTICE, subject=_subject(ident, stage, after), media=media),)


def _subject(ident: str, stage: str, after: Mapping[str, object]) -> Mapping[str, object]:
    found: dict[str, object] = {
        "event": ident,
        "stage": stage,
        "label": text(after.get("label")),
        "zones": list(texts(after.get("current_zones"))),
        "score": number(after.get("top_score")),
        "speed": number(after.get("current_estimated_speed")),
        "plate": text(after.get("recognized_license_plate"), 20),
    }
    return {name: held for name, held in found.items() if held}


def described(source: Source, body: Mapping[str, object]) -> tuple[Signal, ...] | Refusal:
    """Read what was learnt of an object later: its number plate or its description.

    A recognised face is dropped here: this house does no face recognition and keeps no such name.
    """
    ident, camera, word = (
        text(body.get("id"), 100),
        text(body.get("camera"), 100),
        text(body.get("type")),
    )
    if word == "face":
        return ()
    if ident is None or camera is None or word is None:
        return refuse(Reason.MISSING_PART, "an object's update without id, camera and type")
    signal = source.signal(
        camera,
        kind=Kind.PLATE if word == "lpr" else Kind.TELEMETRY,
        phase=Phase.UPDATE,
        dedupe=digest(source.prefix, source.message.payload),
        correlation=f"{source.prefix}:{ident}"[:200],
        at=epoch(body.get("timestamp")),
    )
    found: dict[str, object] = {
        "event": ident,
        "label": word,
        "plate": text(body.get("plate"), 20),
        "score": number(body.get("score")),
        "text": text(body.get("description"), 500),
    }
    subject = {name: held for name, held in found.items() if held}
    return (replace(signal, severity=Severity.NOTICE, subject=subject),)
