"""One made-up case of the past, as the tables want it but for the numbers that the database gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from patrol.rules import timers
from patrol.rules.case_words import Result, TaskState, TimerKind, UnitKind
from patrol.rules.words import DeviceClass
from patrol.sample.past_kinds import CAUSES, Story, pick

T = TimerKind
LATE = 0.08
"""How often a step comes after its time."""
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Spot:
    """A shop where something may happen; `lead` is who speaks for its group."""

    place: int
    group: int
    grid: int
    x: float
    y: float
    lead: int


@dataclass(frozen=True, slots=True)
class Guard:
    """Somebody who can be sent, by number, with their phone."""

    person: int
    phone: int
    code: str


@dataclass(frozen=True, slots=True)
class Town:
    """Who and what there is, by numbers of the database. Nothing is told that would be after `now`."""

    spots: tuple[Spot, ...]
    devices: Mapping[DeviceClass, Sequence[tuple[int, Spot]]]
    guards: Mapping[int, tuple[Guard, ...]]
    """By grid."""
    officers: tuple[int, ...]
    leaders: tuple[int, ...]
    police: int
    now: datetime


@dataclass(slots=True)
class PastCase:
    """What happened, row by row."""

    story: Story
    spot: Spot
    began: datetime
    now: datetime
    device: int | None
    officer: int = 0
    incident: Row = field(default_factory=dict)
    entries: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    waits: list[Row] = field(default_factory=list)
    """`task` is the place of a task in `tasks`."""
    said: list[Row] = field(default_factory=list)
    outside: list[Row] = field(default_factory=list)

    def line(self, verb: str, at: datetime, by: int | None, **facts: object) -> None:
        """Append a line to the timeline."""
        clocks = dict.fromkeys(("happened_at", "received_at", "recorded_at"), at)
        self.entries.append({"verb": verb, "actor_id": by, **clocks, "facts": facts})

    def wait(
        self,
        kind: TimerKind,
        since: datetime,
        until: datetime | None,
        *,
        task: int | None = None,
        due: datetime | None = None,
    ) -> None:
        """Wait for something that came at `until`; what came late has fired, and the timeline says so."""
        rungs: Sequence[timers.Rung] = (
            [timers.Rung(1, due)] if due else timers.rungs(kind, self.story.severity, since, timers.DEFAULTS)
        )
        for rung in rungs:
            late = rung.due_at < (until or self.now)
            row: Row = {"kind": kind, "level": rung.level, "started_at": since, "due_at": rung.due_at}
            self.waits.append(
                row | {"fired_at": rung.due_at if late else None, "stopped_at": until, "task": task}
            )
            if late:
                told = list(timers.told(kind, rung.level))
                self.line("overdue", rung.due_at, None, timer=kind, level=rung.level, to=told)

    def wait_handled(self, since: datetime, until: datetime, *, leader: int | None = None) -> None:
        """Wait for the work; `leader` gives more time for it before it is over."""
        if leader is None:
            self.wait(T.HANDLED, since, until)
            return
        asked, longer = since + (until - since) / 2, until + timedelta(hours=1)
        self.wait(T.HANDLED, since, asked)
        self.wait(T.HANDLED, since, until, due=longer)
        self.line("extend", asked, leader, reason="等对方到场", due=longer.isoformat())
        self.incident["extended"] = True

    def late_after(self, since: datetime, until: datetime) -> bool:
        """Say whether the work took longer than it may."""
        span = timers.span(T.HANDLED, self.story.severity, timers.DEFAULTS)
        return span is not None and (until - since).total_seconds() > span

    def task(self, guard: Guard, sent: datetime, state: TaskState, **times: datetime) -> int:
        """Send somebody; give the place among the tasks."""
        row: Row = {
            "unit": f"{UnitKind.DEVICE}:{guard.code}",
            "unit_kind": UnitKind.DEVICE,
            "part": "guard",
            "device_id": guard.phone,
            "place_id": None,
            "person_id": guard.person,
            "doer_id": guard.person,
            "state": state,
            "round": self.incident["round"],
            "sent_at": sent,
            "sent_by": self.officer,
            "answered_at": times.get("answered"),
            "arrived_at": times.get("arrived"),
            "settled_at": times.get("settled"),
            "version": 4,
        }
        self.tasks.append(row)
        return len(self.tasks) - 1

    def say(self, role: str, by: int, at: datetime, scores: Mapping[str, int], lesson: str = "") -> bool:
        """Let somebody say what they think, unless they have not yet."""
        if at > self.now:
            return False
        self.said.append(
            {"role": role, "person_id": by, "at": at, "scores": dict(scores), "lesson": lesson or None}
        )
        return True


def took(rng: Random, kind: TimerKind, case: PastCase) -> timedelta:
    """How long a step took: mostly well within its time, now and then beyond it."""
    span = timers.span(kind, case.story.severity, timers.DEFAULTS) or 3600
    share = rng.uniform(1.05, 2.4) if rng.random() < LATE else rng.betavariate(2, 4) * 0.95 + 0.03
    return timedelta(seconds=max(3, round(span * share)))


def ended(case: PastCase, rng: Random) -> Result:
    """How it ended; a drill ends as one."""
    if case.incident["drill"]:
        return Result.DRILL
    result = pick(rng, case.story.ends)
    if result is Result.FALSE_ALARM:
        case.incident["cause"] = pick(rng, CAUSES)
    return result
