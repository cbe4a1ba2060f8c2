"""What a pretend second officer would take off the board: what nobody has touched for long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PATIENCE = {
    "critical": timedelta(minutes=6),
    "high": timedelta(minutes=5),
    "normal": timedelta(minutes=8),
    "notice": timedelta(minutes=12),
}
"""How long a visitor may leave an alert alone before the second officer sees to it."""

WORDS = {
    "sos": "已电话联系，商户误触，现场平安",
    "fire": "保安到场查看，炊烟所致，无火情",
    "person": "已核实，夜班理货人员",
    "vehicle": "车辆已劝离",
    "door": "商户已关好卷帘门",
    "intrusion": "巡逻队到场，未见异常",
}
USUAL = "巡查后无异常"
AT_ONCE = 4
"""Alerts seen to in one round; an officer has two hands."""


@dataclass(frozen=True, slots=True)
class Order:
    """One command to one alert."""

    alert: int
    version: int
    command: str
    reason: str


def choose(cards: Iterable[Mapping[str, Any]], *, now: datetime) -> list[Order]:
    """Choose what to see to: open, held by nobody, alone for too long; the oldest first."""
    waiting = sorted((card for card in cards if _alone(card, now)), key=lambda card: str(card["last_at"]))
    return [
        Order(int(card["id"]), int(card["version"]), "dismiss", WORDS.get(str(card["kind"]), USUAL))
        for card in waiting[:AT_ONCE]
    ]


def _alone(card: Mapping[str, Any], now: datetime) -> bool:
    if card.get("closed_at") or card.get("incident") or card.get("shelved_until"):
        return False
    patience = PATIENCE.get(str(card["severity"]), PATIENCE["notice"])
    return now - datetime.fromisoformat(str(card["last_at"])) > patience
