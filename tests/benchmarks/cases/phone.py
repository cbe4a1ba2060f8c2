"""How long until the phone of who is sent rings, from the officer's press over web and socket."""

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from patrol.actions import people
from patrol.clock import system_clock
from patrol.db import make_engine, make_sessions
from patrol.model.people import ApiToken, Person
from patrol.rules.words import Role
from tests.benchmarks.effort import EMBEDDED, FIELD, Effort
from tests.benchmarks.report import Cell, Report, Table, spread
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, staged
from tests.parts.live_client import LiveClient

HEADS = ("store + broker", "from", "rings", "p50 ms", "p99 ms", "worst")
NOTE = (
    "dispatch: from the press that sends a guard; accept: from the press before it, both commands together. "
    "The phone is a Socket.IO client on a real websocket that hears its own room."
)
A_SECOND = 4.0


@dataclass(slots=True)
class Desk:
    """An officer who commands over HTTP."""

    address: str
    token: str
    market: str

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Say one thing, and give the answer."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        told = urllib.request.Request(  # noqa: S310 - our own process
            self.address + path, json.dumps(body).encode(), headers, method="POST"
        )
        with urllib.request.urlopen(told) as answer:  # noqa: S310 - our own process
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def report(self, place: str) -> tuple[int, int]:
        """Report something, and give its number and version."""
        told = {"command_id": str(uuid4()), "category": "DI", "severity": "normal", "place": place}
        answer = self.post(f"/api/v1/markets/{self.market}/incidents", **told)
        return int(answer["id"]), int(answer["version"])

    def command(self, number: int, word: str, version: int, **payload: Any) -> int:
        """Command, and give the version it led to."""
        body = {"command": word, "command_id": str(uuid4()), "expected_version": version, "payload": payload}
        return int(self.post(f"/api/v1/incidents/{number}/commands", **body)["version"])


def measure(ground: Ground, effort: Effort) -> Report:
    """Send a guard again and again, and listen for his phone."""
    rows: list[tuple[Cell, ...]] = []
    for place in (place for place in effort.places if place in (EMBEDDED, FIELD)):
        with staged(ground, place) as stage:
            rows += _rows(stage, max(5, int(effort.seconds * A_SECOND * 5)))
    return Report("phone", (Table("From a press to the phone's ring", HEADS, tuple(rows), NOTE),))


def _rows(stage: Stage, times: int) -> list[tuple[Cell, ...]]:
    guard, phone_token, places = _settle(stage)
    desk = Desk(stage.address, stage.town.token, stage.town.market)
    phone = LiveClient(stage.address, token=phone_token)
    phone.say("hello", {"rooms": [{"room": f"user:{guard}"}]})
    phone.wait("ready")
    waits = [_ring(desk, phone, guard, places[n % len(places)]) for n in range(times + 3)][3:]
    phone.close()
    found = {"dispatch": [late for late, _ in waits], "accept": [whole for _, whole in waits]}
    return [_row(stage, name, ms) for name, ms in found.items()]


def _ring(desk: Desk, phone: LiveClient, guard: int, place: str) -> tuple[float, float]:
    """Accept and dispatch one case; give the milliseconds from each press to the ring, then call him back."""
    number, version = desk.report(place)
    rings = len(phone.bodies("stream")) + 1
    with ThreadPoolExecutor(1) as ear:
        rung = ear.submit(_heard_at, phone, rings)
        accepted = time.monotonic_ns()
        version = desk.command(number, "accept", version)
        sent = time.monotonic_ns()
        why = {"reason": "bench", "override": "bench", "confirm": True}
        version = desk.command(number, "dispatch", version, units=[f"person:{guard}"], **why)
        heard = rung.result()
    assert phone.bodies("stream")[rings - 1]["type"] == "task.sent"
    phone.wait("stream", count=rings + 1)
    desk.command(number, "return", version, reason="bench")
    phone.wait("stream", count=rings + 3)
    return (heard - sent) / 1e6, (heard - accepted) / 1e6


def _heard_at(phone: LiveClient, rings: int) -> int:
    phone.wait("stream", count=rings)
    return time.monotonic_ns()


def _row(stage: Stage, name: str, ms: list[float]) -> tuple[Cell, ...]:
    here = spread(ms)
    times = (here.p50, here.p99, here.worst) if here else (None, None, None)
    return (stage.site.label, name, len(ms), *times)


def _settle(stage: Stage) -> tuple[int, str, list[str]]:
    """Give a guard, a token that is his, and shops where something may happen; the desk leads the shift."""
    engine = make_engine(stage.town.url)
    with make_sessions(engine).begin() as session:
        guard = session.scalars(select(Person).where(Person.login == "guard")).one()
        place = people.place_named(session, stage.town.market, None)
        secret = people.create_token(session, people.NewToken("phone", Role.GUARD, place), system_clock())
        for token in session.scalars(select(ApiToken)):
            token.person_id = guard.id if token.name == "phone" else token.person_id
            token.role = Role.SHIFT_LEADER if token.name == "bench" else token.role
    engine.dispose()
    return guard.id, secret, [f"E1-{n:03d}" for n in range(1, 60)]
