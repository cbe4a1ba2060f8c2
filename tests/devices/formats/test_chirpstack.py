"""ChirpStack: a badge calls for help once for each press, whatever its codec makes up."""

from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind, Severity
from tests.devices.wire import message, only, signals

TOPIC = "application/app-1/device/24E124FFFE000001/event/"


def uplink(decoded: object = None, frame: int = 7, **more: object) -> dict[str, object]:
    body: dict[str, object] = {
        "time": "2026-09-01T02:14:58.123456789+00:00",
        "devAddr": "00aa0001",
        "fPort": 85,
    }
    body |= {"deviceInfo": {"deviceName": "badge", "tags": {"shop": "A001"}}, "data": "AXVk", "fCnt": frame}
    return body | ({"object": decoded} if decoded else {}) | more


def pressed(how: str, number: int, frame: int = 7) -> dict[str, object]:
    return uplink({"battery": 90, "button_event": {"status": how, "msgid": number}}, frame)


def test_a_long_press_calls_for_help_and_says_how_the_battery_is() -> None:
    call, report = signals(message(TOPIC + "up", pressed("long press", 1)))
    assert call.device == DeviceKey("chirpstack", "chirpstack", "24e124fffe000001")
    assert (call.kind, call.severity, call.label) == (Kind.SOS, Severity.CRITICAL, "badge")
    assert (report.kind, report.subject["battery"], report.subject["tag.shop"]) == (
        Kind.TELEMETRY,
        90,
        "A001",
    )


def test_a_short_press_is_kept_and_calls_nobody() -> None:
    assert only(message(TOPIC + "up", pressed("short press", 1))).kind == Kind.TELEMETRY


def test_one_frame_sent_again_is_one_call_and_the_next_frame_another() -> None:
    first, again, other = (
        signals(message(TOPIC + "up", pressed("long press", number, frame)))[0].dedupe
        for number, frame in ((1, 7), (2, 7), (3, 8))
    )
    assert first == again != other


def test_a_tracker_calls_for_help_with_its_place() -> None:
    told = [
        {"measurementId": "4200", "measurementValue": [{"id": 7, "eventName": "SOS event."}]},
        {"measurementId": "4197", "measurementValue": "120.1032"},
        {"measurementId": "4198", "measurementValue": 29.3321},
    ]
    kinds = {s.kind: s for s in signals(message(TOPIC + "up", uplink({"messages": [told]})))}
    assert set(kinds) == {Kind.SOS, Kind.POSITION, Kind.TELEMETRY}
    fix = kinds[Kind.POSITION].fix
    assert fix is not None
    assert (fix.lat, fix.lon) == (29.3321, 120.1032)


def test_an_uplink_without_codec_is_kept_as_it_came() -> None:
    found = only(message(TOPIC + "up", uplink()))
    assert (found.kind, found.subject["port"], found.subject["payload"]) == (Kind.TELEMETRY, "85", "AXVk")


def test_joining_is_coming_to_life_and_the_log_only_telemetry() -> None:
    assert only(message(TOPIC + "join", uplink())).kind == Kind.DEVICE_ONLINE
    status = only(message(TOPIC + "status", uplink(batteryLevel=55.5)))
    assert (status.kind, status.subject["battery"]) == (Kind.DEVICE_STATUS, 55.5)
    assert only(message(TOPIC + "log", {"level": "ERROR", "code": "UPLINK_CODEC"})).kind == Kind.TELEMETRY
    assert signals(message(TOPIC + "txack", {"gatewayId": "1"})) == ()
