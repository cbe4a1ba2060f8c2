"""What people do with incidents: the five steps, the ways out of them, and who was first."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.errors import Forbidden, Invalid, NotFound, NotNow, VersionConflict
from patrol.model.alerts import Alert
from patrol.model.notices import Notice
from patrol.model.people import Person
from patrol.rules.case_words import TaskState
from patrol.rules.words import Category, Role, Severity, Step
from tests.boards import Boards
from tests.case_world import CaseWorld


def test_the_five_steps_from_a_report_to_its_evaluation(case: CaseWorld) -> None:
    number = case.report()
    case.do(number, "accept")
    case.do(number, "dispatch", units=["device:phone-guard"])
    task = case.tasks(number)[0].id
    case.do(number, "respond", by="guard", task=task)
    case.do(number, "arrive", by="guard", task=task)
    photo = [{"url": "/media/1.jpg", "kind": "snapshot"}]
    case.do(number, "feedback", by="guard", task=task, note="they made it up", media=photo)
    answer = case.do(number, "close", by="officer2", result="settled")
    assert (answer["step"], answer["version"]) == ("closed", 7)
    answer = case.do(number, "evaluate", by="leader", scores={"speed": 5}, lesson="well done")
    assert answer["step"] == Step.EVALUATED
    assert case.verbs(number) == [
        "report", "accept", "dispatch", "respond", "arrive", "feedback", "close", "evaluate",
    ]  # fmt: skip


def test_an_alert_that_is_accepted_closes_with_its_incident(case: CaseWorld) -> None:
    case.world.event("sensor/door-a", "intrusion")
    opened = case.world.order(case.world.alert(), "accept", by=case.people["officer"])
    number = int(opened["incident"])
    assert case.waiting(number) == {"dispatch"}
    case.do(number, "dispatch", units=["device:phone-guard"], override="one will do")
    task = case.tasks(number)[0].id
    case.do(number, "feedback", by="guard", task=task, note="a cat", without_picture="it ran away")
    for step in case.incident(number).sop:
        case.do(number, "skip", key=step["key"], reason="a cat")
    case.do(number, "verify", by="officer2")
    case.do(number, "close", by="leader", result="false_alarm", cause="device")
    assert case.world.open_alerts() == []
    with case.world.sessions() as session:
        (reason,) = session.scalars(select(Alert.close_reason))
    assert reason == "incident yunda-20260831-0001: false_alarm"


def test_who_comes_second_is_told_who_was_first_and_what_they_can_do(case: CaseWorld) -> None:
    number = case.report()
    looked_at = case.incident(number).version
    case.do(number, "accept", by="officer2")
    with pytest.raises(VersionConflict) as conflict:
        case.do(number, "accept", by="officer", version=looked_at)
    standing = conflict.value.standing
    assert (standing["by"], standing["step"], standing["version"]) == ("officer2", "accepted", 2)
    assert standing["you_can"] == [
        "watch", "merge", "solve_on_spot", "dispatch", "transfer", "take_over", "join", "grade", "locate",
        "note",
    ]  # fmt: skip


def test_what_a_guard_says_from_the_field_spoils_no_decision_of_the_desk(case: CaseWorld) -> None:
    number = case.sent()
    looked_at = case.incident(number).version
    case.do(number, "respond", by="guard", task=case.tasks(number)[0].id)
    case.do(number, "grade", version=looked_at, severity="high", reason="a knife")
    assert case.incident(number).severity == Severity.HIGH


def test_every_command_again_by_its_id_gives_the_same_answer(case: CaseWorld) -> None:
    number, command_id = case.report(), uuid4().hex
    first = case.do(number, "accept", command_id=command_id)
    again = case.do(number, "accept", command_id=command_id, version=1)
    assert again == first
    assert case.verbs(number) == ["report", "accept"]
    with pytest.raises(Invalid, match="another command"):
        case.do(number, "accept", command_id=command_id, by="officer2")


def test_a_report_sent_twice_is_one_incident(case: CaseWorld) -> None:
    command_id = uuid4().hex
    assert case.report(command_id=command_id) == case.report(command_id=command_id)
    again = case.later(minutes=2).report(summary="he is back")
    assert case.verbs(again) == ["report", "report_again"]
    assert case.report(by="shop_b") != again


def test_a_report_needs_a_place_or_a_point(case: CaseWorld) -> None:
    with pytest.raises(Invalid, match="where"):
        case.report(place=None)
    assert case.incident(case.report(place=None, point=(3.0, 4.0))).x == 3.0


@pytest.mark.parametrize("over", ["withdrawn", "closed"])
def test_whose_task_is_over_is_told_so_and_not_that_their_role_forbids_it(case: CaseWorld, over: str) -> None:
    number = case.sent()
    task = case.tasks(number)[0].id
    case.do(number, "withdraw", task=task, reason="needed elsewhere")
    if over == "closed":
        case.do(number, "close", by="officer2", result="solved", without_picture="dark")
    with pytest.raises(NotNow, match="over") as refused:
        case.do(number, "feedback", by="guard", task=task, note="done", without_picture="dark")
    assert refused.value.details()["because"] == "task-open"
    with pytest.raises(Forbidden):
        case.do(number, "feedback", by="guard2", task=task, note="done", without_picture="dark")


def test_being_called_back_is_no_answer(case: CaseWorld) -> None:
    number = case.sent()
    case.do(number, "withdraw", task=case.tasks(number)[0].id, reason="needed elsewhere")
    task = case.tasks(number)[0]
    assert (task.state, task.answered_at) == (TaskState.WITHDRAWN, None)
    assert task.settled_at is not None


def test_nobody_without_a_role_there_learns_that_there_is_an_incident(case: CaseWorld) -> None:
    number = case.report()
    with pytest.raises(NotFound):
        case.do(number, "accept", by="officer", roles=frozenset())
    with pytest.raises(Forbidden):
        case.do(number, "accept", by="guard")


def test_a_command_at_the_wrong_step_says_where_it_stands(case: CaseWorld) -> None:
    number = case.report()
    with pytest.raises(NotNow) as refused:
        case.do(number, "dispatch", units=["device:phone-guard"])
    assert refused.value.standing["step"] == "discovered"
    with pytest.raises(Invalid, match="has not reached version 9"):
        case.do(number, "accept", version=9)
    with pytest.raises(Invalid, match=r"payload\.colour: this command does not take it"):
        case.do(number, "accept", colour="red")


def test_merging_takes_the_alerts_along_and_both_timelines_say_so(case: CaseWorld) -> None:
    number = case.report()
    case.do(number, "accept")
    case.world.event("sensor/door-a", "intrusion")
    other = int(case.world.order(case.world.alert(), "accept", by=case.people["officer"])["incident"])
    case.do(other, "merge", target=number)
    assert case.incident(other).step == Step.MERGED
    assert case.world.alert().incident_id == number
    assert case.verbs(number)[-1] == "merged_in"
    assert str(other) not in case.world.snapshot().state["incidents"]


def test_merging_leads_to_the_other_and_the_other_has_the_pictures_and_is_heard_of(case: CaseWorld) -> None:
    number, seen = case.report(), ({"url": "/media/1.jpg", "kind": "snapshot"},)
    other = case.report(by="shop_b", media=seen)
    before, boards = case.incident(number), Boards(case.world).open("market:yunda")
    case.do(other, "merge", target=number)
    boards.compare()
    after = case.incident(number)
    assert case.incident(other).merged_into == number
    assert (after.version, after.pictures) == (before.version + 1, before.pictures + 1)


def test_a_return_calls_everybody_back_and_waits_for_a_new_dispatch(case: CaseWorld) -> None:
    number = case.sent()
    case.do(number, "return", by="guard", reason="not my grid")
    assert [task.state for task in case.tasks(number)] == [TaskState.WITHDRAWN]
    assert (case.incident(number).step, case.incident(number).returned) == ("accepted", 1)
    assert case.waiting(number) == {"dispatch"}


def test_rework_sends_the_same_people_again_in_a_new_round(case: CaseWorld) -> None:
    number = case.handled()
    assert case.waiting(number) == {"close"}
    case.do(number, "rework", by="officer2", reason="the lane is still blocked")
    assert [(task.state, task.round) for task in case.tasks(number)] == [("done", 1), ("sent", 2)]
    assert case.waiting(number) == {"handled", "answer"}


def test_a_grave_case_is_closed_by_two_people_who_did_not_handle_it(case: CaseWorld) -> None:
    number = case.handled(Severity.HIGH)
    with pytest.raises(NotNow, match="second-person"):
        case.do(number, "close", by="leader", result="solved")
    case.do(number, "verify", by="officer2")
    with pytest.raises(NotNow, match="second-person"):
        case.do(number, "close", by="officer2", result="solved", without_picture="dark")
    assert case.do(number, "close", by="leader", result="solved", without_picture="dark")["step"] == "closed"


def test_alone_at_night_a_small_case_is_closed_by_its_handler_and_checked_by_day(case: CaseWorld) -> None:
    number = case.handled()
    with pytest.raises(NotNow, match="not-handler-or-alone"):
        case.do(number, "close", result="solved", without_picture="dark")
    case.do(number, "close", result="solved", without_picture="dark", alone="nobody else on shift")
    assert case.incident(number).self_closed
    assert case.waiting(number) == {"evaluate", "check"}
    with pytest.raises(NotNow, match="not-handler"):
        case.do(number, "check")
    case.do(number, "check", by="officer2")
    assert case.waiting(number) == {"evaluate"}


def test_reopening_begins_a_new_round_and_keeps_the_old_times(case: CaseWorld) -> None:
    number = case.handled()
    case.do(number, "close", by="officer2", result="solved", without_picture="dark")
    before = len(case.timers(number))
    case.later(days=2).do(number, "reopen", by="police", reason="the thief is back")
    assert (case.incident(number).step, case.incident(number).round) == ("accepted", 2)
    assert str(number) in case.world.snapshot().state["incidents"]
    assert len(case.timers(number)) > before
    assert all(timer.stopped_at for timer in case.timers(number)[:before])


def test_a_hand_over_to_the_police_runs_on_a_clock_of_its_own(case: CaseWorld) -> None:
    number = case.sent()
    called = case.world.now.isoformat()
    case.do(number, "transfer", body="110", called_at=called, receipt="0914-77")
    arrived = case.later(minutes=6, seconds=40).world.now.isoformat()
    case.do(number, "outside", by="police", body="110", arrived_at=arrived)
    card = case.world.snapshot().state["incidents"][str(number)]
    assert isinstance(card, dict)
    (outside,) = card["outside"]
    assert (outside["receipt"], outside["arrived_at"]) == ("0914-77", "2026-09-01T02:21:42.000Z")


def test_what_is_void_is_off_the_boards_and_never_a_grave_report_of_a_person(
    case: CaseWorld,
) -> None:
    number = case.report()
    with pytest.raises(Forbidden):
        case.do(number, "void", reason="a test of the form")
    case.do(number, "void", by="leader", reason="a test of the form")
    row = case.incident(number)
    assert (row.step, row.closed_at, row.closed_by) == (Step.VOID, case.world.now, case.people["leader"])
    assert str(number) not in case.world.snapshot().state["incidents"]
    grave = case.report(severity=Severity.HIGH, by="lead")
    with pytest.raises(NotNow, match="not-a-grave-report"):
        case.do(grave, "void", by="leader", reason="a test of the form")


def test_after_a_week_nothing_is_reopened(case: CaseWorld) -> None:
    number = case.handled()
    case.do(number, "close", by="officer2", result="solved", without_picture="dark")
    with pytest.raises(Forbidden):
        case.do(number, "reopen", reason="the thief is back")
    case.later(days=7, seconds=1)
    with pytest.raises(NotNow, match="recent"):
        case.do(number, "reopen", by="police", reason="the thief is back")


def test_a_drill_is_flagged_before_the_first_step_and_closed_as_a_drill(case: CaseWorld) -> None:
    number = case.report(Category.DISPUTE)
    case.do(number, "drill", by="leader", plan="autumn-1")
    case.do(number, "accept")
    with pytest.raises(NotNow):
        case.do(number, "drill", by="leader", plan="autumn-2")
    with pytest.raises(NotNow, match="drill-result"):
        case.do(number, "solve_on_spot", result="solved", note="over")
    assert case.do(number, "solve_on_spot", result="drill", note="over")["step"] == Step.CLOSED


def test_a_shop_says_once_how_content_it_is(case: CaseWorld) -> None:
    number = case.handled()
    case.do(number, "close", by="officer2", result="settled", without_picture="dark")
    case.do(number, "rate", by="shop_b", score=4)
    with pytest.raises(NotNow, match="once-per-person"):
        case.do(number, "rate", by="shop_b", score=1)
    case.do(number, "rate", by="lead", roles=frozenset({Role.LEAD}), score=5)


def test_a_case_is_taken_over_freely_at_once_and_later_by_the_leader_with_a_reason(case: CaseWorld) -> None:
    number = case.report()
    case.do(number, "accept", by="officer2")
    case.do(number, "take_over", by="officer")
    case.later(seconds=21)
    with pytest.raises(NotNow) as refused:
        case.do(number, "take_over", by="officer2")
    assert refused.value.standing["because"] == "take-over"
    assert "take_over" not in str(refused.value.standing["you_can"])
    with pytest.raises(NotNow) as unsaid:
        case.do(number, "take_over", by="leader")
    assert unsaid.value.standing["because"] == "take-over-reason"
    assert "take_over" in str(unsaid.value.standing["you_can"])
    case.do(number, "take_over", by="leader", reason="the officer was called away")
    with case.world.sessions() as session:
        kind = select(Person.login).join(Notice, Notice.person_id == Person.id)
        told = session.scalars(kind.where(Notice.kind == "case_taken_over").order_by(Notice.id)).all()
    assert told == ["officer2", "officer"]
