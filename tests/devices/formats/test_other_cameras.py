"""Cameras behind bridges and platforms: what each can say, and what it never says."""

import pytest

from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase, Severity
from tests.devices.wire import message, only, refusal

ALARM = "market/gb28181/34020000001320000001/34020000001310000009/alarm"


def alarm(**more: object) -> dict[str, object]:
    told = {"alarmPriority": "2", "alarmMethod": "5", "alarmType": "6", "alarmTime": "2026-09-01T10:14:58"}
    return {**told, "longitude": 0.0, "latitude": 0.0, **more}


def test_pushed_and_polled_the_same_alarm_has_one_key() -> None:
    pushed = only(message(ALARM, alarm()))
    polled = only(
        message(ALARM, alarm(alarmMethod=5, alarmType=6, alarmTime=1788228898000, snapPath="a.jpg"))
    )
    assert pushed.dedupe == polled.dedupe
    assert (pushed.kind, pushed.severity, pushed.fix) == (Kind.INTRUSION, Severity.HIGH, None)
    assert pushed.device == DeviceKey("gb28181", "gb28181", "34020000001310000009")
    assert [medium.url for medium in polled.media] == ["a.jpg"]


@pytest.mark.parametrize(
    ("method", "word", "kind"),
    [
        ("2", "2", Kind.TAMPER),
        ("2", "9", Kind.INPUT),
        ("6", "1", Kind.DEVICE_FAULT),
        ("7", "", Kind.TELEMETRY),
    ],
)
def test_method_and_type_say_what_happened(method: str, word: str, kind: Kind) -> None:
    assert only(message(ALARM, alarm(alarmMethod=method, alarmType=word))).kind == kind


def test_an_alarm_without_its_method_is_set_aside() -> None:
    assert refusal(message(ALARM, {"alarmType": "1"})).reason == "missing-part"


@pytest.mark.parametrize(
    ("topic", "body", "kind"),
    [
        ("camera-alerts/yard/linedetection", "Line crossing", Kind.INTRUSION),
        ("camera-alerts/yard/VMD", "Motion alarm", Kind.MOTION),
        ("camera-alerts/yard/diskfull", "Disk full", Kind.CAMERA_FAULT),
        ("amcrest2mqtt/9B000001/human", "on", Kind.PERSON),
        ("amcrest2mqtt/9B000001/event", {"action": "Start", "data": {"UTC": 1788228898}}, Kind.MOTION),
        (
            "hikvision_cameras/device_yard/ch1/FieldDetection",
            {"alerting": True, "regions": []},
            Kind.INTRUSION,
        ),
        ("hikvision_cameras/device_yard/Weather", {"alerting": True}, Kind.TELEMETRY),
    ],
)
def test_a_bridge_says_what_its_camera_saw(topic: str, body: object, kind: Kind) -> None:
    assert only(message(topic, body)).kind == kind


def test_where_a_bridge_tells_of_the_end_only_edges_count() -> None:
    topic = "hikvision_cameras/device_yard/LineDetection"
    on, off = (only(message(topic, {"alerting": alerting})) for alerting in (True, False))
    assert (on.phase, off.phase) == (Phase.NEW, Phase.END)
    assert on.level == off.level is not None


def test_a_bridge_that_tells_of_no_end_repeats_itself_within_seconds() -> None:
    found = only(message("camera-alerts/yard/VMD", "Motion alarm"))
    assert (found.level, found.dedupe_ttl_s) == (None, 10)


@pytest.mark.parametrize(
    ("topic", "body", "kind", "key"),
    [
        ("camera-alerts/alarmserver", '{ "status": "down" }', Kind.DEVICE_OFFLINE, "bridge"),
        ("hikvision_cameras/availability", "online", Kind.DEVICE_ONLINE, "bridge"),
        ("hikvision_cameras/device_yard/availability", "offline", Kind.DEVICE_OFFLINE, "device_yard"),
        ("amcrest2mqtt/9B000001/status", "online", Kind.DEVICE_ONLINE, "9B000001"),
    ],
)
def test_the_wills_of_bridges_are_state(topic: str, body: str, kind: Kind, key: str) -> None:
    found = only(message(topic, body))
    assert (found.kind, found.phase, found.device.key) == (kind, Phase.STATE, key)
