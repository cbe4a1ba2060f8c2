"""Axis: text for everything, milliseconds for time, and a word on whether the camera is there."""

import pytest

from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase
from tests.devices.wire import message, only

ANALYTICS = "axis/ACCC8E000001/event/CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1"


def event(**data: object) -> dict[str, object]:
    return {"timestamp": 1788228898500, "message": {"source": {}, "key": {}, "data": data}}


def test_analytics_say_what_they_saw_and_when_it_left() -> None:
    seen = only(message(ANALYTICS, event(active="1", classTypes="human")))
    assert seen.device == DeviceKey("axis", "axis", "ACCC8E000001")
    assert (seen.kind, seen.phase, seen.level_on) == (Kind.PERSON, Phase.NEW, True)
    assert seen.happened_at is not None
    assert seen.happened_at.isoformat() == "2026-09-01T02:14:58.500000+00:00"
    gone = only(message(ANALYTICS, event(active="0", classTypes="human")))
    assert (gone.level, gone.phase) == (seen.level, Phase.END)


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("CameraApplicationPlatform/ObjectAnalytics/S2", {"active": "1", "classTypes": "car"}, Kind.VEHICLE),
        ("CameraApplicationPlatform/ObjectAnalytics/S3", {"active": "1"}, Kind.MOTION),
        ("onvif:Device/axis:IO/Port", {"state": "1"}, Kind.INPUT),
        ("VideoSource/Tampering", {"tampering": "1"}, Kind.TAMPER),
        ("Storage/Recording", {"recording": "1"}, Kind.TELEMETRY),
    ],
)
def test_the_path_says_what_happened(path: str, data: dict[str, str], kind: Kind) -> None:
    assert only(message(f"axis/ACCC8E000001/event/{path}", event(**data))).kind == kind


@pytest.mark.parametrize(("here", "kind"), [(True, Kind.DEVICE_ONLINE), (False, Kind.DEVICE_OFFLINE)])
def test_the_will_is_state(here: bool, kind: Kind) -> None:  # noqa: FBT001 - drawn from the table
    found = only(message("axis/ACCC8E000001/event/connection", {"connected": here}))
    assert (found.kind, found.phase) == (kind, Phase.STATE)
