"""An incident as decisions see it: frozen facts about the case, who acts, and what they gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from patrol.rules.case_words import Body, Cause, Gate, Refusal, Result, TaskState
from patrol.rules.words import Category, Role, Severity, Step

GRAVE = frozenset({Severity.CRITICAL, Severity.HIGH})
"""Levels I and II."""


@dataclass(frozen=True, slots=True)
class TaskFact:
    """One task: who may answer for it is the caller's business; here, how it stands."""

    id: int
    state: TaskState
    unit: str
    kind: str
    doer: int | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody objects to what an incident counts for."""

    asked_by: int | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Case:
    """How an incident stands at `now`."""

    id: int
    market_id: int
    step: Step
    severity: Severity
    category: Category
    now: datetime
    place_id: int | None = None
    hidden: bool = False
    """Whether somebody told it who is to stay unknown."""
    drill: bool = False
    from_person: bool = False
    accepted_by: int | None = None
    accepted_at: datetime | None = None
    held_from: Step | None = None
    holds: int = 0
    extension_asked: bool = False
    extended: bool = False
    handled_due: datetime | None = None
    verified_by: int | None = None
    closed_at: datetime | None = None
    self_closed: bool = False
    checked: bool = False
    evaluated_roles: frozenset[str] = frozenset()
    rated_by: frozenset[int | None] = frozenset()
    """None: whoever held the link for the reporter."""
    disputes: Mapping[str, "Objection"] = field(default_factory=dict)
    """What was objected in this round, by the indicator's code."""
    helpers: frozenset[int] = frozenset()
    tasks: tuple[TaskFact, ...] = ()
    notes: int = 0
    pictures: int = 0
    at_desk: frozenset[int] = frozenset()
    """Officers and shift leaders who have a board open now."""
    outside_open: bool = False
    sop: Mapping[str, bool] = field(default_factory=dict)
    """Keys of the steps of its procedure; True once ticked or skipped."""

    @property
    def grave(self) -> bool:
        """Whether it is level I or II."""
        return self.severity in GRAVE

    @property
    def handlers(self) -> frozenset[int]:
        """Who had it in hand: the officer who took it and everybody who did a task of it."""
        doers = {task.doer for task in self.tasks if task.doer is not None and task.state is TaskState.DONE}
        return frozenset(doers | ({self.accepted_by} if self.accepted_by is not None else set()))

    @property
    def open_tasks(self) -> tuple[TaskFact, ...]:
        """Tasks of which something is still expected."""
        return tuple(task for task in self.tasks if task.state.open)

    def since_accepted(self) -> timedelta:
        """How long somebody has had it."""
        return self.now - self.accepted_at if self.accepted_at else timedelta(0)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: their roles at the incident's place, the open tasks they may answer for, and settled ones."""

    id: int | None
    roles: frozenset[Role]
    tasks: frozenset[int] = frozenset()
    settled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Target:
    """The incident another one is to be merged into."""

    id: int
    market_id: int
    step: Step


@dataclass(frozen=True, slots=True)
class Sending:
    """Who is to be sent, weighed against the recommendation, the gate and the run card."""

    gate: Gate
    unknown: tuple[str, ...] = ()
    sent_already: tuple[str, ...] = ()
    against: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Units that speak against being sent, with the keys of the reasons."""
    missing: Mapping[str, int] = field(default_factory=dict)
    """What the run card asks for and would still lack."""
    passed_over: tuple[str, ...] = ()
    """The best of each part that stays although a worse one is sent."""


@dataclass(frozen=True, slots=True)
class Given:
    """What came with a command, read into types; None: not given."""

    happened_at: datetime | None = None
    reason: str | None = None
    note: str | None = None
    units: tuple[str, ...] = ()
    override: str | None = None
    confirm: bool = False
    task: int | None = None
    target: int | None = None
    target_case: Target | None = None
    place: str | None = None
    place_id: int | None = None
    """The place of that code in the case's market; None: there is none."""
    sending: Sending | None = None
    refusal: Refusal | None = None
    result: Result | None = None
    cause: Cause | None = None
    until: datetime | None = None
    due: datetime | None = None
    media: tuple[Mapping[str, object], ...] = ()
    without_picture: str | None = None
    alone: str | None = None
    losses: Mapping[str, int] = field(default_factory=dict)
    body: Body | None = None
    called_at: datetime | None = None
    arrived_at: datetime | None = None
    returned_at: datetime | None = None
    receipt: str | None = None
    spoke_with: str | None = None
    severity: Severity | None = None
    key: str | None = None
    plan: str | None = None
    scores: Mapping[str, int] = field(default_factory=dict)
    score: int | None = None
    lesson: str | None = None
    item: str | None = None
    granted: bool | None = None
