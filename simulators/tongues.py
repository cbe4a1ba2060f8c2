"""The tongues of devices bought as they are: OwnTracks on phones, Zigbee2MQTT and Tasmota on walls."""

from collections.abc import Mapping
from datetime import datetime

from simulators.ground import Globe
from simulators.market import Device
from simulators.speech import Moving, name_of
from simulators.utterance import Utterance, encode

KMH_PER_MS = 3.6
FOREIGN = ("zigbee2mqtt", "tasmota", "owntracks")


def tongue_of(device: Device) -> str:
    """Choose the tongue a device always speaks: every second one that could speaks a foreign one."""
    known = [source for source in FOREIGN if device.key(source)]
    return known[0] if known and int(name_of(device.code), 16) % 2 else "patrol"


def location(globe: Globe, device: Device, due_s: float, moving: Moving, when: datetime) -> Utterance:
    """Say where a phone is, as OwnTracks does: km/h, zeros left out, whole seconds."""
    base, name = device.key("owntracks") or ("owntracks", f"{device.code}/phone")
    lat, lon = globe.degrees_of(moving.at)
    second = int(when.timestamp())
    body: dict[str, object] = {
        "_type": "location", "_id": name_of(name, second)[:8], "tst": second, "created_at": second,
        "lat": round(lat, 7), "lon": round(lon, 7), "acc": 8, "batt": 40 + int(name_of(name), 16) % 60,
        "conn": "m", "m": 1, "tid": name[:2],
    }  # fmt: skip
    if moving.speed > 0.3:
        body |= {"vel": round(moving.speed * KMH_PER_MS), "cog": round(moving.course)}
    return Utterance(due_s, f"{base}/{name}", encode(body))


def zigbee(device: Device, due_s: float, said: Mapping[str, object]) -> Utterance:
    """Say a Zigbee device's whole state, what is new and what is not."""
    base, name = device.key("zigbee2mqtt") or ("zigbee2mqtt", device.code)
    return Utterance(due_s, f"{base}/{name}", encode({"linkquality": 84, **said}))


def contact(device: Device, due_s: float, local: datetime, *, is_open: bool) -> Utterance:
    """Say a contact on a Tasmota switch; its time has no zone."""
    _instance, name = device.key("tasmota") or ("tasmota", device.code)
    body = {"Time": local.strftime("%Y-%m-%dT%H:%M:%S"), "Switch1": "ON" if is_open else "OFF"}
    return Utterance(due_s, f"tele/{name}/SENSOR", encode(body))
