"""What those who were sent say: on my way, on scene, done, can not come, all well."""

from patrol.actions.case_desk import CaseDesk
from patrol.actions.dispatch import next_after, settle
from patrol.model.tasks import Task
from patrol.rules.case import Actor, Case, Given
from patrol.rules.case_words import OF_ONE_TASK, TaskState, TimerKind


def respond(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """On my way."""
    task = _said(desk, given, TaskState.COMING)
    task.doer_id = _doer(task, actor)
    desk.watch.stop((TimerKind.ANSWER,), task.id)
    _expect_a_word(desk, task)
    desk.tell_doer(task, "task.coming")


def arrive(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """On scene."""
    task = _said(desk, given, TaskState.ARRIVED)
    task.arrived_at = desk.happened_at or desk.now
    task.doer_id = _doer(task, actor)
    desk.watch.stop((TimerKind.ANSWER,), task.id)
    _expect_a_word(desk, task)
    desk.tell_doer(task, "task.arrived")


def feedback(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """Done, with what was found."""
    task = desk.task(given.task)
    task.doer_id = _doer(task, actor)
    _answer(desk, task)
    _end(desk, task, TaskState.DONE, "task.done")
    desk.incident.notes += 1
    desk.incident.pictures += len(given.media)
    desk.facts |= {"note": given.note, "media": [dict(medium) for medium in given.media]}
    if given.without_picture:
        desk.facts["without_picture"] = given.without_picture


def cannot(desk: CaseDesk, _case: Case, actor: Actor, given: Given) -> None:
    """Can not come: the next one is named at once."""
    task = desk.task(given.task)
    task.doer_id = _doer(task, actor)
    desk.facts["reason"] = given.reason
    _answer(desk, task)
    _end(desk, task, TaskState.CANNOT, "task.cannot")
    _name_next(desk, task)


def withdraw(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    """The desk calls one unit back; that is no answer of theirs."""
    desk.facts["reason"] = given.reason
    _end(desk, desk.task(given.task), TaskState.WITHDRAWN, "task.withdrawn")


def check_in(desk: CaseDesk, _case: Case, _actor: Actor, given: Given) -> None:
    """All well: the clock of somebody who is out alone begins again."""
    task = desk.task(given.task)
    desk.facts |= {"task": task.id, "unit": task.unit}
    task.version += 1
    _expect_a_word(desk, task)
    desk.tell_doer(task, "task.changed")


def call_back(desk: CaseDesk) -> None:
    """Withdraw everybody who is out."""
    for task in desk.open_tasks():
        settle(task, TaskState.WITHDRAWN, desk.now)
        desk.tell_doer(task, "task.withdrawn")


def _said(desk: CaseDesk, given: Given, state: TaskState) -> Task:
    task = desk.task(given.task)
    _answer(desk, task)
    task.state = state
    task.version += 1
    desk.facts |= {"task": task.id, "unit": task.unit}
    if given.note:
        desk.facts["note"] = given.note
    return task


def _answer(desk: CaseDesk, task: Task) -> None:
    """The first word of whoever was sent is their answer."""
    task.answered_at = task.answered_at or desk.happened_at or desk.now


def _end(desk: CaseDesk, task: Task, state: TaskState, event: str) -> None:
    settle(task, state, desk.now)
    desk.watch.stop(OF_ONE_TASK, task.id)
    desk.facts |= {"task": task.id, "unit": task.unit}
    desk.tell_doer(task, event)
    _all_settled(desk)


def _all_settled(desk: CaseDesk) -> None:
    """When nobody is out any more and somebody has done it, closing is waited for."""
    done = any(t.state == TaskState.DONE and t.round == desk.incident.round for t in desk.tasks)
    if done and not desk.open_tasks():
        desk.watch.stop((TimerKind.HANDLED, TimerKind.ON_SCENE))
        desk.watch.start(TimerKind.CLOSE, desk.incident.severity)


def _name_next(desk: CaseDesk, task: Task) -> None:
    following = next_after(desk, task)
    if following is not None:
        desk.facts["next"] = following["unit"]


def _expect_a_word(desk: CaseDesk, task: Task) -> None:
    desk.watch.stop((TimerKind.CHECK_IN,), task.id)
    desk.watch.start(TimerKind.CHECK_IN, desk.incident.severity, task_id=task.id)


def _doer(task: Task, actor: Actor) -> int | None:
    """Who did it: the person themselves; when the desk enters what it heard by radio, whose task it is."""
    return actor.id if task.id in actor.tasks else task.person_id or task.doer_id
