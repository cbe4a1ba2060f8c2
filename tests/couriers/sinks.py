"""Servers that take what couriers bring, on this machine alone: one for the web, one for mail."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Taken:
    """One thing that was brought."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Sink:
    """What came in, and how to answer. `status` and `says` may be changed while it listens."""

    port: int = 0
    status: int = 201
    says: bytes = b""
    taken: list[Taken] = field(default_factory=list)
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    answers: threading.Event = field(default_factory=threading.Event)
    """Cleared: whatever comes is taken, and waits for its answer."""

    def __post_init__(self) -> None:
        """Answer at once."""
        self.answers.set()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def take(self, one: Taken) -> None:
        """Keep it, and wake whoever waits."""
        self.taken.append(one)
        self.came.release()


@contextmanager
def web_sink(*, status: int = 201, says: bytes = b"") -> Iterator[Sink]:
    """Listen for posts."""
    sink = Sink(status=status, says=says)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sink.take(Taken(self.path, dict(self.headers), body))
            sink.answers.wait(20)
            self.send_response(sink.status)
            self.send_header("Content-Length", str(len(sink.says)))
            self.end_headers()
            self.wfile.write(sink.says)

        def handle(self) -> None:
            with suppress(ConnectionError):  # whoever brought it was killed
                super().handle()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Door)) as port:
        sink.port = port
        yield sink


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """Speak as much SMTP as a sender needs."""
    sink = Sink()

    class Door(MailDoor):
        into = sink

    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door)) as port:
        sink.port = port
        yield sink


class MailDoor(socketserver.StreamRequestHandler):
    """One sender at the door."""

    into: Sink

    def handle(self) -> None:
        """Say yes to everything."""
        self.to: list[str] = []
        self.say(220, "sink")
        while word := self.rfile.readline().decode().strip():
            self.answer(word)
            if word.upper() == "QUIT":
                return

    def answer(self, word: str) -> None:
        """Answer one word; after DATA comes the letter itself."""
        if word.upper() == "DATA":
            self.say(354, "go on")
            self.into.take(Taken(",".join(self.to), {}, self.letter()))
        if word.upper().startswith("RCPT TO"):
            self.to.append(word.partition(":")[2].split()[0].strip("<>"))
        self.say(250, "ok")

    def letter(self) -> bytes:
        """Read up to the lonely dot."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def say(self, code: int, text: str) -> None:
        """Answer with a code."""
        self.wfile.write(f"{code} {text}\r\n".encode())


@contextmanager
def _served(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
