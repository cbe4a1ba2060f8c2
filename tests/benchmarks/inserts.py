"""The raw limit of storing: plain batched inserts into a table of signals, each batch committed."""

import time
from typing import Any

from sqlalchemy import insert

from patrol.clock import system_clock
from patrol.db import make_engine
from patrol.model.base import Base
from patrol.model.signals import SignalRecord
from tests.benchmarks import child
from tests.benchmarks.load import PAD


def row(n: int, at: Any) -> dict[str, Any]:
    """Make a row like ingest's own."""
    return {
        "dedupe": n.to_bytes(16, "big"),
        "keep": "signal",
        "source": "patrol",
        "kind": "telemetry",
        "phase": "new",
        "verdict": "store",
        "happened_at": at,
        "received_at": at,
        "recorded_at": at,
        "time_quality": "device",
        "topic": f"patrol/v1/yunda/sensor/smoke-{n % 250:03}/event",
        "subject": {"bench_n": n, "note": PAD},
        "media": [],
        "warnings": [],
        "raw": f'{{"v":1,"kind":"telemetry","n":{n},"data":{{"note":"{PAD}{PAD}"}}}}',
    }


def main() -> None:
    """Insert `count` rows in batches of `batch`, and tell how long it took."""
    told = child.order()
    engine = make_engine(told["url"])
    Base.metadata.create_all(engine)
    at = system_clock()
    began = time.monotonic()
    for start in range(0, told["count"], told["batch"]):
        rows = [row(n, at) for n in range(start, start + told["batch"])]
        with engine.begin() as connection:
            connection.execute(insert(SignalRecord), rows)
    child.answer({"took_s": time.monotonic() - began})


if __name__ == "__main__":
    main()
