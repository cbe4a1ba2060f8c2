"""Zigbee2MQTT: flags repeat, a tested detector lies, and a press comes three times."""

from devices.refusals import Reason
from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase
from tests.devices.wire import message, only, refusal, samples, signals

RECORDED = {sample.name: sample.message for sample in samples()}
SMOKE = "zigbee2mqtt/D2/B1/smoke-017"


def test_a_name_may_hold_slashes() -> None:
    assert signals(RECORDED["Z1"])[0].device == DeviceKey("zigbee2mqtt", "zigbee2mqtt", "D2/B1/smoke-017")


def test_smoke_is_a_level_and_so_is_everything_else_that_repeats() -> None:
    found = {signal.level: signal.level_on for signal in signals(RECORDED["Z1"])}
    assert found == {"smoke": True, "tamper": False, "battery_low": False}


def test_a_detector_under_test_smells_no_smoke() -> None:
    signal = only(RECORDED["Z4"])
    assert (signal.kind, signal.level) == (Kind.TEST, None)


def test_a_door_is_open_when_its_contact_is_not_closed() -> None:
    (_tamper, door) = signals(RECORDED["Z9"])
    assert (door.kind, door.level_on, door.phase) == (Kind.DOOR, True, Phase.STATE)


def test_a_call_for_help_counts_once_in_five_seconds() -> None:
    one = only(RECORDED["Z5"])
    again = only(message(RECORDED["Z5"].topic, {"action": "emergency", "linkquality": 12}))
    assert (one.kind, one.dedupe_ttl_s) == (Kind.SOS, 5)
    assert one.dedupe == again.dedupe


def test_an_empty_action_and_another_gesture_are_no_call() -> None:
    assert only(RECORDED["Z7"]).kind == Kind.TELEMETRY
    assert only(message(RECORDED["Z5"].topic, {"action": "single"})).kind == Kind.TELEMETRY


def test_a_report_without_smoke_says_nothing_of_smoke() -> None:
    signal = only(message(SMOKE, {"battery": 50, "temperature": None}))
    assert (signal.kind, signal.level, signal.subject) == (Kind.TELEMETRY, None, {"battery": 50})


def test_availability_is_an_object_or_a_word() -> None:
    assert only(RECORDED["Z10"]).kind == Kind.DEVICE_OFFLINE
    assert only(message(f"{SMOKE}/availability", "online")).kind == Kind.DEVICE_ONLINE


def test_the_bridge_is_a_device_and_its_other_words_are_not_kept() -> None:
    gone = only(message("zigbee2mqtt/bridge/state", {"state": "offline"}))
    assert (gone.device.key, gone.device_class) == ("bridge", "bridge")
    assert signals(message("zigbee2mqtt/bridge/devices", "[]")) == ()


def test_what_was_cached_long_ago_says_so() -> None:
    old = only(message(SMOKE, {"battery": 9, "last_seen": "2026-09-01T02:00:00Z"}))
    assert old.warnings == ("stale",)


def test_a_state_that_is_no_object_is_set_aside() -> None:
    assert refusal(message(SMOKE, "smoke!")).reason == Reason.NOT_JSON
