"""What a message costs on PostgreSQL: bytes kept, log, processor time. `python -m tests.benchmarks.sizes`."""

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from devices.handlers import Handler
from patrol.jobs import keep_slices
from patrol.model.devices import DeviceName
from patrol.queries.register import RegisterCache
from patrol.rules.signal import Message
from tests.devices.wire import message
from tests.jobs.town import Town, build
from tests.parts import postgres

BATCH = 250
DURABLE = ("-c", "max_connections=50")
TABLES = ("signal", "signal_key", "stream_event", "alert")
SIZE = """SELECT coalesce(sum(pg_total_relation_size(relid)), 0) FROM
 (SELECT to_regclass(:name) AS relid UNION ALL SELECT inhrelid FROM pg_inherits
  WHERE inhparent = to_regclass(:name)) AS all_of_it"""
KINDS = (("car", "car"), ("button", "button"), ("camera", "camera-1"), ("camera", "camera-2"))
LOG = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
NAMES = {
    "car": "car/car",
    "button": "button/button",
    "camera-1": "camera/camera-1",
    "camera-2": "camera/camera-2",
}

Said = list[tuple[str, dict[str, Any]]]


def positions(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for n in range(count):
        place = {"lat": 29.3327 + n % 100 / 1e5, "lon": 120.1042, "acc": 6, "speed": 3.1, "course": n % 360}
        yield "car/car/position", {"v": 1, "id": f"p{n}", "position": place, "data": {"battery": 80}}


def reports(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for n in range(count):
        yield "button/button/event", {"v": 1, "id": f"r{n}", "kind": "telemetry", "data": {"note": "x" * 200}}


def alarms(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for n in range(count):
        body = {"v": 1, "id": f"a{n}", "kind": "tamper", "data": {"note": "x" * 200}}
        yield f"camera/camera-{n % 2 + 1}/event", body


def batches(town: Town, said: Said) -> Iterator[list[Message]]:
    for start in range(0, len(said), BATCH):
        town.later(seconds=0.25)
        batch = []
        for n, (topic, body) in enumerate(said[start : start + BATCH]):
            at = (town.now + timedelta(milliseconds=n)).isoformat()
            batch.append(message(f"patrol/v1/yunda/{topic}", {**body, "at": at}, at=town.now))
        yield batch


def sizes(town: Town) -> dict[str, int]:
    with town.sessions() as session:
        found = {name: int(session.scalar(text(SIZE), {"name": name}) or 0) for name in TABLES}
        return found | {"log": int(session.scalar(text(LOG)) or 0)}


def server_seconds(port: int) -> float:
    """Processor time of the server and its children, those that ended included."""
    (main,) = (each for each in Path("/proc").glob("[0-9]*") if b"-p\0%d\0" % port in _read(each / "cmdline"))
    children = _read(main / "task" / main.name / "children").decode().split()
    ticks = _ticks(main, 11, 15) + sum(_ticks(Path("/proc") / child, 11, 13) for child in children)
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: Path, first: int, last: int) -> int:
    return sum(int(word) for word in _read(process / "stat").decode().rpartition(") ")[2].split()[first:last])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def measure(name: str, town: Town, handler: Handler, port: int, said: Said) -> None:
    before, server, own, began = sizes(town), server_seconds(port), time.process_time(), time.monotonic()
    for batch in batches(town, said):
        handler.handle(batch)
    took, own, server = time.monotonic() - began, time.process_time() - own, server_seconds(port) - server
    after, count = sizes(town), len(said)
    grown = {each: round((after[each] - before[each]) / count) for each in after}
    print(f"{name}: {count} in {took:.1f} s; bytes each {grown}")
    print(f"  seconds a 10,000: ingest {own / count * 1e4:.1f}, server {server / count * 1e4:.1f}")


def main() -> None:
    with (
        postgres.postgres_server(DURABLE) as server,
        server.database() as url,
        tempfile.TemporaryDirectory() as folder,
    ):
        town = build(url)
        town.do(keep_slices.run)
        with town.sessions.begin() as session:
            for code, key in NAMES.items():
                session.add(DeviceName(device_id=town.ids[code], source="patrol", instance="yunda", key=key))
        handler = Handler(
            town.sessions, RegisterCache(), Path(folder), lambda: town.now, "yunda", lambda *_: None
        )
        measure("positions", town, handler, server.port, list(positions(50_000)))
        measure("reports", town, handler, server.port, list(reports(30_000)))
        measure("alarms", town, handler, server.port, list(alarms(10_000)))
        town.engine.dispose()


if __name__ == "__main__":
    main()
