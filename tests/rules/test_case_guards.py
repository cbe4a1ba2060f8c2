"""Every guard has somebody it refuses, and somebody it lets through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from patrol.rules.case import Actor, Case, Given, Objection, Sending, Target, TaskFact
from patrol.rules.case_guards import ANSWERS, Question
from patrol.rules.case_machine import TABLE, refused_by
from patrol.rules.case_words import Cause, Gate, Result, TaskState
from patrol.rules.words import Category, Role, Severity, Step

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
OUT, THERE, DONE = (
    TaskFact(1, TaskState.SENT, "device:phone-a", "guard"),
    TaskFact(2, TaskState.ARRIVED, "device:phone-b", "guard"),
    TaskFact(3, TaskState.DONE, "device:phone-c", "guard", doer=7),
)
CASE = Case(
    id=1, market_id=1, step=Step.DISPATCHED, severity=Severity.NORMAL,
    category=Category.PUBLIC_ORDER, now=NOW, accepted_by=5,
    accepted_at=NOW - timedelta(minutes=5), handled_due=NOW + timedelta(hours=1),
    closed_at=NOW - timedelta(days=1), tasks=(OUT, THERE, DONE), sop={"call": False},
)  # fmt: skip
GRAVE = replace(CASE, severity=Severity.HIGH)
LIFE = replace(CASE, severity=Severity.CRITICAL)
SETTLED = replace(CASE, tasks=(DONE,), sop={"call": True}, pictures=1, notes=1)
OFFICER = Actor(9, frozenset({Role.OFFICER}))
LEADER = Actor(10, frozenset({Role.SHIFT_LEADER}))
IN_CHARGE = Actor(5, frozenset({Role.OFFICER}))
SHOP = Actor(12, frozenset({Role.SHOP}))
NOTHING = Given()
OTHER = Target(2, 1, Step.ACCEPTED)
BUSY = Sending(Gate.WARN, against={"device:car-01": ("busy",)})
SHORT = Sending(Gate.WARN, missing={"guard": 1})
Q = Question

Scene = tuple[Case, Actor, Given]
ASKER = replace(OFFICER, id=77)
DISPUTED = replace(
    CASE, disputes={"rework": Objection(77, answered=False), "satisfied": Objection(77, answered=True)}
)

SCENES: dict[Question, tuple[Scene, Scene]] = {
    Q.GRAVE_BY_LEADER: ((GRAVE, OFFICER, NOTHING), (GRAVE, LEADER, NOTHING)),
    Q.TARGET_OTHER: ((CASE, OFFICER, Given(target=1)), (CASE, OFFICER, Given(target=2))),
    Q.TARGET_SAME_MARKET: (
        (CASE, OFFICER, Given(target_case=replace(OTHER, market_id=2))),
        (CASE, OFFICER, Given(target_case=OTHER)),
    ),
    Q.TARGET_OPEN: (
        (CASE, OFFICER, Given(target_case=replace(OTHER, step=Step.MERGED))),
        (CASE, OFFICER, Given(target_case=OTHER)),
    ),
    Q.NOT_GRAVE: ((GRAVE, OFFICER, NOTHING), (CASE, OFFICER, NOTHING)),
    Q.PROVEN: ((CASE, OFFICER, NOTHING), (CASE, OFFICER, Given(note="they shook hands"))),
    Q.UNITS_KNOWN: (
        (CASE, OFFICER, Given(units=("person:0",), sending=Sending(Gate.NONE, unknown=("person:0",)))),
        (CASE, OFFICER, Given(units=("device:car-01",))),
    ),
    Q.UNITS_NOT_SENT: (
        (CASE, OFFICER, Given(sending=Sending(Gate.NONE, sent_already=("device:phone-a",)))),
        (CASE, OFFICER, Given(sending=Sending(Gate.NONE))),
    ),
    Q.GATE: (
        (CASE, OFFICER, Given(sending=replace(BUSY, gate=Gate.BLOCK), confirm=True)),
        (LIFE, OFFICER, Given(sending=replace(BUSY, gate=Gate.BLOCK))),
    ),
    Q.RUN_CARD: (
        (CASE, OFFICER, Given(sending=SHORT)),
        (CASE, OFFICER, Given(sending=SHORT, override="x")),
    ),
    Q.RECOMMENDED: (
        (CASE, OFFICER, Given(sending=Sending(Gate.WARN, passed_over=("device:car-02",)))),
        (CASE, OFFICER, Given(sending=Sending(Gate.WARN, passed_over=("device:car-02",)), reason="he asked")),
    ),
    Q.TASK_OPEN: ((CASE, OFFICER, Given(task=3)), (CASE, OFFICER, Given(task=1))),
    Q.TASK_OWN: ((CASE, SHOP, Given(task=1)), (CASE, replace(SHOP, tasks=frozenset({1})), Given(task=1))),
    Q.TASK_UNANSWERED: ((CASE, OFFICER, Given(task=2)), (CASE, OFFICER, Given(task=1))),
    Q.TASK_NOT_THERE: ((CASE, OFFICER, Given(task=2)), (CASE, OFFICER, Given(task=1))),
    Q.CLOCK: (
        (CASE, OFFICER, Given(happened_at=NOW + timedelta(seconds=61))),
        (CASE, OFFICER, Given(happened_at=NOW + timedelta(seconds=60))),
    ),
    Q.PICTURE: ((CASE, OFFICER, NOTHING), (CASE, OFFICER, Given(without_picture="it is dark"))),
    Q.NEVER_CRITICAL: ((LIFE, LEADER, NOTHING), (GRAVE, LEADER, NOTHING)),
    Q.HOLD_BY_OFFICE: (
        (GRAVE, LEADER, NOTHING),
        (GRAVE, Actor(11, frozenset({Role.ADMINISTRATOR})), NOTHING),
    ),
    Q.HOLDS_LEFT: ((replace(CASE, holds=2), LEADER, NOTHING), (replace(CASE, holds=1), LEADER, NOTHING)),
    Q.HOLD_SHORT: (
        (CASE, LEADER, Given(until=NOW + timedelta(days=31))),
        (CASE, LEADER, Given(until=NOW + timedelta(days=30))),
    ),
    Q.NOT_OVERDUE: (
        (replace(CASE, handled_due=NOW - timedelta(seconds=1)), LEADER, NOTHING),
        (CASE, LEADER, NOTHING),
    ),
    Q.EXTENDED_ONCE: ((replace(CASE, extended=True), LEADER, NOTHING), (CASE, LEADER, NOTHING)),
    Q.DUE_LATER: ((CASE, LEADER, Given(due=NOW)), (CASE, LEADER, Given(due=NOW + timedelta(hours=2)))),
    Q.NOT_HANDLER: ((CASE, Actor(7, frozenset({Role.OFFICER})), NOTHING), (CASE, OFFICER, NOTHING)),
    Q.NOT_HANDLER_OR_ALONE: (
        (GRAVE, IN_CHARGE, Given(alone="night")),
        (CASE, IN_CHARGE, Given(alone="night")),
    ),
    Q.ALONE: (
        (replace(CASE, at_desk=frozenset({5, 9})), IN_CHARGE, Given(alone="night")),
        (replace(CASE, at_desk=frozenset({5, 7})), IN_CHARGE, Given(alone="night")),
    ),
    Q.EXTENSION_ASKED: ((CASE, LEADER, NOTHING), (replace(CASE, extension_asked=True), LEADER, NOTHING)),
    Q.TASKS_SETTLED: ((CASE, OFFICER, NOTHING), (SETTLED, OFFICER, NOTHING)),
    Q.SECOND_PERSON: (
        (replace(GRAVE, verified_by=9), OFFICER, NOTHING),
        (replace(GRAVE, verified_by=9), LEADER, NOTHING),
    ),
    Q.EVIDENCE: (
        (CASE, OFFICER, Given(result=Result.SOLVED)),
        (CASE, OFFICER, Given(result=Result.FALSE_ALARM)),
    ),
    Q.SOP_SETTLED: ((CASE, OFFICER, Given(result=Result.SOLVED)), (SETTLED, OFFICER, NOTHING)),
    Q.CAUSE: (
        (CASE, OFFICER, Given(result=Result.FALSE_ALARM)),
        (CASE, OFFICER, Given(result=Result.FALSE_ALARM, cause=Cause.RULE)),
    ),
    Q.DRILL_RESULT: (
        (replace(CASE, drill=True), OFFICER, Given(result=Result.SOLVED)),
        (replace(CASE, drill=True), OFFICER, Given(result=Result.DRILL)),
    ),
    Q.RECENT: ((replace(CASE, closed_at=NOW - timedelta(days=8)), LEADER, NOTHING), (CASE, LEADER, NOTHING)),
    Q.ONCE_PER_ROLE: (
        (replace(CASE, evaluated_roles=frozenset({Role.SHIFT_LEADER})), LEADER, NOTHING),
        (replace(CASE, evaluated_roles=frozenset({Role.POLICE})), LEADER, NOTHING),
    ),
    Q.ONCE_PER_PERSON: ((replace(CASE, rated_by=frozenset({12})), SHOP, NOTHING), (CASE, SHOP, NOTHING)),
    Q.NOT_A_GRAVE_REPORT: ((replace(GRAVE, from_person=True), LEADER, NOTHING), (GRAVE, LEADER, NOTHING)),
    Q.NOT_A_DRILL_YET: ((replace(CASE, drill=True), LEADER, NOTHING), (CASE, LEADER, NOTHING)),
    Q.TAKE_OVER: (
        (CASE, OFFICER, Given(reason="he is away")),
        (replace(CASE, accepted_at=NOW - timedelta(seconds=20)), OFFICER, NOTHING),
    ),
    Q.TAKE_OVER_REASON: (
        (CASE, LEADER, NOTHING),
        (replace(CASE, accepted_at=NOW - timedelta(seconds=20)), LEADER, NOTHING),
    ),
    Q.NOT_MINE: ((CASE, IN_CHARGE, NOTHING), (CASE, OFFICER, NOTHING)),
    Q.NOT_HELPING: ((replace(CASE, helpers=frozenset({9})), OFFICER, NOTHING), (CASE, OFFICER, NOTHING)),
    Q.LOWER_BY_LEADER: (
        (GRAVE, OFFICER, Given(severity=Severity.NORMAL)),
        (GRAVE, OFFICER, Given(severity=Severity.CRITICAL)),
    ),
    Q.SEVERITY_OTHER: (
        (CASE, OFFICER, Given(severity=Severity.NORMAL)),
        (CASE, OFFICER, Given(severity=Severity.HIGH)),
    ),
    Q.SOP_WAITS: ((SETTLED, OFFICER, NOTHING), (CASE, OFFICER, NOTHING)),
    Q.SOP_STEP_WAITS: ((SETTLED, OFFICER, Given(key="call")), (CASE, OFFICER, Given(key="call"))),
    Q.WAITS_FOR_CHECK: ((CASE, OFFICER, NOTHING), (replace(CASE, self_closed=True), OFFICER, NOTHING)),
    Q.OUTSIDE_OPEN: ((CASE, OFFICER, NOTHING), (replace(CASE, outside_open=True), OFFICER, NOTHING)),
    Q.DISPUTED_ONCE: ((DISPUTED, OFFICER, Given(item="rework")), (DISPUTED, OFFICER, Given(item="valid"))),
    Q.DISPUTE_WAITS: (
        (DISPUTED, OFFICER, Given(item="satisfied")),
        (DISPUTED, OFFICER, Given(item="rework")),
    ),
    Q.NOT_HIDDEN: ((replace(CASE, hidden=True), OFFICER, NOTHING), (CASE, OFFICER, NOTHING)),
    Q.PLACE_KNOWN: ((CASE, OFFICER, Given(place="E9")), (CASE, OFFICER, Given(place="E1", place_id=3))),
    Q.PLACE_OTHER: (
        (replace(CASE, place_id=3), OFFICER, Given(place_id=3)),
        (replace(CASE, place_id=4), OFFICER, Given(place_id=3)),
    ),
    Q.NOT_THE_ASKER: ((DISPUTED, ASKER, Given(item="rework")), (DISPUTED, OFFICER, Given(item="rework"))),
}
"""Guard → whom it refuses, and whom it lets through."""


@pytest.mark.parametrize("question", Question)
def test_it_refuses_one_and_lets_the_other_through(question: Question) -> None:
    refused, allowed = SCENES[question]
    assert not ANSWERS[question](*refused)
    assert ANSWERS[question](*allowed)


@pytest.mark.parametrize("question", Question)
def test_it_stands_in_the_table(question: Question) -> None:
    assert any(question in (*row.allows, *row.asks) for row in TABLE.values())


def test_a_gate_that_warns_wants_a_yes() -> None:
    assert not ANSWERS[Q.GATE](CASE, OFFICER, Given(sending=BUSY))
    assert ANSWERS[Q.GATE](CASE, OFFICER, Given(sending=BUSY, confirm=True))
    assert ANSWERS[Q.GATE](CASE, OFFICER, Given(sending=replace(BUSY, gate=Gate.NONE)))


def test_after_twenty_seconds_only_the_leader_takes_over_and_says_why() -> None:
    def refused(actor: Actor, given: Given) -> Question | None:
        row = TABLE["take_over"]
        return refused_by((*row.allows, *row.asks), CASE, actor, given)

    said = Given(reason="he is away")
    assert refused(OFFICER, said) is Q.TAKE_OVER
    assert refused(LEADER, NOTHING) is Q.TAKE_OVER_REASON
    assert refused(LEADER, said) is None
