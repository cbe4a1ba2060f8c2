"""What an unknown device probably is, from how the wire names it: a proposal a person looks over."""

import re
from dataclasses import dataclass

from patrol.rules.signal import DeviceKey
from patrol.rules.words import DeviceClass

LONGEST_CODE = 64
_BY_SOURCE = {
    "traccar": DeviceClass.CAR,
    "jt808": DeviceClass.CAR,
    "frigate": DeviceClass.CAMERA,
    "onvif": DeviceClass.CAMERA,
    "axis": DeviceClass.CAMERA,
    "gb28181": DeviceClass.CAMERA,
    "hikvision_cameras": DeviceClass.CAMERA,
    "camera-alerts": DeviceClass.CAMERA,
    "amcrest2mqtt": DeviceClass.CAMERA,
    "meshtastic": DeviceClass.PHONE,
    "owntracks": DeviceClass.PHONE,
}
_BY_WORD = (
    (DeviceClass.BUTTON, ("sos", "button", "btn", "panic", "emergency", "desk")),
    (DeviceClass.CAMERA, ("cam", "nvr")),
    (DeviceClass.GATE, ("gate", "barrier")),
)
_NOT_IN_A_CODE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """How a device is to stand in the register. `place` is a code; None: nowhere in particular."""

    device_class: DeviceClass
    code: str
    name: str
    place: str | None = None


def proposal(stranger: DeviceKey) -> Newcomer:
    """Guess class, code and name; what our own wire says of a class is believed."""
    own, _, rest = stranger.key.partition("/")
    if stranger.source == "patrol" and own in set(DeviceClass):
        return Newcomer(DeviceClass(own), _code(rest), rest)
    return Newcomer(_class(stranger), _code(stranger.key), stranger.key)


def _class(stranger: DeviceKey) -> DeviceClass:
    if stranger.key == "bridge":
        return DeviceClass.BRIDGE
    if stranger.source in _BY_SOURCE:
        return _BY_SOURCE[stranger.source]
    said = stranger.key.lower()
    named = (device_class for device_class, words in _BY_WORD if any(word in said for word in words))
    return next(named, DeviceClass.SENSOR)


def _code(key: str) -> str:
    return _NOT_IN_A_CODE.sub("-", key).strip("-.")[:LONGEST_CODE] or "device"
