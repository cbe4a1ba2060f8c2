"""Traccar: reports repeat their alarms, and one alarm is told twice."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from patrol.rules.signal import DeviceKey, Signal
from patrol.rules.words import Kind, Phase, Severity, TimeQuality
from tests.devices.wire import message, only, samples, signals

RECORDED: dict[str, dict[str, Any]] = {
    sample.name: json.loads(sample.message.payload) for sample in samples() if sample.name.startswith("TR")
}


def report(**changes: object) -> dict[str, Any]:
    body = deepcopy(RECORDED["TR1"])
    body["position"].update(changes)
    return body


def by_kind(found: tuple[Signal, ...], kind: Kind) -> Signal:
    (signal,) = [signal for signal in found if signal.kind == kind]
    return signal


def test_a_report_gives_one_signal_for_each_alarm_and_then_the_place() -> None:
    found = signals(message("positions", report(attributes={"alarm": "sos,lowBattery"})))
    assert [signal.kind for signal in found] == [Kind.SOS, Kind.BATTERY_LOW, Kind.POSITION]
    assert [signal.level for signal in found] == ["alarm:sos", "alarm:lowBattery", "alarm:*"]
    assert by_kind(found, Kind.SOS).severity is Severity.CRITICAL


def test_a_report_says_that_every_alarm_it_does_not_name_is_off() -> None:
    place = only(message("positions", report(attributes={})))
    assert (place.level, place.level_on, place.kind) == ("alarm:*", False, Kind.POSITION)


def test_a_report_from_a_blind_spot_switches_nothing_off() -> None:
    assert only(message("positions", report(attributes={"archive": True}))).level is None


def test_the_event_of_an_alarm_has_the_key_of_the_report() -> None:
    from_report = by_kind(signals(message("positions", RECORDED["TR1"])), Kind.SOS)
    from_event = only(message("events", RECORDED["TR2"]))
    assert from_event.dedupe == from_report.dedupe
    assert from_event.device == DeviceKey("traccar", "traccar", "013800000001")


def test_two_servers_are_two_instances() -> None:
    assert signals(message("traccar/north/positions", report()))[-1].device.instance == "north"


def test_knots_become_kilometres_an_hour_and_no_accuracy_is_unknown() -> None:
    fix = signals(message("positions", report(speed=10, accuracy=0.0)))[-1].fix
    assert fix is not None
    assert (fix.speed_kmh, fix.acc_m) == (18.52, None)


def test_without_a_fix_the_message_is_fresh_and_the_place_is_old() -> None:
    place = signals(message("positions", RECORDED["TR5"]))[-1]
    assert place.happened_at == datetime(2026, 9, 1, 2, 16, tzinfo=UTC)
    assert place.fix is not None
    assert place.fix.fix_at == datetime(2026, 8, 31, 20, 2, 11, tzinfo=UTC)
    assert not place.fix.valid
    assert place.subject["battery"] == 40


def test_a_receiver_that_never_had_a_fix_has_no_valid_place() -> None:
    fix = signals(message("positions", report(fixTime="1980-01-06T00:00:00.000+00:00")))[-1].fix
    assert fix is not None
    assert (fix.fix_at, fix.valid) == (None, False)


def test_null_island_is_no_place() -> None:
    assert signals(message("positions", report(latitude=0.0, longitude=0)))[-1].fix is None


def test_ints_for_floats_are_the_same_report() -> None:
    whole, broken = (signals(message("positions", report(latitude=lat)))[-1] for lat in (29, 29.0))
    assert whole.dedupe == broken.dedupe


def test_the_server_s_clock_stands_in_for_a_missing_one() -> None:
    place = signals(message("positions", report(deviceTime=None)))[-1]
    assert place.time_quality is TimeQuality.SERVER


def test_a_device_that_went_offline_is_state() -> None:
    gone = only(message("events", RECORDED["TR6"]))
    assert (gone.kind, gone.phase) == (Kind.DEVICE_OFFLINE, Phase.STATE)


def test_a_fence_crossing_names_the_fence() -> None:
    event = {"id": 9, "type": "geofenceExit", "eventTime": "2026-09-01T02:15:00.000+0000"}
    body = {
        "event": event,
        "device": {"uniqueId": 865000000000009},
        "geofence": {"name": "East gate"},
    }
    crossing = only(message("events", body))
    assert (crossing.kind, crossing.subject["zone"]) == (Kind.GEOFENCE_EXIT, "East gate")
    assert crossing.device.key == "865000000000009"


def test_an_event_without_a_word_of_ours_is_kept_as_telemetry() -> None:
    body = {"event": {"id": 9, "type": "maintenance"}, "device": {"uniqueId": "1"}}
    assert only(message("events", body)).kind == Kind.TELEMETRY
