"""Tasmota: switches are contacts, buttons are wired inputs, times have no zone."""

from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase
from tests.devices.wire import message, only, samples, signals

RECORDED = {sample.name: sample.message for sample in samples()}


def test_a_switch_is_a_contact_whose_on_is_open() -> None:
    door = only(RECORDED["TA1"])
    assert door.device == DeviceKey("tasmota", "tasmota", "d2-shutter-7")
    assert (door.kind, door.level, door.level_on, door.happened_at) == (Kind.DOOR, "switch1", True, None)
    assert door.subject == {"AM2301.Temperature": 27}


def test_a_switch_that_closes_ends_what_it_began() -> None:
    door = only(message("stat/d2-shutter-7/RESULT", {"Switch1": {"Action": "OFF"}}))
    assert (door.level, door.level_on, door.phase) == ("switch1", False, Phase.END)


def test_a_button_is_a_wired_input_once_in_two_seconds() -> None:
    press = only(RECORDED["TA2"])
    assert (press.kind, press.dedupe_ttl_s, press.subject["action"]) == (Kind.INPUT, 2, "HOLD")


def test_the_will_is_state() -> None:
    assert only(RECORDED["TA4"]).kind == Kind.DEVICE_OFFLINE


def test_a_report_without_contacts_is_telemetry() -> None:
    assert only(message("tele/meter/SENSOR", {"ENERGY": {"Power": "12"}})).subject == {"ENERGY.Power": 12}


def test_what_is_only_about_the_board_is_not_kept() -> None:
    assert signals(message("tele/meter/STATE", {"Wifi": {"RSSI": 90}})) == ()
