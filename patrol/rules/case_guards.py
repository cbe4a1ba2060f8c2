"""The named questions a command must pass, each answered from frozen facts alone."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum

from patrol.rules.case import Actor, Case, Given
from patrol.rules.case_words import Cause, Gate, Result, TaskState
from patrol.rules.words import Category, Role, Severity, Step

AHEAD = timedelta(seconds=60)
"""How far a phone's clock may run before ours."""
REOPEN_WITHIN = timedelta(days=7)
LONGEST_HOLD = timedelta(days=30)
MOST_HOLDS = 2
FREE_TAKE_OVER = timedelta(seconds=20)
"""Within this time after an accept anybody may still take it over."""


class Question(StrEnum):
    """One guard by its name; a refusal carries the name, so that screens can word it."""

    GRAVE_BY_LEADER = "grave-by-leader"
    TARGET_OTHER = "target-other"
    TARGET_SAME_MARKET = "target-same-market"
    TARGET_OPEN = "target-open"
    NOT_GRAVE = "not-grave"
    PROVEN = "proven"
    UNITS_KNOWN = "units-known"
    UNITS_NOT_SENT = "units-not-sent"
    GATE = "gate"
    RUN_CARD = "run-card"
    RECOMMENDED = "recommended"
    TASK_OPEN = "task-open"
    TASK_OWN = "task-own"
    TASK_UNANSWERED = "task-unanswered"
    TASK_NOT_THERE = "task-not-there"
    CLOCK = "clock"
    PICTURE = "picture"
    NEVER_CRITICAL = "never-critical"
    HOLD_BY_OFFICE = "hold-by-office"
    HOLDS_LEFT = "holds-left"
    HOLD_SHORT = "hold-short"
    NOT_OVERDUE = "not-overdue"
    EXTENDED_ONCE = "extended-once"
    DUE_LATER = "due-later"
    NOT_HANDLER = "not-handler"
    NOT_HANDLER_OR_ALONE = "not-handler-or-alone"
    ALONE = "alone"
    EXTENSION_ASKED = "extension-asked"
    TASKS_SETTLED = "tasks-settled"
    SECOND_PERSON = "second-person"
    EVIDENCE = "evidence"
    SOP_SETTLED = "sop-settled"
    CAUSE = "cause"
    DRILL_RESULT = "drill-result"
    RECENT = "recent"
    ONCE_PER_ROLE = "once-per-role"
    ONCE_PER_PERSON = "once-per-person"
    NOT_A_GRAVE_REPORT = "not-a-grave-report"
    NOT_A_DRILL_YET = "not-a-drill-yet"
    TAKE_OVER = "take-over"
    TAKE_OVER_REASON = "take-over-reason"
    NOT_MINE = "not-mine"
    NOT_HELPING = "not-helping"
    LOWER_BY_LEADER = "lower-by-leader"
    SEVERITY_OTHER = "severity-other"
    SOP_WAITS = "sop-waits"
    SOP_STEP_WAITS = "sop-step-waits"
    WAITS_FOR_CHECK = "waits-for-check"
    OUTSIDE_OPEN = "outside-open"
    DISPUTED_ONCE = "disputed-once"
    DISPUTE_WAITS = "dispute-waits"
    NOT_THE_ASKER = "not-the-asker"
    NOT_HIDDEN = "not-hidden"
    PLACE_KNOWN = "place-known"
    PLACE_OTHER = "place-other"


Answer = Callable[[Case, Actor, Given], bool]

PICTURED = frozenset({Category.PUBLIC_ORDER, Category.FIRE, Category.TRAFFIC, Category.FACILITY})
"""Categories that are closed with a picture, a reason why there is none, or a false alarm."""


def _leads(actor: Actor) -> bool:
    return Role.SHIFT_LEADER in actor.roles


def _state(case: Case, given: Given) -> TaskState | None:
    return next((task.state for task in case.tasks if task.id == given.task), None)


def _gate(case: Case, _actor: Actor, given: Given) -> bool:
    """A rescue is never blocked: for level I the gate only warns, and what it said is logged."""
    sending = given.sending
    if sending is None or not sending.against or case.severity is Severity.CRITICAL:
        return True
    match sending.gate:
        case Gate.NONE:
            return True
        case Gate.WARN:
            return given.confirm
        case Gate.BLOCK:
            return False


def _run_card(case: Case, _actor: Actor, given: Given) -> bool:
    lacking = given.sending is not None and bool(given.sending.missing)
    return not lacking or given.override is not None or case.severity is Severity.CRITICAL


def _recommended(case: Case, _actor: Actor, given: Given) -> bool:
    others = given.sending is not None and bool(given.sending.passed_over)
    return not others or given.reason is not None or case.severity is Severity.CRITICAL


def _evidence(case: Case, _actor: Actor, given: Given) -> bool:
    if case.category not in PICTURED or given.result in (Result.FALSE_ALARM, Result.DRILL, Result.DUPLICATE):
        return True
    return case.pictures > 0 or bool(given.media) or given.without_picture is not None


def _not_handler_or_alone(case: Case, actor: Actor, given: Given) -> bool:
    if actor.id not in case.handlers:
        return True
    return given.alone is not None and not case.grave


def _alone(case: Case, actor: Actor, _given: Given) -> bool:
    """Whoever closes their own work must be alone: nobody of the desk without a part in it is there."""
    return actor.id not in case.handlers or not (case.at_desk - case.handlers - {actor.id})


def _second_person(case: Case, actor: Actor, _given: Given) -> bool:
    return not case.grave or (case.verified_by is not None and case.verified_by != actor.id)


def _take_over(case: Case, actor: Actor, _given: Given) -> bool:
    return case.since_accepted() <= FREE_TAKE_OVER or _leads(actor)


def _take_over_reason(case: Case, _actor: Actor, given: Given) -> bool:
    return case.since_accepted() <= FREE_TAKE_OVER or given.reason is not None


def _lower_by_leader(case: Case, actor: Actor, given: Given) -> bool:
    lowers = given.severity is not None and given.severity.rank > case.severity.rank
    return not (lowers and case.grave) or _leads(actor)


def _hold_by_office(case: Case, actor: Actor, _given: Given) -> bool:
    return case.severity is not Severity.HIGH or Role.ADMINISTRATOR in actor.roles


def _hold_short(case: Case, _actor: Actor, given: Given) -> bool:
    return given.until is not None and case.now < given.until <= case.now + LONGEST_HOLD


def _not_overdue(case: Case, _actor: Actor, _given: Given) -> bool:
    return case.handled_due is not None and case.now <= case.handled_due


def _due_later(case: Case, _actor: Actor, given: Given) -> bool:
    return given.due is not None and case.handled_due is not None and given.due > case.handled_due


def _recent(case: Case, _actor: Actor, _given: Given) -> bool:
    return case.closed_at is not None and case.now - case.closed_at <= REOPEN_WITHIN


def _target_open(_case: Case, _actor: Actor, given: Given) -> bool:
    target = given.target_case
    return target is not None and target.step in (
        Step.DISCOVERED, Step.ACCEPTED, Step.DISPATCHED, Step.HOLD,
    )  # fmt: skip


def _dispute_waits(case: Case, _actor: Actor, given: Given) -> bool:
    """Of the item that is named; before one is named, of any."""
    waiting = {item for item, one in case.disputes.items() if not one.answered}
    return bool(waiting) if given.item is None else given.item in waiting


ANSWERS: Mapping[Question, Answer] = {
    Question.GRAVE_BY_LEADER: lambda case, actor, _: not case.grave or _leads(actor),
    Question.TARGET_OTHER: lambda case, _, given: given.target != case.id,
    Question.TARGET_SAME_MARKET: lambda case, _, given: (
        given.target_case is not None and given.target_case.market_id == case.market_id
    ),
    Question.TARGET_OPEN: _target_open,
    Question.NOT_GRAVE: lambda case, _actor, _given: not case.grave,
    Question.PROVEN: lambda case, _, given: bool(given.note or given.media or case.notes or case.pictures),
    Question.UNITS_KNOWN: lambda _case, _actor, given: (
        bool(given.units) and (given.sending is None or not given.sending.unknown)
    ),
    Question.UNITS_NOT_SENT: lambda _case, _actor, given: (
        given.sending is None or not given.sending.sent_already
    ),
    Question.GATE: _gate,
    Question.RUN_CARD: _run_card,
    Question.RECOMMENDED: _recommended,
    Question.TASK_OPEN: lambda case, _, given: bool((state := _state(case, given)) and state.open),
    Question.TASK_OWN: lambda _, actor, given: (
        given.task in actor.tasks or bool(actor.roles & {Role.OFFICER, Role.SHIFT_LEADER})
    ),
    Question.TASK_UNANSWERED: lambda case, _, given: _state(case, given) is TaskState.SENT,
    Question.TASK_NOT_THERE: lambda case, _, given: _state(case, given) in (TaskState.SENT, TaskState.COMING),
    Question.CLOCK: lambda case, _, given: given.happened_at is None or given.happened_at <= case.now + AHEAD,
    Question.PICTURE: lambda _case, _actor, given: bool(given.media or given.without_picture),
    Question.NEVER_CRITICAL: lambda case, _actor, _given: case.severity is not Severity.CRITICAL,
    Question.HOLD_BY_OFFICE: _hold_by_office,
    Question.HOLDS_LEFT: lambda case, _actor, _given: case.holds < MOST_HOLDS,
    Question.HOLD_SHORT: _hold_short,
    Question.NOT_OVERDUE: _not_overdue,
    Question.EXTENDED_ONCE: lambda case, _actor, _given: not case.extended,
    Question.DUE_LATER: _due_later,
    Question.NOT_HANDLER: lambda case, actor, _: actor.id not in case.handlers,
    Question.NOT_HANDLER_OR_ALONE: _not_handler_or_alone,
    Question.ALONE: _alone,
    Question.EXTENSION_ASKED: lambda case, _actor, _given: case.extension_asked,
    Question.TASKS_SETTLED: lambda case, _actor, _given: not case.open_tasks,
    Question.SECOND_PERSON: _second_person,
    Question.EVIDENCE: _evidence,
    Question.SOP_SETTLED: lambda case, _actor, given: (
        all(case.sop.values()) or given.result in (Result.FALSE_ALARM, Result.DUPLICATE)
    ),
    Question.CAUSE: lambda _case, _actor, given: (
        given.result is not Result.FALSE_ALARM or isinstance(given.cause, Cause)
    ),
    Question.DRILL_RESULT: lambda case, _, given: (given.result is Result.DRILL) == case.drill,
    Question.RECENT: _recent,
    Question.ONCE_PER_ROLE: lambda case, actor, _: not (_evaluating(actor) & case.evaluated_roles),
    Question.ONCE_PER_PERSON: lambda case, actor, _: actor.id not in case.rated_by,
    Question.NOT_A_GRAVE_REPORT: lambda case, _actor, _given: not (case.grave and case.from_person),
    Question.NOT_A_DRILL_YET: lambda case, _actor, _given: not case.drill,
    Question.TAKE_OVER: _take_over,
    Question.TAKE_OVER_REASON: _take_over_reason,
    Question.NOT_MINE: lambda case, actor, _: actor.id is None or actor.id != case.accepted_by,
    Question.NOT_HELPING: lambda case, actor, _: actor.id not in case.helpers,
    Question.LOWER_BY_LEADER: _lower_by_leader,
    Question.SEVERITY_OTHER: lambda case, _, given: given.severity is not case.severity,
    Question.SOP_WAITS: lambda case, _actor, _given: not all(case.sop.values()),
    Question.SOP_STEP_WAITS: lambda case, _, given: case.sop.get(given.key or "") is False,
    Question.WAITS_FOR_CHECK: lambda case, _actor, _given: case.self_closed and not case.checked,
    Question.OUTSIDE_OPEN: lambda case, _actor, _given: case.outside_open,
    Question.DISPUTED_ONCE: lambda case, _, given: given.item not in case.disputes,
    Question.DISPUTE_WAITS: _dispute_waits,
    Question.NOT_HIDDEN: lambda case, _actor, _given: not case.hidden,
    Question.PLACE_KNOWN: lambda _case, _actor, given: given.place_id is not None,
    Question.PLACE_OTHER: lambda case, _, given: given.place_id != case.place_id,
    Question.NOT_THE_ASKER: lambda case, actor, given: all(
        one.asked_by != actor.id for item, one in case.disputes.items() if item == given.item
    ),
}


def _evaluating(actor: Actor) -> frozenset[str]:
    """Under which of their roles somebody evaluates; police before the leader."""
    return frozenset({evaluating_role(actor)})


def evaluating_role(actor: Actor) -> str:
    """The role somebody evaluates in."""
    return Role.POLICE if Role.POLICE in actor.roles else Role.SHIFT_LEADER
