"""Watches the table of signals grow: notes when each number could first be read back."""

import threading
import time
from typing import Any

from sqlalchemy import Engine, text

from patrol.db import make_engine
from tests.benchmarks import child

LOOK_EVERY_S = 0.002
NEWEST = "SELECT coalesce(max(id), 0) FROM signal"
SINCE = {
    "sqlite": "SELECT id, json_extract(subject, '$.bench_n') FROM signal WHERE id > :last ORDER BY id",
    "postgresql": "SELECT id, (subject->>'bench_n')::int FROM signal WHERE id > :last ORDER BY id",
}


def watch(engine: Engine, enough: threading.Event, seen: list[tuple[int, int]], every_s: float) -> None:
    """Look until it is enough; ids never come out of order, for there is one writer."""
    with engine.execution_options(reading=True).connect() as connection:
        with connection.begin():
            last = int(connection.scalar(text(NEWEST)) or 0)
        child.answer({"ready": True})
        while not enough.wait(every_s):
            with connection.begin():
                rows = connection.execute(text(SINCE[engine.dialect.name]), {"last": last}).all()
            now = time.monotonic_ns()
            seen += [(int(row[1]), now) for row in rows if row[1] is not None]
            last = rows[-1][0] if rows else last


def main() -> None:
    """Watch a database until told to stop, and tell what was seen."""
    told: dict[str, Any] = child.order()
    enough, seen = threading.Event(), list[tuple[int, int]]()
    engine = make_engine(told["url"])
    every_s = float(told.get("every_s", LOOK_EVERY_S))
    eyes = threading.Thread(target=watch, args=(engine, enough, seen, every_s))
    eyes.start()
    child.on_stop(enough.set)
    eyes.join()
    child.answer({"seen": seen})


if __name__ == "__main__":
    main()
