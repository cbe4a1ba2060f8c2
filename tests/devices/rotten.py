"""Messages as a bad day sends them: cut, stuffed, swapped, and on topics they do not belong to."""

import random

from tests.devices.wire import samples

DEEP = b"[" * 100_000
ROTTEN = (
    b"", b"\x00", b"\xff\xd8\xff\xe0JFIF", b"null", b"NaN", b"1e999", b"[]", b'"online"', b"{", b"{}",
    DEEP, b'{"kind":' * 500 + b"1" + b"}" * 500, b'{"kind":"sos","at":"9999-12-31T23:59:59-14:00"}',
    b'{"kind":"\\u0000\\ud800","id":' + b"9" * 6000 + b"}",
    b'{"kind":"sos","position":{"lat":1e400,"lon":NaN}}',
    b'{"device":{"uniqueId":1},"position":{"deviceTime":"0001-01-01T00:00:00+14:00"}}',
    b'{"after":{"id":1,"camera":2,"start_time":1e300,"data":[]}}',
    b'{"_type":"location","tst":1e300,"lat":"1","lon":"2"}', b'{"_type":["location"]}',
    b'{"Switch1":{"Action":null},"Button1":7}', b'{"smoke":"true","action":7,"contact":null}',
    b'{"after":{"id":"a","camera":"b","frame_time":{}}}',
)  # fmt: skip
TOPICS = (
    *(sample.message.topic for sample in samples()),
    "", "/", "patrol", "patrol/v1", "patrol/v2/a/car/b/event", "patrol/v1//car//event", "positions",
    "events", "traccar/two/events", "frigate/events", "nvr2/reviews", "nvr2/available",
    "frigate/tracked_object_update", "frigate/gate/status/detect", "frigate/gate/person/snapshot",
    "frigate/stats", "homeassistant/status", "owntracks/a/b/status", "/owntracks/a/b/event",
    "zigbee2mqtt/", "zigbee2mqtt/bridge/state", "zigbee2mqtt/a/availability", "tele/a/SENSOR",
    "stat/a/RESULT",
)  # fmt: skip
PAYLOADS = tuple(sample.message.payload for sample in samples())


def damaged(dice: random.Random) -> bytes:
    """Take a real payload, usually of another topic, and cut, swap or stuff bytes in it."""
    payload = bytearray(dice.choice(PAYLOADS) if dice.random() < 0.9 else dice.choice(ROTTEN))
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(payload) + 1)
        match dice.randrange(5):
            case 0:
                del payload[at:]
            case 1:
                payload[at:at] = dice.randbytes(3)
            case 2:
                payload[at : at + dice.randrange(8)] = dice.choice((b"null", b"[]", b"1e999", b'""', b"{"))
            case 3:
                payload[at:at] = b"\\u0000\\ud83d"
            case _:
                payload[at : at + 1] = b"9" * dice.randrange(30)
    return bytes(payload)
