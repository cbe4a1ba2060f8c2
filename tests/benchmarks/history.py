"""A past for a market: signals with their keys, alerts long closed, incidents long over.

The database makes the rows itself: ten million of them, sent one by one, would take longer than to measure.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Table, func, select, text

from patrol.clock import system_clock
from patrol.db import make_engine
from patrol.model.devices import Device
from patrol.model.signals import SignalKey, SignalRecord

CHUNK = 500_000
APART_S = 1
SIGNALS_AN_ALERT, SIGNALS_AN_INCIDENT = 100, 1_000

_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :last) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(CAST(:first AS bigint), :last - 1)) ",
}
_AT = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', :newest - i * {apart}, 'unixepoch') || '.000000'",
    "postgresql": "to_timestamp(:newest - i * {apart})",
}
_KEY = {
    "sqlite": "CAST(printf('%016d', i) AS BLOB)",
    "postgresql": "convert_to(lpad(i::text, 16, '0'), 'UTF8')",
}
_RAW = '{"v":1,"kind":"telemetry","data":{"temperature":21.5,"voltage":3.01,"note":"as every hour"}}'
_SIGNALS = """
INSERT INTO signal (market_id, device_id, dedupe, keep, source, kind, phase, verdict, happened_at,
 received_at, recorded_at, time_quality, late, topic, retained, subject, media, warnings, raw)
 {numbers} SELECT :market, :device + i % :devices, {key}, 'signal', 'patrol', 'telemetry', 'new', 'store',
 {at}, {at}, {at}, 'device', {no}, 'patrol/v1/yunda/sensor/past/event', {no}, '{{"label":"person"}}',
 '[]', '[]', :raw FROM n
"""
_KEYS = """
INSERT INTO signal_key (dedupe, received_at, forget_at) {numbers} SELECT {key}, {at}, {later} FROM n
"""
_ALERTS = """
INSERT INTO alert (market_id, fingerprint, kind, kinds, category, severity, rule, condition, attention, count,
 subject, media, happened_at, raised_at, last_at, closed_at, close_reason, late, at_startup, suppressed,
 decided_version, version, device_id)
 {numbers} SELECT :market, 'past-' || i, 'tamper', '["tamper"]', 'DV', 'high', 'tamper', 'cleared', 'seen', 3,
 '{{}}', '[]', {at}, {at}, {at}, {at}, 'done', {no}, {no}, {no}, 1, 2, :device + i % :devices FROM n
"""
_INCIDENTS = """
INSERT INTO incident (market_id, number, step, kind, category, severity, drill, source, summary, sop, helpers,
 notes, pictures, discovered_at, round, returned, reworked, holds, extension_asked, extended, self_closed,
 closed_at, losses, decided_version, version)
 {numbers} SELECT :market, 'P-' || i, 'closed', 'theft', 'PO', 'high', {no}, 'alert',
 'A bag is gone from stall ' || i % 977, '[]', '[]', 0, 0, {at}, 1, 0, 0, 0, {no}, {no}, {no}, {at},
 '{{}}', 1, 2 FROM n
"""
_INDEXES = sorted(
    (index for kind in (SignalRecord, SignalKey) for index in cast(Table, kind.__table__).indexes),
    key=lambda index: str(index.name),
)


def fill(url: str, *, first: int, last: int) -> None:
    """Add the signals from number `first` up to `last`, and an alert for every hundred."""
    engine = make_engine(url)
    with engine.connect() as connection:
        told = _told(connection, system_clock())
        connection.rollback()
        _hurry(connection)
        for index in _INDEXES:  # made again in one go, which takes a tenth of adding to them row by row
            index.drop(connection)
        for start in range(first, last, CHUNK):
            _chunk(connection, start, min(last, start + CHUNK), told)
            connection.commit()
        for index in _INDEXES:
            index.create(connection)
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
        _tell_sqlite(connection, "wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _hurry(connection: Connection) -> None:
    """Write without waiting for the disk: should the machine fail now, there is nothing to lose."""
    _tell_sqlite(connection, "synchronous=OFF", "foreign_keys=OFF", "wal_autocheckpoint=50000")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET synchronous_commit = off")
        connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
        connection.exec_driver_sql("SET session_replication_role = replica")  # no look at each foreign key
        connection.commit()


def _tell_sqlite(connection: Connection, *pragmas: str) -> None:
    """Set what can be set outside of a transaction only."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        for pragma in pragmas:
            driver.execute(f"PRAGMA {pragma}")


def _told(connection: Connection, now: datetime) -> dict[str, Any]:
    least, most = connection.execute(select(func.min(Device.id), func.max(Device.id))).one()
    market = connection.scalar(select(Device.market_id).limit(1))
    newest = int((now - timedelta(hours=1)).timestamp())
    return {"device": least, "devices": most - least + 1, "market": market, "newest": newest, "raw": _RAW}


def _chunk(connection: Connection, first: int, last: int, told: Mapping[str, Any]) -> None:
    """Write one stretch of the past; of alerts and incidents there are fewer, further apart."""
    for statement, each in (
        (_SIGNALS, 1), (_KEYS, 1), (_ALERTS, SIGNALS_AN_ALERT), (_INCIDENTS, SIGNALS_AN_INCIDENT),
    ):  # fmt: skip
        span = {"first": -(-first // each), "last": -(-last // each)}
        if span["first"] < span["last"]:
            written = text(_in(statement, connection.dialect.name, each))
            names = written._bindparams  # a name that does not occur may not be given
            connection.execute(written, {k: v for k, v in {**told, **span}.items() if k in names})


def _in(statement: str, dialect: str, each: int) -> str:
    at = _AT[dialect].format(apart=APART_S * each)
    later = (
        f"datetime({at}, '+400 days') || '.000000'" if dialect == "sqlite" else f"{at} + interval '400 days'"
    )
    no = "0" if dialect == "sqlite" else "false"
    return statement.format(numbers=_NUMBERS[dialect], at=at, key=_KEY[dialect], no=no, later=later)
