"""Devices that say nothing are noticed, once, and only while we can hear."""

from datetime import timedelta

from patrol.jobs import find_silent_devices
from patrol.model.stream import Heartbeat
from tests.jobs.town import NOON, Town

run = find_silent_devices.run


def test_a_silent_device_is_shown_and_raises_one_alert(town: Town) -> None:
    town.hear("button")
    town.later(hours=27)
    town.listen()
    town.do(run)
    town.do(run)
    assert town.status("button") == "silent"
    assert [(alert.kind, alert.rule, alert.severity) for alert in town.alerts()] == [
        ("device_silent", "button-silent", "normal")
    ]
    assert town.said().count(("device.silent", "device:button")) == 1


def test_a_lost_gateway_raises_one_alert_and_its_cameras_are_unknown(town: Town) -> None:
    town.hear("nvr", "camera-1", "camera-2")
    town.later(minutes=5)
    town.listen()
    town.do(run)
    assert [town.status(code) for code in ("nvr", "camera-1", "camera-2")] == ["silent", "unknown", "unknown"]
    assert town.said()[:3] == [
        ("device.silent", "device:nvr"),
        ("device.changed", "device:camera-1"),
        ("device.changed", "device:camera-2"),
    ]


def test_nobody_is_called_silent_while_we_are_deaf(town: Town) -> None:
    town.hear("car")
    town.listen()
    town.later(hours=2)
    town.do(run)
    assert town.status("car") == "online"


def test_nobody_is_called_silent_before_ingest_has_listened_for_long_enough(town: Town) -> None:
    town.hear("car")
    town.later(hours=2)
    town.listen(since=town.now - timedelta(minutes=4))
    town.do(run)
    assert town.status("car") == "online"
    town.later(minutes=2)
    town.listen(since=town.now - timedelta(minutes=6))
    town.do(run)
    assert town.status("car") == "silent"


def test_one_ear_is_not_enough(town: Town) -> None:
    town.hear("car")
    town.later(hours=2)
    with town.sessions.begin() as session:
        session.merge(Heartbeat(part="ingest", at=town.now, started_at=NOON))
    town.do(run)
    assert town.status("car") == "online"
