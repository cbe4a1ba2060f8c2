"""A web process as it runs: a real port, real sockets, and a clean end."""

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from patrol import outbox
from patrol.errors import Unavailable
from tests.parts.live_client import LiveClient, deaf_client
from tests.web.house import House, a_house
from web.server import bind

ROOM = "market:yunda"

PROGRAM = """
import sys
from patrol.settings import from_environment
from web.server import serve
serve(from_environment(), ready=lambda address: print("ready", address, flush=True))
"""


@contextmanager
def a_server(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PATROL_DATABASE_URL": f"sqlite:///{folder}/web.sqlite3",
        "PATROL_DATA_DIR": str(folder),
        "PATROL_BIND": "127.0.0.1:0",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().removeprefix("ready ").strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def post(house: House, number: int) -> None:
    with house.context.transaction() as (session, now):
        outbox.post(
            session, ["market:yunda"], "device.online", entity=f"device:{number}", version=1, body={}, now=now
        )


@pytest.mark.journey
def test_a_board_hears_what_another_process_commits_until_the_server_stops(
    house: House, tmp_path: Path
) -> None:
    with a_server(tmp_path) as (process, address):
        board = LiveClient(address, token=house.tokens["program"])
        board.say("hello", {"rooms": [{"room": "market:yunda"}]})
        assert board.wait("ready") == [{"heads": {"market:yunda": 0}}]
        for number in range(5):
            post(house, number)
        assert [event["seq"] for event in board.wait("stream", count=5)] == [1, 2, 3, 4, 5]
        assert set(board.wait("beat", count=2)[-1]["parts"]) >= {"database", "relay"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
        assert board.wait_closed()


@pytest.mark.journey
def test_a_board_that_never_reads_is_cut_off_and_the_others_hear_on(house: House, tmp_path: Path) -> None:
    with a_server(tmp_path) as (_, address):
        deaf = deaf_client(address, house.tokens["program"], "market:yunda")
        board = LiveClient(address, token=house.tokens["program"])
        board.say("hello", {"rooms": [{"room": "market:yunda"}]})
        board.wait("ready")
        flood(house, 2000)
        assert len(board.wait("stream", count=2000, seconds=30)) == 2000
        with deaf:
            assert is_cut_off(deaf, within_s=45)
        post(house, 1)
        board.wait("stream", count=2001)


def flood(house: House, events: int) -> None:
    body = {"text": "x" * 2000}
    with house.context.transaction() as (session, now):
        for number in range(events):
            entity = f"device:{number}"
            outbox.post(
                session, ["market:yunda"], "device.online", entity=entity, version=1, body=body, now=now
            )


def is_cut_off(deaf: socket.socket, *, within_s: int) -> bool:
    """The peer's end shows as an error or hang-up without anything being read."""
    poll = select.poll()
    poll.register(deaf, select.POLLHUP | select.POLLERR | select.POLLRDHUP)
    return bool(poll.poll(within_s * 1000))


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that tests only ask."""
    folder = tmp_path_factory.mktemp("server")
    a_house(folder)
    with a_server(folder) as (_, address):
        yield address


@pytest.mark.journey
@pytest.mark.parametrize(("origin", "status"), [("https://evil.example", 400), ("null", 400), (None, 200)])
def test_a_page_of_another_site_cannot_open_the_socket(
    open_server: str, origin: str | None, status: int
) -> None:
    wire = HTTPConnection(open_server.removeprefix("http://"))
    wire.request("GET", "/socket.io/?EIO=4&transport=polling", headers={"Origin": origin or open_server})
    with closing(wire):
        assert wire.getresponse().status == status


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(Unavailable, match=f"127.0.0.1:{port} cannot be had: Address already in use"):
            bind("127.0.0.1", port)


def test_a_port_can_be_taken_again_at_once() -> None:
    first = bind("127.0.0.1", 0)
    port = first.getsockname()[1]
    first.close()
    bind("127.0.0.1", port).close()
