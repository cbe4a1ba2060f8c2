"""OwnTracks: every value may be text, the will has no time, and one second may bear two places."""

from datetime import UTC, datetime

from devices.refusals import Reason
from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Phase
from tests.devices.wire import message, only, refusal, samples, signals

RECORDED = {sample.name: sample.message for sample in samples()}
PHONE = "owntracks/guard017/phone"


def fix_at(**more: object) -> dict[str, object]:
    return {"_type": "location", "tst": 1788228900, "lat": 29.33, "lon": 120.1, **more}


def test_a_fix_is_dated_by_the_phone_and_its_speed_is_kilometres_an_hour() -> None:
    signal = only(RECORDED["OT1"])
    assert signal.device == DeviceKey("owntracks", "owntracks", "guard017/phone")
    assert signal.happened_at == datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
    assert signal.fix is not None
    assert (signal.fix.speed_kmh, signal.fix.acc_m, signal.subject) == (4, 12, {"battery": 78})


def test_a_message_sent_again_has_the_same_key() -> None:
    assert only(RECORDED["OT1"]).dedupe == only(RECORDED["OT2"]).dedupe


def test_two_places_in_one_second_are_two_signals() -> None:
    one, two = (only(message(PHONE, fix_at(lat=lat))) for lat in (29.33, 29.34))
    assert one.dedupe != two.dedupe


def test_numbers_may_be_text_and_the_topic_may_begin_with_a_slash() -> None:
    signal = only(RECORDED["OT5"])
    assert signal.device.key == "guard003/moto"
    assert signal.fix is not None
    assert signal.fix.acc_m == 18.77


def test_a_place_published_by_hand_is_a_check_in() -> None:
    assert only(message(PHONE, fix_at(t="u"))).kind == Kind.CHECKIN


def test_a_ping_repeats_a_place_of_unknown_age() -> None:
    fix = only(message(PHONE, fix_at(t="p"))).fix
    assert fix is not None
    assert fix.fix_at is None


def test_a_fence_left_names_the_fence() -> None:
    signal = only(RECORDED["OT6"])
    assert (signal.kind, signal.phase) == (Kind.GEOFENCE_EXIT, Phase.NEW)
    assert signal.subject["zone"] == "District 2 east gate"


def test_the_will_comes_on_the_topic_of_places_and_is_state() -> None:
    signal = only(RECORDED["OT8"])
    assert (signal.kind, signal.phase, signal.happened_at) == (Kind.DEVICE_OFFLINE, Phase.STATE, None)


def test_what_is_only_for_the_app_is_accepted_in_silence() -> None:
    assert signals(message(f"{PHONE}/waypoint", {"_type": "waypoint", "desc": "x"})) == ()


def test_a_type_nobody_knows_is_set_aside() -> None:
    assert refusal(message(PHONE, {"_type": "teleport"})).reason == Reason.NOT_UNDERSTOOD
