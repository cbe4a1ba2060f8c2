"""Runs one of our processes and notes when each message passes each stage: `python -m … PROGRAM FILE`.

The product itself knows nothing of it: its own functions are wrapped from here, in this process alone.
Instants are of the one monotonic clock that all processes of a machine share. Notes are written beside
the work, a few times a second, for a killed process writes nothing at its end.
"""

import functools
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson

NUMBER = re.compile(rb'"bench_n": ?(\d+)')
EVERY_S = 0.2
Note = tuple[str, int, Any]


class Notes:
    """What was noted and is not written yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: list[Note] = []

    def add(self, stage: str, payloads: object) -> None:
        """Note that these passed a stage now; what they are is looked at later."""
        self._waiting.append((stage, time.monotonic_ns(), payloads))

    def start(self) -> None:
        """Write from now on, in the process that works: a web process forks first."""
        threading.Thread(target=self._write_on, daemon=True).start()

    def _write_on(self) -> None:
        path = self._folder / f"trace-{os.getpid()}.jsonl"
        while True:
            time.sleep(EVERY_S)
            waiting, self._waiting = self._waiting, []
            lines = [json.dumps([stage, at, numbers(what)]) for stage, at, what in waiting]
            with path.open("a") as out:
                out.writelines(f"{line}\n" for line in lines)


def numbers(what: object) -> list[int]:
    """Read the numbers of messages out of payloads or events."""
    match what:
        case bytes():
            return [int(found) for found in NUMBER.findall(what)]
        case dict():
            return numbers(orjson.dumps(what))
        case Iterable():
            return [number for one in what for number in numbers(one)]
    return []


def before(owner: Any, name: str, note: Callable[..., None]) -> None:
    """Note something before a function does its work."""
    inner = getattr(owner, name)

    @functools.wraps(inner)
    def noting(*words: Any, **named: Any) -> Any:
        note(*words, **named)
        return inner(*words, **named)

    setattr(owner, name, noting)


def after(owner: Any, name: str, note: Callable[..., None]) -> None:
    """Note something after a function has done its work; its answer comes first."""
    inner = getattr(owner, name)

    @functools.wraps(inner)
    def noting(*words: Any, **named: Any) -> Any:
        answer = inner(*words, **named)
        note(answer, *words, **named)
        return answer

    setattr(owner, name, noting)


def watch_ingest(notes: Notes) -> None:
    """Note what ingest gets, begins to store, and has stored."""
    from devices import listener
    from devices.bus import Bus
    from devices.handlers import Handler
    from devices.lanes import Lanes

    for name in ("put_alarms", "put_bulk"):
        before(Lanes, name, lambda _lanes, held: notes.add("got", [one.message.payload for one in held]))
    before(Handler, "handle", lambda _me, said: notes.add("begun", [one.payload for one in said]))
    after(Handler, "handle", lambda _a, _me, said: notes.add("stored", [one.payload for one in said]))
    before(Bus, "tell", lambda *_: notes.add("told", ()))
    before(listener, "settle", notes.start)


def watch_web(notes: Notes) -> None:
    """Note when a web process is woken, has read events, and has put them on their way."""
    from web import channel, server
    from web.relay import Relay
    from web.voices import SocketVoices

    before(Relay, "wake", lambda *_: notes.add("woken", ()))
    after(channel, "chunk_after", lambda events, *_: notes.add("read", events))
    after(SocketVoices, "say", lambda _a, _me, _to, _event, body, **_: notes.add("said", body))
    before(server, "settle", notes.start)


def main() -> None:
    """Wrap, and run the program."""
    program, folder = sys.argv[1:3]
    {"ingest": watch_ingest, "web": watch_web}[program](Notes(Path(folder)))
    from patrol.cli import front_door

    front_door([program])


if __name__ == "__main__":
    main()
