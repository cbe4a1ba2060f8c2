"""ONVIF: a property counts by its edges, the source comes from the payload, an end is an end."""

import pytest

from devices.refusals import Reason
from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase, TimeQuality
from tests.devices.wire import message, only, refusal

INPUT = "cam-north/onvif-ej/Device/Trigger/DigitalInput/&In 1"


def event(topic: str = INPUT, at: str | None = "2026-09-01T02:14:58Z", **data: object) -> dict[str, object]:
    told = {"UtcTime": at} if at else {}
    return {**told, "Source": {"InputToken": "In 1"}, "Data": data}


def test_a_wired_input_is_a_level_of_its_camera() -> None:
    pressed = only(message(INPUT, event(LogicalState="true")))
    assert pressed.device == DeviceKey("onvif", "onvif", "cam-north")
    assert (pressed.kind, pressed.phase, pressed.level_on) == (Kind.INPUT, Phase.NEW, True)
    released = only(message(INPUT, event(LogicalState=0)))
    assert (released.level, released.level_on, released.phase) == (pressed.level, False, Phase.END)


def test_the_same_property_replayed_is_state_under_the_same_key() -> None:
    body = event(LogicalState=True)
    live, again = only(message(INPUT, body)), only(message(INPUT, body, retained=True))
    assert (again.phase, again.dedupe) == (Phase.STATE, live.dedupe)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("RuleEngine/LineDetector/Crossed/&1/2/Fire lane/1", Kind.INTRUSION),
        ("RuleEngine/FieldDetector/ObjectsInside/&1", Kind.INTRUSION),
        ("VideoSource/GlobalSceneChange/ImagingService/&1", Kind.TAMPER),
        ("VideoSource/SignalLoss/&1", Kind.CAMERA_FAULT),
        ("RuleEngine/CellMotionDetector/Motion/&1", Kind.MOTION),
        ("RuleEngine/CountAggregation/Counter/&1/Counter 4", Kind.TELEMETRY),
    ],
)
def test_the_path_says_what_happened(path: str, kind: Kind) -> None:
    assert only(message(f"cam/onvif-ej/{path}", event(ObjectId=15))).kind == kind


def test_a_line_that_is_crossed_twice_is_crossed_twice() -> None:
    topic = "cam/onvif-ej/RuleEngine/LineDetector/Crossed/&1"
    first, second = (only(message(topic, event(at=f"2026-09-01T02:14:5{n}Z", ObjectId=n))) for n in (1, 2))
    assert first.level is None
    assert first.dedupe != second.dedupe


def test_a_time_without_its_zone_is_suspect() -> None:
    found = only(message(INPUT, event(at="2026-09-01T02:14:58", LogicalState="1")))
    assert found.time_quality == TimeQuality.SUSPECT


def test_what_names_neither_source_nor_data_is_set_aside() -> None:
    assert refusal(message(INPUT, {"UtcTime": "2026-09-01T02:14:58Z"})).reason == Reason.MISSING_PART
