"""A scenario as data: what happens how often at which hour, and the story that is told from the start."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulators.playbook import PARTS

FOLDER = Path(__file__).parent / "scenarios"


class BadScenario(Exception):
    """A scenario's file cannot be played; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story: an act, so many real seconds after the start.

    `near` names an earlier line by its `as_`: the act is played close to where that one was.
    """

    after_s: float
    act: str
    as_: str = ""
    near: str = ""
    for_s: float | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A play. `begins` is the pretend minute of the day, or None for the market's own present one."""

    name: str
    summary: str
    begins: int | None
    hourly: Mapping[str, tuple[float, ...]]
    story: tuple[Line, ...]
    repeated: float
    dead: int


def names() -> tuple[str, ...]:
    """Names of all scenarios there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def load(name: str) -> Scenario:
    """Read a scenario by its name."""
    path = FOLDER / f"{name}.json"
    if name not in names():
        raise BadScenario(f"no scenario {name}; there are {', '.join(names())}")
    return scenario_from(name, json.loads(path.read_text(encoding="utf-8")))


def scenario_from(name: str, held: Mapping[str, Any]) -> Scenario:
    """Build a scenario; a rate is one number for all hours or 24 numbers, each per hour."""
    acts = {*held.get("hourly", {}), *(line["act"] for line in held.get("story", ()))}
    if unknown := sorted(acts - set(PARTS)):
        raise BadScenario(f"{name}: no such act: {', '.join(unknown)}")
    return Scenario(
        name=name,
        summary=held["summary"],
        begins=_minute(held.get("begins")),
        hourly={act: _rates(name, act, rate) for act, rate in held.get("hourly", {}).items()},
        story=tuple(_line(row) for row in held.get("story", ())),
        repeated=held.get("repeated", 0.0),
        dead=held.get("dead", 0),
    )


def _minute(clock: str | None) -> int | None:
    if clock is None:
        return None
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _rates(name: str, act: str, rate: float | list[float]) -> tuple[float, ...]:
    rates = tuple(rate) if isinstance(rate, list) else (rate,) * 24
    if len(rates) != 24:
        raise BadScenario(f"{name}: {act} wants one rate or 24, not {len(rates)}")
    return rates


def _line(row: Mapping[str, Any]) -> Line:
    return Line(row["after_s"], row["act"], row.get("as", ""), row.get("near", ""), row.get("for_s"))
