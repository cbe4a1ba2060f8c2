"""Nobody acts at night: the boards ask, then the shift leader is told, once; any act is an answer."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.actions import presence, watch
from patrol.actions.presence import Onlooker
from patrol.model.notices import Notice
from tests.boards import Boards
from tests.case_world import CaseWorld, a_case_world
from tests.world import NIGHT


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path, url=database_url)
    case.world.now = NIGHT
    yield case
    case.world.engine.dispose()


def wait(case: CaseWorld, minutes: float) -> None:
    """Let time pass in steps of the job."""
    for _ in range(round(minutes * 6)):
        case.world.later(seconds=10)
        with case.world.sessions.begin() as session:
            watch.look(session, case.world.register.current(session), now=case.world.now)


def question(case: CaseWorld) -> object:
    return case.world.snapshot().state["watch"].get("self")


def told(case: CaseWorld) -> list[int]:
    with case.world.sessions() as session:
        return list(session.scalars(select(Notice.person_id).where(Notice.kind == "watch_missed")))


def test_the_boards_ask_after_half_an_hour_and_the_leader_is_told_once(case: CaseWorld) -> None:
    boards = Boards(case.world).open("market:yunda", "grid:g1")
    wait(case, 29.5)
    assert question(case) is None
    wait(case, 1)
    assert question(case) is not None
    assert told(case) == []
    wait(case, 10)
    assert told(case) == [case.people["leader"]]
    boards.compare()


def test_one_key_answers_and_a_retry_gives_the_same_answer(case: CaseWorld) -> None:
    wait(case, 31)
    command_id = uuid4().hex
    answers = []
    for _ in range(2):
        with case.world.sessions.begin() as session:
            market = case.world.register.current(session).markets[1]
            by = case.people["officer"]
            answers.append(
                watch.here(session, market, command_id=command_id, actor_id=by, now=case.world.now)
            )
    assert answers[0] == answers[1]
    assert question(case) is None
    wait(case, 29)
    assert question(case) is None


def test_any_command_of_an_officer_and_any_opened_card_is_an_answer(case: CaseWorld) -> None:
    wait(case, 31)
    number = case.report(by="lead")
    wait(case, 0.5)
    assert question(case) is not None, "a shop's report is no sign of anybody at the board"
    case.do(number, "accept", by="officer")
    wait(case, 0.5)
    assert question(case) is None
    wait(case, 30)
    with case.world.sessions.begin() as session:
        who = Onlooker("board-1", "web:1", "officer", case.people["officer"])
        presence.open_card(session, who, 1, "incident:1", case.world.now)
    wait(case, 0.5)
    assert question(case) is None


def test_by_day_nobody_is_asked(case: CaseWorld) -> None:
    case.world.later(hours=6)
    wait(case, 45)
    assert question(case) is None
