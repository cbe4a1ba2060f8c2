"""The rules a market begins with: data like any other, to be changed by its people."""

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]


def _kind(*kinds: str) -> dict[str, Any]:
    return {"field": "kind", "in": list(kinds)}


def _alert(category: str, severity: str | None, **more: object) -> dict[str, Any]:
    return {"category": category, "severity": severity, **more}


CLOSED = {"field": "market_open", "is": False}
SHUT = {"field": "shop_open", "is": False}
GRAVE = {"field": "severity", "in": ["critical", "high"]}
RESTRICTED = {"field": "zone_use", "has": "restricted"}
FIRE_LANE = {"any": [{"field": "zone_use", "has": "fire_lane"}, {"field": "zone", "is": "fire_lane"}]}
CAMERA_KINDS = ["person", "vehicle", "intrusion", "motion", "audio_alarm"]

DEFAULT_RULES: tuple[tuple[str, Body], ...] = (
    ("sos", {"when": _kind("sos"), "then": _alert("PS", "critical")}),
    ("fire", {"when": _kind("fire"), "then": _alert("FI", "critical")}),
    ("accident", {"when": _kind("accident"), "then": _alert("TV", "critical")}),
    ("test", {"when": _kind("test"), "then": "store"}),
    (
        "round-missed",
        {"when": _kind("round_missed", "check_missed"), "then": _alert("PA", "normal")},
    ),
    (
        "checkpoint-missed",
        {"when": _kind("checkpoint_missed"), "then": _alert("PA", "notice", auto_clear_s=86400)},
    ),
    (
        "checkpoint-late",
        {"when": _kind("checkpoint_late"), "then": _alert("PA", "notice", auto_clear_s=3600)},
    ),
    ("button-failed", {"when": _kind("button_failed"), "then": _alert("DV", "normal")}),
    ("button-overdue", {"when": _kind("button_overdue"), "then": _alert("DV", "notice")}),
    ("wired-input", {"when": _kind("input"), "then": _alert("PS", "high")}),
    ("scream", {"when": _kind("audio_alarm"), "then": _alert("PO", "high", auto_clear_s=900)}),
    (
        "intrusion",
        {
            "when": _kind("intrusion"),
            "then": _alert(
                "PO",
                "high",
                auto_clear_s=600,
                correlate={"by": "group", "within_s": 120, "kinds": ["intrusion", "person", "door"]},
            ),
        },
    ),
    (
        "vehicle-in-fire-lane",
        {
            "when": {"all": [_kind("vehicle"), {"any": [FIRE_LANE, GRAVE]}]},
            "then": _alert("FI", "normal", auto_clear_s=900),
        },
    ),
    (
        "camera-alert",
        {"when": {"all": [_kind("person"), GRAVE]}, "then": _alert("PO", None, auto_clear_s=600)},
    ),
    (
        "person-where-nobody-should-be",
        {
            "when": {"all": [_kind("person"), {"any": [RESTRICTED, CLOSED]}]},
            "then": _alert(
                "PO",
                "high",
                auto_clear_s=600,
                correlate={"by": "group", "within_s": 120, "kinds": CAMERA_KINDS},
            ),
        },
    ),
    (
        "motion-after-hours",
        {
            "when": {"all": [_kind("motion"), CLOSED]},
            "then": _alert("PO", "notice", repeats={"count": 3, "within_s": 60}, auto_clear_s=120),
        },
    ),
    (
        "fire-exit-open",
        {
            "when": {"all": [_kind("door"), {"field": "device_use", "is": "fire_exit"}]},
            "then": _alert("FI", "normal"),
        },
    ),
    (
        "shutter-after-hours",
        {"when": {"all": [_kind("door"), SHUT]}, "then": _alert("PO", "high", auto_clear_s=3600)},
    ),
    ("tamper", {"when": _kind("tamper"), "then": _alert("DV", "high")}),
    ("overspeed", {"when": _kind("overspeed"), "then": _alert("TV", "normal", auto_clear_s=300)}),
    ("left-the-market", {"when": _kind("geofence_exit"), "then": _alert("PA", "normal")}),
    ("standing", {"when": _kind("standing"), "then": _alert("PA", "notice")}),
    ("gps-lost", {"when": _kind("gps_lost"), "then": _alert("PA", "notice", delay_s=30)}),
    ("driving", {"when": _kind("driving"), "then": _alert("TV", "notice", auto_clear_s=300)}),
    (
        "lost-with-its-parent",
        {
            "when": {"all": [_kind("device_offline", "device_silent"), {"field": "parent_lost", "is": True}]},
            "then": "store",
        },
    ),
    (
        "bridge-lost",
        {
            "when": {
                "all": [_kind("device_offline", "device_silent"), {"field": "device_class", "is": "bridge"}]
            },
            "then": _alert("DV", "high", delay_s=10),
        },
    ),
    ("device-offline", {"when": _kind("device_offline"), "then": _alert("DV", "notice", delay_s=60)}),
    (
        "button-silent",
        {
            "when": {"all": [_kind("device_silent"), {"field": "device_class", "in": ["button", "sensor"]}]},
            "then": _alert("DV", "normal"),
        },
    ),
    ("device-silent", {"when": _kind("device_silent"), "then": _alert("DV", "notice")}),
    ("device-fault", {"when": _kind("camera_fault", "device_fault"), "then": _alert("DV", "normal")}),
    ("battery-low", {"when": _kind("battery_low"), "then": _alert("DV", "notice", auto_clear_s=86400)}),
    (
        "kept-only",
        {
            "when": _kind(
                "position",
                "checkin",
                "telemetry",
                "plate",
                "device_status",
                "device_online",
                "geofence_enter",
                "person",
                "vehicle",
                "motion",
                "door",
            ),
            "then": "store",
        },
    ),
    ("unknown-kind", {"when": {}, "then": _alert("OT", "notice", auto_clear_s=1800)}),
)
"""Code and body, in the order of their rank; the last one fits everything."""
