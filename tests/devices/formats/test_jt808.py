"""JT/T 808: alarm bits are levels under the names Traccar has for them, and times are eight hours ahead."""

from devices.refusals import Reason
from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind
from tests.devices.wire import message, only, refusal, signals

TOPIC = "jt808/013800000009/013800000009/up"
SOS, COLLISION, LOCATED = 1, 1 << 29, 2


def place(alarm: int = 0, time: str = "260901101458", **more: object) -> dict[str, object]:
    told: dict[str, object] = {
        "alarm": alarm,
        "status": LOCATED,
        "latitude": 29332145,
        "longitude": 120103218,
    }
    return told | {"speed": 365, "direction": 90, "time": time} | more


def sent(body: object, number: int = 512, phone: object = "013800000009") -> dict[str, object]:
    return {"header": {"msg_id": number, "phone": phone, "msg_sn": 1}, "body": body}


def test_a_report_says_where_the_car_is_and_that_no_flag_is_on() -> None:
    found = only(message(TOPIC, sent(place())))
    assert found.device == DeviceKey("jt808", "jt808", "013800000009")
    assert (found.kind, found.level, found.level_on) == (Kind.POSITION, "alarm:*", False)
    assert found.fix is not None
    assert (found.fix.lat, found.fix.lon, found.fix.speed_kmh, found.fix.valid) == (
        29.332145,
        120.103218,
        36.5,
        True,
    )
    assert found.happened_at is not None
    assert found.happened_at.isoformat() == "2026-09-01T02:14:58+00:00"


def test_each_flag_that_is_on_is_an_alarm_before_the_place() -> None:
    sos, crash, where = signals(message(TOPIC, sent(place(SOS | COLLISION))))
    assert (sos.kind, sos.level) == (Kind.SOS, "alarm:sos")
    assert (crash.kind, crash.level) == (Kind.ACCIDENT, "alarm:accident")
    assert where.kind == Kind.POSITION


def test_a_report_sent_again_has_the_same_keys() -> None:
    first, again = (signals(message(TOPIC, sent(place(SOS)))) for _ in range(2))
    assert [one.dedupe for one in first] == [one.dedupe for one in again]


def test_a_resend_from_a_blind_spot_comes_in_its_order_and_switches_nothing() -> None:
    body = {"type": 1, "location": [place(time="260901094012"), place(SOS, time="260901094002")]}
    sos, earlier, later = signals(message(TOPIC, sent(body, 1796)))
    assert sos.happened_at == earlier.happened_at
    assert earlier.happened_at is not None
    assert later.happened_at is not None
    assert earlier.happened_at < later.happened_at
    assert (earlier.level, later.level) == (None, None)


def test_south_and_west_are_bits_and_a_shifted_place_says_so() -> None:
    found = only(message(TOPIC, sent(place(status=LOCATED | 1 << 2 | 1 << 3 | 1 << 5))))
    assert found.fix is not None
    assert (found.fix.lat, found.fix.lon) == (-29.332145, -120.103218)
    assert "position-shifted" in found.warnings


def test_a_number_without_its_zeros_is_filled_up() -> None:
    assert only(message(TOPIC, sent(place(), phone=13800000009))).device.key == "013800000009"


def test_a_clock_that_was_never_set_is_not_believed() -> None:
    assert only(message(TOPIC, sent(place(time="000101000000")))).happened_at is None


def test_what_bears_no_place_is_kept() -> None:
    assert only(message(TOPIC, sent("AAEC", 2304))).kind == Kind.TELEMETRY


def test_a_message_without_its_sender_is_set_aside() -> None:
    assert refusal(message(TOPIC, {"header": {}, "body": place()})).reason == Reason.MISSING_DEVICE
