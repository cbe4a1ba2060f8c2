"""Runs one of our programs with a clock that a file moves, and a storing that breaks at one message.

`python -m tests.journeys.sabotage FOLDER PROGRAM…`: the file `step` in the folder says by how many
seconds the clock is wrong. The product knows nothing of it: its own functions are wrapped from here.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from patrol import clock

POISON = b'"poison":true'


def wrong_clock(file: Path) -> clock.Clock:
    """Give a clock that is off by what the file says now."""

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(file.read_text()))  # noqa: TID251 - it is the fault

    return now


def break_storing() -> None:
    """Let no batch be stored that has the poisonous message in it, by itself or among others."""
    from patrol.actions import intake
    from patrol.rules.signal import Refusal

    inner = intake.take

    def take(session: Any, heard: Sequence[Any], *words: Any, **named: Any) -> Any:
        if any(POISON in one.message.payload and not isinstance(one.found, Refusal) for one in heard):
            raise RuntimeError("the handler breaks")
        return inner(session, heard, *words, **named)

    intake.take = take


def main() -> None:
    """Wrap, and run the program."""
    folder, *words = sys.argv[1:]
    clock.system_clock = wrong_clock(Path(folder) / "step")
    if words[0] == "ingest":
        break_storing()
    from patrol.cli import front_door

    front_door(words)


if __name__ == "__main__":
    main()
