"""Meshtastic: the sender is a number of its own, and what could not be written out says so."""

from patrol.rules.signal import DeviceKey
from patrol.rules.words import Kind
from tests.devices.wire import message, only, refusal


def packet(gateway: str, **more: object) -> dict[str, object]:
    told: dict[str, object] = {"from": -8, "id": 77, "sender": gateway, "timestamp": 0, "type": "position"}
    place = {"latitude_i": 293321450, "longitude_i": 1201032180, "time": 1788228895}
    return told | {"payload": place} | more


def test_a_place_heard_by_two_gateways_is_one() -> None:
    first, second = (only(message(f"msh/CN/2/json/LongFast/{g}", packet(g))) for g in ("!01", "!02"))
    assert first.device == DeviceKey("meshtastic", "meshtastic", "!fffffff8")
    assert (first.kind, first.dedupe) == (Kind.POSITION, second.dedupe)
    assert first.fix is not None
    assert first.fix.lat == 29.332145


def test_what_the_radio_could_not_write_out_is_kept_with_a_warning() -> None:
    found = only(message("msh/CN/2/json/LongFast/!01", packet("!01", type="", payload=None)))
    assert (found.kind, found.warnings) == (Kind.TELEMETRY, ("may-be-an-alert",))


def test_a_packet_of_nobody_is_set_aside() -> None:
    assert refusal(message("msh/CN/2/json/LongFast/!01", {"id": 1})).reason == "missing-device"
