"""Boards without a browser: hears the stream of a room and notes when each number came in."""

import gc
import re
import selectors
import threading
import time
from dataclasses import dataclass, field

import orjson

from tests.benchmarks import child
from tests.benchmarks.frames import Board
from tests.benchmarks.load import number_of

NUMBER = re.compile(rb'"bench_n": ?(\d+)')
POSITIONS = b'42["positions"'
STREAM = b'42["stream"'


@dataclass(slots=True)
class Heard:
    """What all boards heard: (number, instant in ns) of events and of positions."""

    stream: list[tuple[int, int]] = field(default_factory=list)
    positions: list[tuple[int, int]] = field(default_factory=list)
    frames: int = 0
    octets: int = 0
    lost: list[str] = field(default_factory=list)

    def note(self, frame: bytes) -> None:
        """Note one event."""
        now = time.monotonic_ns()
        self.frames += 1
        self.octets += len(frame)
        if frame.startswith(STREAM):
            self.stream += [(int(found), now) for found in NUMBER.findall(frame)]
        elif frame.startswith(POSITIONS):
            items = orjson.loads(frame[2:])[1]["items"]
            self.positions += [(number_of(item[1]), now) for item in items]


def listen(boards: list[Board], heard: Heard, enough: threading.Event) -> None:
    """Read whatever comes until it is enough."""
    ears = selectors.DefaultSelector()
    for board in boards:
        ears.register(board.socket, selectors.EVENT_READ, board)
    while not enough.is_set():
        for key, _ in ears.select(0.1):
            try:
                _take(key.data, heard)
            except ConnectionError as error:
                heard.lost.append(str(error))
                ears.unregister(key.fileobj)


def _take(board: Board, heard: Heard) -> None:
    for frame in board.take():
        if (event := board.hear(frame)) is not None:
            heard.note(event)


def main() -> None:
    """Open the boards, say when all of them are up to date, listen, and tell what was heard."""
    told = child.order()
    gc.disable()
    heard, enough = Heard(), threading.Event()
    boards = [Board(told["address"], told["token"], told["room"]) for _ in range(told["boards"])]
    ears = threading.Thread(target=listen, args=(boards, heard, enough))
    ears.start()
    until = time.monotonic() + 60
    while not all(board.ready for board in boards) and time.monotonic() < until and not heard.lost:
        time.sleep(0.05)
    child.answer({"ready": all(board.ready for board in boards), "lost": heard.lost})
    child.on_stop(enough.set)
    ears.join()
    child.answer(
        {
            "stream": heard.stream,
            "positions": heard.positions,
            "frames": heard.frames,
            "octets": heard.octets,
            "lost": heard.lost,
        }
    )


if __name__ == "__main__":
    main()
