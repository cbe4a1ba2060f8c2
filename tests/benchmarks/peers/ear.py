"""Hears a peer's websocket and notes when each number came in."""

import re
import selectors
import threading
import time

from tests.benchmarks import child
from tests.benchmarks.frames import Frames

GREETING_S = 10.0


def main() -> None:
    """Connect, greet, say that it listens, and tell what was heard."""
    told = child.order()
    pattern = re.compile(told["pattern"].encode())
    line = Frames(told["address"], told["path"])
    for greeting in told["greetings"]:
        line.say(greeting)
        line.socket.settimeout(GREETING_S)
        list(line.take())
    line.socket.settimeout(None)
    heard: list[tuple[int, int]] = []
    enough = threading.Event()

    def listen() -> None:
        waits = selectors.DefaultSelector()
        waits.register(line.socket, selectors.EVENT_READ)
        while not enough.is_set():
            if waits.select(0.1):
                found = [pattern.findall(frame) for frame in line.take()]
                now = time.monotonic_ns()
                heard.extend((max(map(int, numbers)), now) for numbers in found if numbers)

    ears = threading.Thread(target=listen)
    ears.start()
    child.answer({"ready": True})
    child.on_stop(enough.set)
    ears.join()
    child.answer({"stream": heard})


if __name__ == "__main__":
    main()
