"""Our own wire: only `kind` is required, and nothing that is sent is lost."""

from datetime import UTC, datetime, timedelta

from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase, Severity, TimeQuality
from tests.devices.wire import NOON, message, only

EVENT = "patrol/v1/yunda/button/sos-1207/event"
POSITION = "patrol/v1/yunda/car/car-01/position"
STATUS = "patrol/v1/yunda/sensor/smoke-1/status"


def test_the_topic_says_whose_device_it_is() -> None:
    signal = only(message(EVENT, {"kind": "sos"}))
    assert signal.device == DeviceKey("patrol", "yunda", "button/sos-1207")
    assert signal.device_class == "button"


def test_only_the_kind_is_required() -> None:
    signal = only(message(EVENT, {"kind": "SOS"}))
    assert (signal.kind, signal.phase, signal.severity) == (Kind.SOS, Phase.NEW, None)
    assert (signal.happened_at, signal.time_quality) == (None, TimeQuality.RECEIVED)


def test_a_word_we_do_not_know_is_kept_as_it_came() -> None:
    assert only(message(EVENT, {"kind": "Water_Leak"})).kind == "Water_Leak"


def test_unknown_keys_stay_with_the_signal() -> None:
    signal = only(message(EVENT, {"kind": "sos", "colour": "red", "data": {"battery": 9}}))
    assert signal.subject == {"colour": "red", "battery": 9}


def test_speed_is_metres_a_second_on_our_wire() -> None:
    fix = only(message(POSITION, {"lat": 29.3, "lon": 120.1, "speed": "3.1", "course": 118})).fix
    assert fix is not None
    assert (fix.speed_kmh, fix.course, fix.acc_m) == (11.16, 118, None)


def test_a_position_may_be_nested_or_flat() -> None:
    nested = only(message(POSITION, {"position": {"lat": 29.3, "lon": 120.1}})).fix
    flat = only(message(POSITION, {"lat": 29.3, "lon": 120.1})).fix
    assert nested == flat


def test_a_position_is_as_old_as_its_fix() -> None:
    fix = only(message(POSITION, {"at": "2026-09-01T10:14:00+08:00", "lat": 29.3, "lon": 120.1})).fix
    assert fix is not None
    assert fix.fix_at == datetime(2026, 9, 1, 2, 14, tzinfo=UTC)


def test_the_same_id_is_the_same_signal_and_its_end_is_another() -> None:
    new = only(message(EVENT, {"id": 7, "kind": "fire", "at": "2026-09-01T02:15:00Z"}))
    again = only(message(EVENT, {"id": "7", "kind": "fire"}))
    end = only(message(EVENT, {"id": 7, "kind": "fire", "phase": "end"}))
    assert new.dedupe == again.dedupe != end.dedupe


def test_two_updates_with_one_id_are_two_signals_when_they_say_different_things() -> None:
    one = only(message(EVENT, {"id": 7, "kind": "fire", "phase": "update", "data": {"n": 1}}))
    two = only(message(EVENT, {"id": 7, "kind": "fire", "phase": "update", "data": {"n": 2}}))
    assert one.dedupe != two.dedupe


def test_equal_bytes_without_id_and_time_are_one_press_for_two_minutes_only() -> None:
    assert only(message(EVENT, {"kind": "sos"})).dedupe_ttl_s == 120
    assert only(message(EVENT, {"kind": "sos", "at": "2026-09-01T02:15:00Z"})).dedupe_ttl_s is None


def test_a_time_without_a_zone_is_suspect() -> None:
    signal = only(message(EVENT, {"kind": "sos", "at": "2026-09-01T02:15:00"}))
    assert signal.time_quality == TimeQuality.SUSPECT
    assert "time-no-zone" in signal.warnings


def test_a_severity_from_elsewhere_is_understood() -> None:
    assert only(message(EVENT, {"kind": "door", "severity": "medium"})).severity is Severity.NORMAL
    odd = only(message(EVENT, {"kind": "door", "severity": "purple"}))
    assert (odd.severity, odd.warnings) == (None, ("unknown-severity",))


def test_a_level_that_is_off_ends_what_it_began() -> None:
    off = only(message(EVENT, {"kind": "fire", "level": "smoke", "on": False}))
    assert (off.level, off.level_on, off.phase) == ("smoke", False, Phase.END)


def test_a_status_may_be_an_object_or_a_word() -> None:
    assert only(message(STATUS, {"state": "offline"})).kind == Kind.DEVICE_OFFLINE
    assert only(message(STATUS, "Online")).kind == Kind.DEVICE_ONLINE
    assert only(message(STATUS, "asleep")).kind == Kind.DEVICE_STATUS


def test_the_same_status_a_moment_later_is_another_signal() -> None:
    first = only(message(STATUS, "offline"))
    later = only(message(STATUS, "offline", at=NOON + timedelta(seconds=5)))
    assert first.dedupe != later.dedupe


def test_a_picture_is_named_by_its_address() -> None:
    body = {
        "kind": "person",
        "media": [{"kind": "snapshot", "url": "https://nvr/1.jpg", "sha256": "ab"}],
    }
    (medium,) = only(message(EVENT, body)).media
    assert (medium.kind, medium.url, medium.sha256) == ("snapshot", "https://nvr/1.jpg", "ab")


def test_nan_and_repeated_keys_are_read_with_a_warning() -> None:
    signal = only(message(EVENT, b'{"kind":"sos","kind":"fire","position":{"lat":NaN,"lon":1e999}}'))
    assert (signal.kind, signal.fix) == (Kind.FIRE, None)
    assert signal.warnings == ("duplicate-key", "not-a-number")


def test_characters_that_cannot_be_stored_are_taken_out() -> None:
    signal = only(message(EVENT, b'{"kind":"so\\u0000s","subject":{"text":"a\\ud800b"}}'))
    assert (signal.kind, signal.subject) == (Kind.SOS, {"text": "a?b"})
    assert signal.warnings == ("unstorable-characters",)
