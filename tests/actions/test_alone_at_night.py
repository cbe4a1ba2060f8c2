"""One person on the night shift: closes what is small alone, is checked by day, and must truly be alone."""

from pathlib import Path

import pytest

from patrol.actions import presence
from patrol.actions.presence import Onlooker
from patrol.errors import NotNow
from patrol.rules.words import Severity
from tests.case_world import CaseWorld, a_case_world


@pytest.fixture
def case(tmp_path: Path) -> CaseWorld:
    return a_case_world(tmp_path)


def at_a_board(case: CaseWorld, *logins: str) -> None:
    with case.world.sessions.begin() as session:
        for login in logins:
            who = Onlooker(f"board of {login}", "web:1", login, case.people[login])
            presence.open_card(session, who, 1, None, case.world.now)


def close_alone(case: CaseWorld, number: int) -> None:
    case.do(number, "close", result="solved", alone="night shift of one", without_picture="dark")


def test_whoever_is_alone_closes_their_own_work_and_is_checked_within_a_day(case: CaseWorld) -> None:
    at_a_board(case, "officer", "police")
    number = case.handled()
    close_alone(case, number)
    incident = case.incident(number)
    assert incident.self_closed
    assert "check" in case.waiting(number)
    case.later(hours=25).run_timers()
    (check,) = [timer for timer in case.timers(number) if timer.kind == "check"]
    assert check.fired_at is not None
    case.do(number, "check", by="leader")
    assert "check" not in case.waiting(number)


def test_with_a_colleague_at_a_board_nobody_closes_their_own_work(case: CaseWorld) -> None:
    at_a_board(case, "officer", "leader")
    number = case.handled()
    with pytest.raises(NotNow) as refused:
        close_alone(case, number)
    assert refused.value.standing["because"] == "alone"
    case.do(number, "close", by="leader", result="solved", without_picture="dark")
    assert not case.incident(number).self_closed


def test_a_grave_case_is_never_closed_alone(case: CaseWorld) -> None:
    number = case.handled(Severity.HIGH)
    case.do(number, "verify", by="leader")
    with pytest.raises(NotNow) as refused:
        close_alone(case, number)
    assert refused.value.standing["because"] == "not-handler-or-alone"


def test_more_time_is_refused_with_a_reason_and_may_be_asked_for_again(case: CaseWorld) -> None:
    number = case.sent()
    with pytest.raises(NotNow):
        case.do(number, "deny_extension", by="leader", reason="no")
    case.do(number, "ask_extension", by="guard", reason="rain")
    case.do(number, "deny_extension", by="leader", reason="it is dry inside")
    assert not case.incident(number).extension_asked
    case.do(number, "ask_extension", by="guard", reason="the roof leaks")
    assert case.incident(number).extension_asked


def test_a_hand_over_says_who_called_whom_and_its_clock_is_not_ours(case: CaseWorld) -> None:
    number = case.report()
    case.later(seconds=130)
    called = case.world.now.isoformat()
    case.do(
        number, "transfer", by="police", body="110", called_at=called, spoke_with="Sergeant Li", receipt="7"
    )
    case.later(seconds=400)
    answer = case.do(number, "outside", body="110", arrived_at=case.world.now.isoformat())
    (outside,) = answer["card"]["outside"]
    assert (outside["called_by"], outside["spoke_with"], outside["receipt"]) == ("police", "Sergeant Li", "7")
    assert outside["arrived_at"] > outside["called_at"]
    assert "accept" in case.waiting(number), "ours goes on beside theirs"
