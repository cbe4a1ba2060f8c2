"""Small markets to play in: a square of lanes with one device of each sort."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from simulators.market import Market, market_from
from simulators.stage import Stage, stage_of
from simulators.timeline import Timeline

START = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
SQUARE = [[0, 0], [200, 0], [200, 100], [0, 100]]
CORNERS = {"A": [0, 0], "B": [200, 0], "C": [200, 100], "D": [0, 100]}
CODE = "yunda"


def lane(start: str, end: str, *, cars: bool = True) -> dict[str, Any]:
    line = [CORNERS[start], CORNERS[end]]
    return {"code": start + end, "name": start + end, "start": start, "end": end, "line": line, "cars": cars}


def device(device_class: str, code: str, at: list[float], *keys: list[str], **more: object) -> dict[str, Any]:
    own = ["patrol", CODE, f"{device_class}/{code}"]
    return {"device_class": device_class, "code": code, "at": at, "keys": [own, *keys], **more}


def market_file() -> dict[str, Any]:
    return {
        "market": {
            "code": CODE,
            "name": "云达",
            "timezone": "Asia/Shanghai",
            "lat": 29.3321,
            "lon": 120.1032,
        },
        "places": [
            {"kind": "grid", "code": "east", "name": "East", "boundary": SQUARE},
            {"kind": "gate", "code": "gate-1", "name": "Gate", "boundary": [[-1, -1], [1, -1], [1, 1]]},
            {
                "kind": "workroom",
                "code": "E-W",
                "name": "Room",
                "boundary": [[199, 99], [201, 99], [200, 101]],
            },
        ],
        "lanes": [lane("A", "B"), lane("B", "C"), lane("C", "D"), lane("D", "A", cars=False)],
        "devices": [
            device("camera", "cam-1", [10, 10], ["frigate", "frigate", "gate"]),
            device("camera", "cam-2", [150, 10], ["frigate", "frigate", "lane"]),
            device("camera", "cam-3", [150, 60]),
            device("button", "btn-1", [20, 20], silent_after_s=93600),
            device("button", "btn-2", [22, 20], ["zigbee2mqtt", "zigbee2mqtt", "D1/btn-2"]),
            device("sensor", "smoke-2", [32, 20], ["zigbee2mqtt", "zigbee2mqtt", "D1/smoke-2"]),
            device("sensor", "smoke-3", [33, 20], ["zigbee2mqtt", "zigbee2mqtt", "D1/smoke-3"]),
            device("sensor", "shutter-2", [41, 20], ["tasmota", "tasmota", "d1-shutter-2"]),
            device("sensor", "shutter-3", [42, 20], ["tasmota", "tasmota", "d1-shutter-3"]),
            device("phone", "phone-2", [0, 0], ["owntracks", "owntracks", "li/phone"]),
            device("phone", "phone-3", [0, 0], ["owntracks", "owntracks", "wu/phone"]),
            device("sensor", "smoke-1", [30, 20], silent_after_s=93600),
            device("sensor", "shutter-1", [40, 20], silent_after_s=93600),
            device("car", "car-1", [0, 0], ["traccar", "traccar", "0138"], silent_after_s=600),
            device("car", "car-2", [0, 0]),
            device("car", "car-3", [0, 0], ["traccar", "traccar", "0139"], silent_after_s=600),
            device("phone", "phone-1", [0, 0]),
            device("gate", "barrier-1", [0, 0]),
        ],
    }


def small_market() -> Market:
    return market_from(market_file())


def staged(*, speed: float = 1.0, seed: int = 1, begin: float = 600, market: Market | None = None) -> Stage:
    return stage_of(market or small_market(), Timeline(START, begin, speed), seed)


def without(market: Market, *classes: str) -> Market:
    return replace(market, devices=tuple(d for d in market.devices if d.device_class not in classes))
