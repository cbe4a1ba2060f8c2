"""What a pretend guard does next on a round: begins it, goes on to the next checkpoint, reports it done."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from simulators.ground import Globe, Point

Card = Mapping[str, Any]

NEVER, TARDY, PASSED_BY = 0.08, 0.10, 0.03
"""How many rounds nobody begins, how many are begun late, and how many checkpoints are passed by."""
SOON_MIN, TARDY_MIN = (2.0, 30.0), (70.0, 95.0)
LEG_MIN = (3.0, 7.0)
NEAR_M, ACCURACY_M = 6.0, 8.0
VISITORS_MIN = 75.0
"""For how long the rounds of the first grid are left to whoever tries the demonstration as a guard."""
OBSTACLES = ("通道有货车卸货，过不去", "消防门上锁，已通知钥匙保管人", "正在处理顾客问路，下一轮补")
NOTHING_FOUND = "未发现异常"


@dataclass(frozen=True, slots=True)
class Errand:
    """One command to one round."""

    round_id: int
    version: int
    command: str
    payload: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beat:
    """Whose rounds somebody takes: those of a grid they share with others, or the patrol team's.

    `share` of `sharers`: which part of a grid's rounds is theirs. `patient`: leaves them to a visitor first.
    """

    share: int = 0
    sharers: int = 1
    by_car: bool = False
    patient: bool = False


def next_errand(
    rounds: Iterable[Card], beat: Beat, globe: Globe, *, now: datetime, seed: int
) -> Errand | None:
    """Choose from one's own rounds, as the phone shows them; None: walk on, or rest.

    What was begun is finished first. The same rounds, instant and seed give the same errand.
    """
    mine = sorted((card for card in rounds if _is_mine(card, beat, seed)), key=_order)
    for card in mine:
        if not _instant(card["opens_at"]) <= now < _instant(card["settles_at"]):
            continue
        if card["began_at"] is None and now < _start(card, beat, seed):
            continue
        return _go_on(card, globe, now, seed)
    return None


def chance(seed: int, *what: object) -> float:
    """Give a number from 0 to 1 that is always the same for the same thing."""
    return random.Random(":".join(map(str, (seed, *what)))).random()


def _is_mine(card: Card, beat: Beat, seed: int) -> bool:
    if card["began_at"] is not None:
        return True
    if (card["grid"] is None) is not beat.by_car or chance(seed, card["id"], "never") < NEVER:
        return False
    return int(chance(seed, card["id"], "whose") * beat.sharers) == beat.share


def _order(card: Card) -> tuple[bool, str, int]:
    return card["began_at"] is None, str(card["closes_at"]), int(card["id"])


def _start(card: Card, beat: Beat, seed: int) -> datetime:
    tardy = chance(seed, card["id"], "tardy") < TARDY
    low, high = TARDY_MIN if tardy else SOON_MIN
    waits = low + (high - low) * chance(seed, card["id"], "start")
    if beat.patient:
        waits = max(waits, VISITORS_MIN)
    return _instant(card["opens_at"]) + timedelta(minutes=waits)


def _go_on(card: Card, globe: Globe, now: datetime, seed: int) -> Errand | None:
    stops = sorted(card["checkpoints"], key=lambda stop: int(stop["seq"]))
    ahead = [stop for stop in stops if stop["state"] == "open"]
    if not ahead:
        return _report(card)
    stop = ahead[0]
    low, high = LEG_MIN
    leg = low + (high - low) * chance(seed, card["id"], stop["seq"], "leg")
    if now < _last(card, stops, now) + timedelta(minutes=leg):
        return None
    named: dict[str, object] = {"checkpoint": stop["code"], "happened_at": now.isoformat()}
    if chance(seed, card["id"], stop["seq"], "passed") < PASSED_BY:
        why = OBSTACLES[int(stop["seq"]) % len(OBSTACLES)]
        return Errand(int(card["id"]), int(card["version"]), "skip", named | {"reason": why})
    named["position"] = _position(stop, globe, card, now, seed)
    return Errand(int(card["id"]), int(card["version"]), "scan", named)


def _report(card: Card) -> Errand | None:
    if card["kind"] == "patrol" or card["reported_at"] is not None:
        return None
    return Errand(int(card["id"]), int(card["version"]), "finish", {"note": NOTHING_FOUND})


def _last(card: Card, stops: Iterable[Card], now: datetime) -> datetime:
    """When they were last seen on this round; whoever has not begun stands at the first checkpoint."""
    seen = [_instant(stop["at"] or stop["received_at"]) for stop in stops if stop["state"] != "open"]
    began = [_instant(card["began_at"])] if card["began_at"] else []
    return max(seen + began, default=now - timedelta(hours=1))


def _position(stop: Card, globe: Globe, card: Card, now: datetime, seed: int) -> Mapping[str, object]:
    aside = [NEAR_M * (chance(seed, card["id"], stop["seq"], axis) - 0.5) for axis in "xy"]
    spot: Point = (float(stop["x"]) + aside[0], float(stop["y"]) + aside[1])
    lat, lon = globe.degrees_of(spot)
    return {"lat": lat, "lon": lon, "acc": ACCURACY_M, "at": now.isoformat()}


def _instant(text: object) -> datetime:
    return datetime.fromisoformat(str(text))
