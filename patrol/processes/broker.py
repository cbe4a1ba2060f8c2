"""The embedded broker: a NATS server that speaks MQTT, started, checked and stopped by us."""

import contextlib
import os
import signal
import subprocess
import sysconfig
import threading
from collections.abc import Callable
from pathlib import Path
from shutil import which

from patrol.clock import monotonic
from patrol.errors import Unavailable
from patrol.processes import leash
from patrol.processes.accounts import Accounts, accounts_of, write_private
from patrol.processes.broker_address import BrokerAddress, folder_of, read_address, write_address
from patrol.processes.broker_config import render
from patrol.processes.ports import demand, free_port

Say = Callable[[str], None]

READY_S = 30.0
STOP_S = 5.0
TRIES = 5
_QUIET = ("[INF]", "[DBG]", "Plaintext passwords detected", "Maximum payloads over")


class EmbeddedBroker:
    """One broker process. Must be started from the main thread, to which its life is tied."""

    def __init__(self, data_dir: Path, *, host: str = "127.0.0.1", port: int = 0, say: Say) -> None:
        self.data_dir = data_dir
        self.host = host
        self.port = port
        self._say = say
        self._process: subprocess.Popen[str] | None = None
        self._ready = threading.Event()
        self._last = ""

    def start(self) -> BrokerAddress:
        """Start it and wait until it answers. Port 0: the one it had before, or a free one."""
        folder = folder_of(self.data_dir)
        folder.mkdir(parents=True, exist_ok=True)
        accounts_of(folder)
        if self.port:
            demand(self.host, self.port, advice="choose another one with --broker-port, or stop who holds it")
            return self._start_on(self.port)
        return self._start_somewhere()

    def _start_somewhere(self) -> BrokerAddress:
        before = read_address(self.data_dir)
        candidates = [before.port] if before else []
        for port in (*candidates, *(free_port(self.host) for _ in range(TRIES))):
            with contextlib.suppress(Unavailable):
                demand(self.host, port, advice="")
                return self._start_on(port)
        raise Unavailable(f"the broker does not start: {self._last}")

    def _start_on(self, port: int) -> BrokerAddress:
        folder = folder_of(self.data_dir)
        configure(folder, host=self.host, port=port, accounts=accounts_of(folder))
        self._ready.clear()
        self._process = subprocess.Popen(
            [*leash.tied(), server_program(), "-c", str(folder / "nats.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        self._await_ready(self._process)
        self.port = port
        write_address(self.data_dir, self.address)
        return self.address

    def _await_ready(self, process: subprocess.Popen[str]) -> None:
        """Wait for our own process to say that it listens: another server on the port cannot."""
        deadline = monotonic() + READY_S
        while not self._ready.wait(0.01):
            if process.poll() is not None:
                raise Unavailable(f"the broker does not start: {self._last or 'it ended at once'}")
            if monotonic() > deadline:
                self.stop()
                raise Unavailable(f"the broker was not ready within {READY_S:.0f} s: {self._last}")

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        with process.stderr as lines:
            for line in lines:
                self._hear(line.rstrip())

    def _hear(self, line: str) -> None:
        if line.endswith("Server is ready"):
            self._ready.set()
        if not any(word in line for word in _QUIET):
            self._last = line.split("] ", 2)[-1]
            self._say(self._last)

    @property
    def address(self) -> BrokerAddress:
        """Where it listens; known once it has started."""
        if self._process is None:
            raise Unavailable("the broker has not started")
        return BrokerAddress(host=self.host, port=self.port, pid=self._process.pid)

    def poll(self) -> int | None:
        """Give its exit status, or None while it runs."""
        return None if self._process is None else self._process.poll()

    def ask(self) -> None:
        """Go on: the others still want to say good-bye."""

    def stop(self) -> None:
        """Stop it; what it has acknowledged is on the disk."""
        if self._process is None or self._process.poll() is not None:
            return
        self._say = _hush
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _hush(_line: str) -> None:
    """What a stopping broker says of its clients is no news."""


def configure(folder: Path, *, host: str, port: int, accounts: Accounts) -> None:
    """Write the configuration; it holds passwords."""
    text = render(host=host, port=port, store=folder / "store", accounts=accounts)
    write_private(folder / "nats.conf", text)


def reload_accounts(data_dir: Path) -> bool:
    """Let a running broker learn changed accounts without a pause; False when none runs."""
    address = read_address(data_dir)
    if address is None or not _is_broker(address.pid):
        return False
    folder = folder_of(data_dir)
    configure(folder, host=address.host, port=address.port, accounts=accounts_of(folder))
    os.kill(address.pid, signal.SIGHUP)
    return True


def _is_broker(pid: int) -> bool:
    """A pid in a file may belong to another program by now."""
    told = Path(f"/proc/{pid}/cmdline")
    if told.parent.parent.joinpath("self").exists():
        return told.exists() and b"nats-server" in told.read_bytes()
    words = ["ps", "-o", "args=", "-p", str(pid)]
    return "nats-server" in subprocess.run(words, capture_output=True, text=True, check=False).stdout


def server_program() -> str:
    """Find the server that came with the packages, or one on the machine."""
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    program = str(beside) if beside.exists() else which("nats-server")
    if program is None:
        raise Unavailable("nats-server is missing: run ./patrolctl again, or set PATROL_MQTT_URL")
    return program
