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
    "stat/a/RESULT", "a/onvif-ej/RuleEngine/LineDetector/Crossed/&1", "axis/A/event/VideoSource/Tampering",
    "axis/A/event/connection", "hikvision_cameras/a/ch1/LineDetection", "camera-alerts/a/VMD",
    "camera-alerts/alarmserver", "amcrest2mqtt/A/event", "jt808/1/1/up", "market/gb28181/1/2/alarm",
    "application/a/device/b/event/up", "application/a/device/b/event/join", "msh/CN/2/json/a/!1",
)  # fmt: skip
PAYLOADS = (
    *(sample.message.payload for sample in samples()),
    b'{"UtcTime":"2026-09-01T02:15:00Z","Source":{"InputToken":"1"},"Data":{"LogicalState":"true"}}',
    b'{"timestamp":1788228900512,"message":{"source":{},"key":{},"data":{"active":"1","classTypes":"human"}}}',
    b'{"action":"Start","index":0,"data":{"UTC":1788142500}}',
    (
        b'{"header":{"msg_id":1796,"phone":"013800000001"},"body":{"type":1,"location":[{"alarm":1,"status":3,'
        b'"latitude":29332145,"longitude":120103218,"speed":9,"time":"260901101500"}]}}'
    ),
    b'{"alarmMethod":"5","alarmType":"6","alarmPriority":"1","alarmTime":1788228900000,"latitude":29.3}',
    (
        b'{"time":"2026-09-01T02:15:00Z","devAddr":"00aa","fCnt":7,"fPort":85,"deviceInfo":{"tags":{"a":"b"}},'
        b'"object":{"messages":[[{"measurementId":"4200","measurementValue":[{"eventName":"SOS"}]}]],"latitude":1}}'
    ),
    b'{"from":-8,"id":77,"type":"position","payload":{"latitude_i":293321450,"longitude_i":1201032180,"time":1}}',
)


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
