"""A past for a market: signals with their keys, and alerts long closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select

from patrol.clock import system_clock
from patrol.db import make_engine, make_sessions
from patrol.model.alerts import Alert
from patrol.model.devices import Device
from patrol.model.signals import SignalKey, SignalRecord
from tests.benchmarks.inserts import row

CHUNK = 5_000
APART = timedelta(seconds=2)
SIGNALS_AN_ALERT = 100
_PAST: dict[str, Any] = {
    "kind": "tamper", "kinds": ["tamper"], "category": "DV", "severity": "high", "rule": "tamper",
    "condition": "cleared", "attention": "seen", "count": 3, "subject": {}, "media": [],
    "late": False, "at_startup": False, "suppressed": False, "close_reason": "done",
    "decided_version": 1, "version": 2,
}  # fmt: skip


def fill(url: str, *, first: int, last: int) -> None:
    """Add the signals from number `first` up to `last`, and an alert for every hundred."""
    engine, now = make_engine(url), system_clock()
    with make_sessions(engine)() as session:
        devices = list(session.scalars(select(Device.id).order_by(Device.id)))
        market_id = session.scalars(select(Device.market_id)).first()
    for start in range(first, last, CHUNK):
        numbers = range(start, min(last, start + CHUNK))
        _write(engine, [_signal(n, devices, market_id, now) for n in numbers])
        _write_alerts(engine, list(_alerts(numbers, devices, market_id, now)))
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    engine.dispose()


def _signal(n: int, devices: list[int], market_id: int | None, now: datetime) -> dict[str, Any]:
    at = now - timedelta(hours=1) - APART * n
    mine = row((1 << 64) + n, at)
    return mine | {
        "market_id": market_id,
        "device_id": devices[n % len(devices)],
        "subject": {"label": "person"},
    }


def _write(engine: Engine, rows: list[dict[str, Any]]) -> None:
    keys = [
        {
            "dedupe": one["dedupe"],
            "received_at": one["received_at"],
            "forget_at": one["received_at"] + timedelta(days=400),
        }
        for one in rows
    ]
    with engine.begin() as connection:
        connection.execute(insert(SignalKey), keys)
        connection.execute(insert(SignalRecord), rows)


def _write_alerts(engine: Engine, rows: list[dict[str, Any]]) -> None:
    if rows:
        with engine.begin() as connection:
            connection.execute(insert(Alert), rows)


def _alerts(
    numbers: range, devices: list[int], market_id: int | None, now: datetime
) -> Iterator[dict[str, Any]]:
    for n in numbers:
        if n % SIGNALS_AN_ALERT == 0:
            at = now - timedelta(hours=1) - APART * n
            yield _PAST | {
                "market_id": market_id,
                "fingerprint": f"past-{n}",
                "device_id": devices[n % len(devices)],
                "happened_at": at,
                "raised_at": at,
                "last_at": at,
                "closed_at": at + timedelta(minutes=5),
            }
