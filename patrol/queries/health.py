"""How old the newest sign of life of each part is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.model.devices import Device, DeviceState
from patrol.model.places import Market
from patrol.model.stream import Heartbeat

PARTS = ("broker", "ingest", "jobs")
"""Parts that write heartbeats; `broker` is written when a ping came back through it."""

DEAD_AFTER_S = 8.0


@dataclass(frozen=True, slots=True)
class Life:
    """Whether a part works, by the age of its last sign; no age: it never gave one."""

    ok: bool
    age_s: float | None


@dataclass(frozen=True, slots=True)
class SignsOfLife:
    """When each part last gave a sign, and each market's newest word from any device."""

    parts: Mapping[str, datetime]
    newest: Mapping[str, datetime]


def signs_of_life(session: Session) -> SignsOfLife:
    """Read them all."""
    beats = session.execute(select(Heartbeat.part, Heartbeat.at).where(Heartbeat.part.in_(PARTS)))
    newest = session.execute(
        select(Market.code, func.max(DeviceState.last_seen_at))
        .join(Device, Device.market_id == Market.id)
        .join(DeviceState, DeviceState.device_id == Device.id)
        .group_by(Market.code)
    )
    return SignsOfLife(dict(iter(beats)), {code: at for code, at in newest if at is not None})


@dataclass(frozen=True, slots=True)
class Flow:
    """What one process last counted of its own work; `facts` as its heartbeat carries them."""

    part: str
    at: datetime
    started_at: datetime
    facts: Mapping[str, Any]


def flows(session: Session, *, since: datetime) -> list[Flow]:
    """Read what every process counted that gave a sign of life since."""
    wanted = select(Heartbeat).where(Heartbeat.at >= since).order_by(Heartbeat.part)
    return [Flow(row.part, row.at, row.started_at, row.facts) for row in session.scalars(wanted)]


def life(last: datetime | None, now: datetime) -> Life:
    """Judge a part by its last sign; a clock set back makes no part younger than now."""
    if last is None:
        return Life(ok=False, age_s=None)
    age = max(0.0, (now - last).total_seconds())
    return Life(ok=age <= DEAD_AFTER_S, age_s=round(age, 1))
