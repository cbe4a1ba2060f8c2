"""The one table of what may be done to an incident: by whom, from which step, to which, if what holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from patrol.rules.case import Actor, Case, Given
from patrol.rules.case_guards import ANSWERS, Question
from patrol.rules.case_words import TimerKind
from patrol.rules.words import Role, Step

Q, T = Question, TimerKind
DESK = frozenset({Role.OFFICER, Role.SHIFT_LEADER})
LEADER = frozenset({Role.SHIFT_LEADER})
LEADER_OR_POLICE = frozenset({Role.SHIFT_LEADER, Role.POLICE})
OFFICE = frozenset({Role.SHIFT_LEADER, Role.ADMINISTRATOR})
ALL_TIMERS = frozenset(TimerKind)
WORKING = frozenset({Step.ACCEPTED, Step.DISPATCHED})
OPEN = WORKING | {Step.DISCOVERED, Step.HOLD}
AFTER = frozenset({Step.CLOSED, Step.EVALUATED})
FIELD_TIMERS = frozenset({T.ANSWER, T.CHECK_IN, T.ON_SCENE, T.HANDLED, T.CLOSE})


@dataclass(frozen=True, slots=True)
class Command:
    """One row. `to` None: the step stays, or the handler knows it (resume goes back)."""

    who: frozenset[Role]
    steps: frozenset[Step]
    to: Step | None = None
    assignee: bool = False
    """Whether those who were sent may do it, whatever their roles here."""
    decides: bool = True
    """A decision: refused when somebody decided since the version it looked at."""
    allows: tuple[Question, ...] = ()
    """Asked of the case and the person alone; what fails is not offered."""
    asks: tuple[Question, ...] = ()
    """Asked of what was given as well."""
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    stops: frozenset[TimerKind] = frozenset()
    starts: tuple[TimerKind, ...] = ()
    event: str = "incident.changed"


def _one(step: Step) -> frozenset[Step]:
    return frozenset({step})


NEW, TAKEN, SENT = _one(Step.DISCOVERED), _one(Step.ACCEPTED), _one(Step.DISPATCHED)
CLOSING = (Q.EVIDENCE, Q.SOP_SETTLED, Q.CAUSE, Q.DRILL_RESULT)
OWN_TASK = (Q.TASK_OPEN, Q.TASK_OWN, Q.CLOCK)

TABLE: Mapping[str, Command] = {
    "accept": Command(
        DESK, NEW, Step.ACCEPTED, stops=frozenset({T.ACCEPT}), starts=(T.DISPATCH,),
        event="incident.accepted",
    ),
    "refuse": Command(
        DESK, NEW, Step.REFUSED, allows=(Q.GRAVE_BY_LEADER,), must=("refusal",), may=("note",),
        stops=ALL_TIMERS, event="incident.refused",
    ),
    "merge": Command(
        DESK, NEW | TAKEN, Step.MERGED, asks=(Q.TARGET_OTHER, Q.TARGET_SAME_MARKET, Q.TARGET_OPEN),
        must=("target",), may=("note",), stops=ALL_TIMERS, event="incident.merged",
    ),
    "void": Command(
        LEADER, NEW, Step.VOID, allows=(Q.NOT_A_GRAVE_REPORT,), must=("reason",), stops=ALL_TIMERS,
        event="incident.voided",
    ),
    "drill": Command(LEADER, NEW, allows=(Q.NOT_A_DRILL_YET,), must=("plan",)),
    "solve_on_spot": Command(
        DESK, TAKEN, Step.CLOSED, allows=(Q.NOT_GRAVE,), asks=(Q.PROVEN, Q.CAUSE, Q.DRILL_RESULT),
        must=("result",), may=("note", "media", "cause", "losses"), stops=ALL_TIMERS, starts=(T.EVALUATE,),
        event="incident.closed",
    ),
    "dispatch": Command(
        DESK, WORKING, Step.DISPATCHED,
        asks=(Q.UNITS_KNOWN, Q.UNITS_NOT_SENT, Q.GATE, Q.RUN_CARD, Q.RECOMMENDED),
        must=("units",), may=("reason", "override", "confirm", "note"),
        stops=frozenset({T.DISPATCH, T.CLOSE}), starts=(T.ON_SCENE, T.HANDLED), event="incident.dispatched",
    ),
    "respond": Command(
        DESK, SENT, assignee=True, decides=False, asks=(*OWN_TASK, Q.TASK_UNANSWERED),
        must=("task",), may=("happened_at", "note"), event="task.coming",
    ),
    "arrive": Command(
        DESK, SENT, assignee=True, decides=False, asks=(*OWN_TASK, Q.TASK_NOT_THERE),
        must=("task",), may=("happened_at", "note"), stops=frozenset({T.ON_SCENE}), event="task.arrived",
    ),
    "feedback": Command(
        DESK, SENT, assignee=True, decides=False, asks=(*OWN_TASK, Q.PICTURE),
        must=("task", "note"), may=("happened_at", "media", "without_picture"), event="task.done",
    ),
    "cannot": Command(
        DESK, SENT, assignee=True, decides=False, asks=OWN_TASK, must=("task", "reason"),
        may=("happened_at",), event="task.cannot",
    ),
    "check_in": Command(
        DESK, SENT, assignee=True, decides=False, asks=OWN_TASK, must=("task",), may=("happened_at", "note"),
    ),
    "withdraw": Command(DESK, SENT, asks=(Q.TASK_OPEN,), must=("task", "reason"), event="task.withdrawn"),
    "return": Command(
        LEADER, SENT, Step.ACCEPTED, assignee=True, must=("reason",), stops=FIELD_TIMERS,
        starts=(T.DISPATCH,), event="incident.returned",
    ),
    "hold": Command(
        OFFICE, WORKING, Step.HOLD, allows=(Q.NEVER_CRITICAL, Q.HOLD_BY_OFFICE, Q.HOLDS_LEFT),
        asks=(Q.HOLD_SHORT,), must=("reason", "until"), event="incident.held",
    ),
    "resume": Command(
        OFFICE, _one(Step.HOLD), may=("note",), stops=frozenset({T.HOLD}), event="incident.resumed",
    ),
    "ask_extension": Command(
        frozenset(), SENT, assignee=True, decides=False, allows=(Q.NOT_OVERDUE, Q.EXTENDED_ONCE),
        asks=(Q.CLOCK,), must=("reason",), may=("task", "happened_at"),
    ),
    "extend": Command(
        LEADER, SENT, allows=(Q.NOT_OVERDUE, Q.EXTENDED_ONCE), asks=(Q.DUE_LATER,), must=("reason", "due"),
    ),
    "deny_extension": Command(LEADER, SENT, allows=(Q.EXTENSION_ASKED,), must=("reason",)),
    "verify": Command(
        DESK, SENT, allows=(Q.TASKS_SETTLED, Q.NOT_HANDLER), may=("note", "media"), event="incident.verified",
    ),
    "rework": Command(
        DESK, SENT, allows=(Q.TASKS_SETTLED, Q.NOT_HANDLER), must=("reason",), stops=frozenset({T.CLOSE}),
        starts=(T.HANDLED,), event="incident.rework",
    ),
    "close": Command(
        DESK, SENT, Step.CLOSED, allows=(Q.TASKS_SETTLED, Q.SECOND_PERSON),
        asks=(Q.NOT_HANDLER_OR_ALONE, Q.ALONE, *CLOSING), must=("result",),
        may=("note", "media", "without_picture", "cause", "losses", "alone"),
        stops=ALL_TIMERS, starts=(T.EVALUATE,), event="incident.closed",
    ),
    "check": Command(
        DESK, AFTER, allows=(Q.WAITS_FOR_CHECK, Q.NOT_HANDLER), may=("note",), stops=frozenset({T.CHECK}),
        event="incident.checked",
    ),
    "transfer": Command(
        DESK | {Role.POLICE}, OPEN, decides=False, asks=(Q.CLOCK,), must=("body", "called_at"),
        may=("receipt", "spoke_with", "note"), event="incident.transferred",
    ),
    "outside": Command(
        DESK | {Role.POLICE}, OPEN | AFTER, decides=False, allows=(Q.OUTSIDE_OPEN,), must=("body",),
        may=("receipt", "spoke_with", "arrived_at", "returned_at", "note"),
    ),
    "reopen": Command(
        LEADER_OR_POLICE, AFTER, Step.ACCEPTED, allows=(Q.RECENT,), must=("reason",),
        stops=frozenset({T.EVALUATE, T.CHECK}), starts=(T.DISPATCH,), event="incident.reopened",
    ),
    "evaluate": Command(
        LEADER_OR_POLICE, AFTER, Step.EVALUATED, decides=False, allows=(Q.NOT_HANDLER, Q.ONCE_PER_ROLE),
        must=("scores",), may=("lesson",), stops=frozenset({T.EVALUATE}), event="incident.evaluated",
    ),
    "rate": Command(
        frozenset({Role.SHOP, Role.LEAD}), AFTER, decides=False, allows=(Q.ONCE_PER_PERSON,), must=("score",),
        may=("note",),
    ),
    "dispute": Command(
        LEADER | {Role.LEAD}, AFTER, decides=False, asks=(Q.DISPUTED_ONCE,), must=("item", "reason"),
        event="incident.disputed",
    ),
    "answer_dispute": Command(
        frozenset({Role.ADMINISTRATOR, Role.POLICE}), AFTER, decides=False, allows=(Q.DISPUTE_WAITS,),
        asks=(Q.DISPUTE_WAITS, Q.NOT_THE_ASKER), must=("item", "granted", "reason"),
        event="incident.dispute_answered",
    ),
    "take_over": Command(
        DESK, WORKING, allows=(Q.NOT_MINE, Q.TAKE_OVER), asks=(Q.TAKE_OVER_REASON,), may=("reason",),
        event="incident.taken_over",
    ),
    "join": Command(DESK, WORKING, decides=False, allows=(Q.NOT_MINE, Q.NOT_HELPING)),
    "grade": Command(
        DESK, OPEN, asks=(Q.SEVERITY_OTHER, Q.LOWER_BY_LEADER), must=("severity", "reason"),
        event="incident.graded",
    ),
    "locate": Command(
        DESK, OPEN, assignee=True, allows=(Q.NOT_HIDDEN,), asks=(Q.PLACE_KNOWN, Q.PLACE_OTHER),
        must=("place",), may=("note",), event="incident.located",
    ),
    "urge": Command(
        LEADER_OR_POLICE, WORKING | NEW, decides=False, may=("note",), event="incident.urged",
    ),
    "note": Command(
        DESK | {Role.GUARD, Role.POLICE}, OPEN, assignee=True, decides=False, asks=(Q.CLOCK,),
        must=("note",), may=("media", "happened_at"),
    ),
    "tick": Command(
        DESK, WORKING, assignee=True, decides=False, allows=(Q.SOP_WAITS,), asks=(Q.SOP_STEP_WAITS,),
        must=("key",), may=("note",),
    ),
    "skip": Command(
        DESK, WORKING, assignee=True, decides=False, allows=(Q.SOP_WAITS,), asks=(Q.SOP_STEP_WAITS,),
        must=("key", "reason"),
        event="incident.skipped",
    ),
}  # fmt: skip
"""Rows in the order in which screens offer them."""

LIVE_TIMERS: Mapping[Step, frozenset[TimerKind]] = {
    Step.DISCOVERED: frozenset({T.ACCEPT}),
    Step.ACCEPTED: frozenset({T.DISPATCH}),
    Step.DISPATCHED: FIELD_TIMERS,
    Step.HOLD: frozenset({T.HOLD}),
    Step.CLOSED: frozenset({T.EVALUATE, T.CHECK}),
    Step.EVALUATED: frozenset({T.CHECK}),
}
"""What may be waited for at each step; at the others, nothing."""


def may_act(row: Command, actor: Actor) -> bool:
    """Say whether the person is one of those the row names."""
    return bool(row.who & actor.roles) or (row.assignee and bool(actor.tasks))


def refused_by(questions: tuple[Question, ...], case: Case, actor: Actor, given: Given) -> Question | None:
    """Give the first question that is answered with no."""
    return next((q for q in questions if not ANSWERS[q](case, actor, given)), None)


def you_can(case: Case, actor: Actor) -> tuple[str, ...]:
    """Give what a person can do now, in the order of the table."""
    nothing = Given()
    return tuple(
        name
        for name, row in TABLE.items()
        if case.step in row.steps
        and may_act(row, actor)
        and refused_by(row.allows, case, actor, nothing) is None
    )
