"""Two of each process on PostgreSQL and Mosquitto: every board hears the same, each thing once."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import town
from tests.cli.running import Running
from tests.field.broker import ACCOUNTS, FieldBroker, field_broker
from tests.field.speaker import Speaker, speaker, until
from tests.parts.live_client import LiveClient
from tests.parts.process import free_port

pytestmark = [pytest.mark.needs_mosquitto, pytest.mark.needs_postgres, pytest.mark.journey]
TOGETHER = (("ingest", "--part", "1/2"), ("ingest", "--part", "2/2"), ("jobs",), ("jobs",))


@dataclass(slots=True)
class Whole:
    """The processes, a board at each web process, and somebody who presses buttons."""

    broker: FieldBroker
    market: town.Town
    webs: list[Running]
    boards: list[LiveClient]
    gateway: Speaker

    def press(self, button: str) -> None:
        topic = f"patrol/v1/{self.market.market}/{button}/event"
        self.gateway.say(topic, b'{"kind":"sos"}')

    def raised(self, board: int) -> list[tuple[int, Any]]:
        stream = self.boards[board].bodies("stream")
        return [(event["seq"], event["entity"]) for event in stream if event["type"] == "alert.raised"]


@pytest.fixture
def whole(tmp_path: Path, postgres_url: str) -> Iterator[Whole]:
    market = town.build(postgres_url)
    with ExitStack() as stack:
        broker = stack.enter_context(field_broker())
        told = {"PATROL_DATABASE_URL": postgres_url, "PATROL_MQTT_URL": broker.url()}
        ports = [free_port(), free_port()]
        webs = [
            stack.enter_context(Running(tmp_path, "web", env=told | {"PATROL_BIND": f"127.0.0.1:{port}"}))
            for port in ports
        ]
        others = [stack.enter_context(Running(tmp_path, *words, env=told)) for words in TOGETHER]
        for one in (*webs, *others):
            one.until("ready")
        boards = [LiveClient(f"http://127.0.0.1:{port}", token=market.token) for port in ports]
        for board in boards:
            stack.callback(board.close)
            board.say("hello", {"rooms": [{"room": f"market:{market.market}"}]})
            board.wait("ready")
        gateway = stack.enter_context(speaker(broker.port, ("patrol", ACCOUNTS["patrol"])))
        yield Whole(broker, market, webs, boards, gateway)


def test_boards_at_two_web_processes_hear_the_same_and_one_outlives_the_other(whole: Whole) -> None:
    buttons = [code for codes in whole.market.codes.values() for code in codes if code.startswith("button/")]
    for button in buttons[:10]:
        whole.press(button)
    until(lambda: all(len(whole.raised(board)) == 10 for board in (0, 1)))
    assert whole.raised(0) == whole.raised(1)
    whole.webs[0].kill()
    assert whole.boards[0].wait_closed()
    whole.press(buttons[10])
    until(lambda: len(whole.raised(1)) == 11)
    assert len({entity for _, entity in whole.raised(1)}) == 11


def test_all_parts_are_seen_alive(whole: Whole) -> None:
    def parts() -> dict[str, dict[str, bool]]:
        beats = whole.boards[0].bodies("beat")
        return beats[-1]["parts"] if beats else {"none": {"ok": False}}

    until(lambda: all(part["ok"] for part in parts().values()))
