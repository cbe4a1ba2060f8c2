"""Frigate: a review lives from new to end, may rise, and is one thing all along."""

import json
from typing import Any

import pytest

from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase, Severity, TimeQuality
from tests.devices.wire import message, only, samples, signals

RECORDED = {sample.name: sample for sample in samples()}
FACE = {
    "type": "face",
    "id": "1.2-a",
    "camera": "gate",
    "name": "somebody",
    "timestamp": 1788229203.1,
}


def review(stage: str = "new", *, severity: str = "alert", **told: Any) -> dict[str, Any]:
    after = {
        "id": "1788228900.1-abc",
        "camera": "gate",
        "start_time": 1788228900.5,
        "end_time": None,
    }
    return {"type": stage, "before": {}, "after": {**after, "severity": severity, "data": told}}


def test_a_review_opens_as_a_notice_rises_and_ends_under_one_name() -> None:
    stages = [only(RECORDED[name].message) for name in ("FR1", "FR2", "FR3")]
    assert [stage.severity for stage in stages] == [Severity.NOTICE, Severity.HIGH, Severity.HIGH]
    assert [stage.phase for stage in stages] == [Phase.NEW, Phase.UPDATE, Phase.END]
    assert len({stage.correlation for stage in stages}) == 1
    assert len({stage.dedupe for stage in stages}) == 3
    assert {stage.kind for stage in stages} == {Kind.PERSON}


def test_a_camera_hangs_on_its_server() -> None:
    signal = only(message("nvr2/reviews", review(objects=["person"])))
    assert signal.device == DeviceKey("frigate", "nvr2", "gate")
    assert signal.parent == DeviceKey("frigate", "nvr2", "bridge")


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"objects": ["car", "person-verified"]}, Kind.PERSON),
        ({"objects": ["truck"]}, Kind.VEHICLE),
        ({"objects": ["smoke"]}, Kind.FIRE),
        ({"audio": ["scream"]}, Kind.AUDIO_ALARM),
        ({"objects": ["package"]}, "package"),
        ({}, Kind.MOTION),
    ],
)
def test_what_was_seen_or_heard_gives_the_kind(told: dict[str, Any], kind: str) -> None:
    assert only(message("frigate/reviews", review(**told))).kind == kind


def test_a_fire_bell_heard_is_critical() -> None:
    assert only(message("frigate/reviews", review(audio=["fire_alarm"]))).severity is Severity.CRITICAL


def test_an_update_bears_no_time_of_its_own() -> None:
    update = only(message("frigate/reviews", review("update", objects=["person"])))
    assert (update.happened_at, update.time_quality) == (None, TimeQuality.RECEIVED)


def test_a_description_after_the_end_comes_last_and_opens_nothing() -> None:
    end = only(message("frigate/reviews", review("end")))
    late = only(message("frigate/reviews", review("genai", metadata={"scene": "a man with a cart"})))
    assert late.order > end.order
    assert (late.phase, late.subject["text"]) == (Phase.UPDATE, "a man with a cart")


def test_pictures_are_named_and_not_carried() -> None:
    end = only(message("frigate/reviews", review("end", detections=["1.1-x"])))
    assert [medium.url for medium in end.media] == [
        "/api/events/1.1-x/snapshot.jpg",
        "/api/events/1.1-x/clip.mp4",
        "/api/review/1788228900.1-abc/preview",
    ]


def test_a_tracked_object_is_detail_and_no_alarm() -> None:
    after = {"id": "1.1-x", "camera": "gate", "label": "person", "frame_time": 1788228901.25}
    signal = only(message("frigate/events", {"type": "update", "after": after}))
    assert (signal.kind, signal.correlation) == (Kind.TELEMETRY, "frigate:1.1-x")
    assert json.dumps(signal.subject)


def test_a_plate_is_kept() -> None:
    signal = only(RECORDED["FR7"].message)
    assert (signal.kind, signal.subject["plate"]) == (Kind.PLATE, "浙G12345")


def test_a_recognised_face_is_not_kept_at_all() -> None:
    assert signals(message("frigate/tracked_object_update", FACE)) == ()


def test_names_given_to_faces_never_reach_a_review() -> None:
    signal = only(message("frigate/reviews", review(objects=["person"], sub_labels=["somebody"])))
    assert "somebody" not in str(signal)


def test_the_server_s_will_is_state_of_the_server() -> None:
    gone = only(message("frigate/available", "stopped"))
    assert (gone.kind, gone.phase, gone.device.key) == (Kind.DEVICE_OFFLINE, Phase.STATE, "bridge")


def test_a_camera_that_stops_detecting_is_offline() -> None:
    gone = only(message("frigate/gate/status/detect", "offline"))
    assert (gone.kind, gone.device.key) == (Kind.DEVICE_OFFLINE, "gate")
