"""Telling people: once for each person and thing, beside what causes it, and true on their screens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import case_settings, notices, roll_call
from patrol.actions.notices import Message
from patrol.actions.roll_call import Call
from patrol.jobs import empty_inboxes, forget_old_records
from patrol.model.notices import Notice
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Severity
from tests.boards import Boards
from tests.case_world import CaseWorld, a_case_world


@pytest.fixture
def case(tmp_path: Path, database_url: str) -> Iterator[CaseWorld]:
    made = a_case_world(tmp_path, url=database_url)
    yield made
    made.world.engine.dispose()


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[CaseWorld]:
    made = a_case_world(tmp_path)
    yield made
    made.world.engine.dispose()


def told(case: CaseWorld, who: str) -> list[Notice]:
    with case.world.sessions() as session:
        mine = select(Notice).where(Notice.person_id == case.people[who]).order_by(Notice.id)
        return list(session.scalars(mine))


def kinds(case: CaseWorld, who: str) -> list[str]:
    return [notice.kind for notice in told(case, who)]


def tell(
    case: CaseWorld, who: str, thing: str, kind: NoticeKind = NoticeKind.BULLETIN, **more: object
) -> int:
    message = Message(thing, kind, market_id=1, **more)  # type: ignore[arg-type]
    with case.world.sessions.begin() as session:
        return notices.tell(session, [case.people[who]], message, now=case.world.now)


def test_the_same_thing_is_told_once_however_often_it_is_tried(case: CaseWorld) -> None:
    assert [tell(case, "guard", "bulletin:1") for _ in range(3)] == [1, 0, 0]
    assert tell(case, "guard2", "bulletin:1") == 1
    assert kinds(case, "guard") == ["bulletin"]


def test_what_fails_tells_nobody(plain: CaseWorld) -> None:
    session = plain.world.sessions()
    notices.tell(session, [plain.people["guard"]], Message("b:1", NoticeKind.BULLETIN), now=plain.world.now)
    session.rollback()
    session.close()
    assert kinds(plain, "guard") == []
    assert plain.world.since(0, f"user:{plain.people['guard']}") == []


def test_a_storm_is_told_together_with_its_count_and_a_call_for_help_stands_alone(case: CaseWorld) -> None:
    boards = Boards(case.world).open(f"user:{case.people['officer']}")
    for number in range(10):
        tell(case, "officer", f"alert:{number}", NoticeKind.ALERT_CRITICAL)
        case.world.later(seconds=2)
        boards.compare()
    tell(case, "officer", "alert:sos", NoticeKind.ALERT_CRITICAL, about="sos")
    boards.compare()
    alone = [notice for notice in told(case, "officer") if notice.folded_into is None]
    assert [notice.count for notice in alone] == [1, 1, 1, 7, 1]
    assert alone[-1].urgent
    card = case.world.snapshot(f"user:{case.people['officer']}").state["notices"][str(alone[3].id)]
    assert "(and 6 more)" in card["title"]["en"]  # type: ignore[index]


def test_reading_takes_a_notice_out_of_the_inbox_and_only_its_owner_can(case: CaseWorld) -> None:
    room = f"user:{case.people['guard']}"
    boards = Boards(case.world).open(room)
    tell(case, "guard", "bulletin:1")
    (notice,) = told(case, "guard")
    with case.world.sessions.begin() as session:
        assert notices.read(session, case.people["guard2"], [notice.id], now=case.world.now) == 0
        assert notices.shown(session, case.people["guard"], [notice.id], now=case.world.now) == 1
    boards.compare()
    with case.world.sessions.begin() as session:
        assert notices.read(session, case.people["guard"], [notice.id], now=case.world.now) == 1
        assert notices.read(session, case.people["guard"], [notice.id], now=case.world.now) == 0
    boards.compare()
    assert case.world.snapshot(room).state["notices"] == {}


def test_whoever_is_sent_urged_and_called_back_is_told(plain: CaseWorld) -> None:
    number = plain.sent(Severity.HIGH, "device:phone-guard", "place:g1-01-b")
    assert kinds(plain, "guard") == ["task_sent"] == kinds(plain, "shop_b")
    (sent,) = told(plain, "guard")
    assert sent.urgent
    assert sent.facts["number"] == plain.incident(number).number
    plain.do(number, "urge", by="leader")
    plain.do(number, "withdraw", task=plain.tasks(number)[0].id, reason="wrong one")
    assert kinds(plain, "guard") == ["task_sent", "task_urged", "task_withdrawn"]


def test_whoever_reported_hears_how_it_ended(plain: CaseWorld) -> None:
    number = plain.handled(by="lead")
    plain.do(number, "verify", by="officer2")
    plain.do(number, "close", by="officer2", result="solved", without_picture="dark")
    assert kinds(plain, "lead") == ["case_closed"]
    refused = plain.report(by="shop_b")
    plain.do(refused, "refuse", refusal="not_ours")
    assert kinds(plain, "shop_b") == ["case_refused"]


def test_a_notice_names_nobody(plain: CaseWorld) -> None:
    plain.sent(Severity.CRITICAL, "device:phone-guard", by="lead", summary="13800138000 王老板说")
    for notice in told(plain, "guard"):
        said = repr(notice.facts)
        assert "138" not in said
        assert "王" not in said


def test_a_critical_alert_is_told_to_the_office_and_the_grid_once_however_often_it_rings(
    plain: CaseWorld,
) -> None:
    for _ in range(3):
        plain.world.event("button/btn-a", "sos")
        plain.world.later(seconds=5)
    assert kinds(plain, "officer") == ["alert_critical"] == kinds(plain, "guard")
    assert kinds(plain, "lead") == []
    assert told(plain, "officer")[0].urgent


def test_the_ladder_reaches_the_leader_then_head_and_neighbours_then_prompts_a_person(
    plain: CaseWorld,
) -> None:
    plain.report(severity=Severity.CRITICAL)
    for _ in range(3):
        plain.later(seconds=30)
        plain.run_timers()
        plain.run_timers()
    assert kinds(plain, "leader") == ["ladder", "consider_110"]
    assert kinds(plain, "office_head") == ["ladder", "consider_110"]
    assert kinds(plain, "officer") == ["consider_110"]
    assert kinds(plain, "police") == []


def test_a_market_names_its_heads_and_the_grid_next_door(plain: CaseWorld) -> None:
    with plain.world.sessions.begin() as session:
        body = {"heads": ["officer2"], "phones": [{"name": "派出所", "number": "0579-85110110"}]}
        case_settings.change(session, 1, "ladder", body, by=None, now=plain.world.now)
    plain.report(severity=Severity.HIGH)
    plain.later(seconds=121)
    plain.run_timers()
    assert kinds(plain, "officer2") == ["ladder"]
    assert kinds(plain, "office_head") == []


def test_an_alert_nobody_accepts_climbs_and_says_how_late_it_is(plain: CaseWorld) -> None:
    plain.world.event("button/btn-a", "sos")
    plain.later(minutes=10)
    plain.run_timers()
    plain.run_timers()
    assert kinds(plain, "leader") == ["alert_critical", "ladder", "consider_110"]
    assert told(plain, "leader")[1].facts["late_by_s"] == 570


def test_a_roll_call_rings_each_shop_and_the_silent_ones_again_and_asks_a_neighbour_to_look(
    plain: CaseWorld,
) -> None:
    call = Call(1, "g1-01", "c" * 32, plain.people["officer"])
    with plain.world.sessions.begin() as session:
        roll_call.open_call(session, call, plain.world.register.current(session), now=plain.world.now)
    assert kinds(plain, "shop_b") == ["roll_call"]
    plain.later(seconds=41)
    plain.run_timers()
    assert kinds(plain, "shop_b") == ["roll_call", "roll_call_again"]


def test_whoever_is_out_alone_is_asked_for_a_word(plain: CaseWorld) -> None:
    number = plain.sent(Severity.CRITICAL)
    plain.do(number, "respond", by="guard", task=plain.tasks(number)[0].id)
    plain.later(minutes=10, seconds=1)
    plain.run_timers()
    assert "check_in_overdue" in kinds(plain, "guard")
    assert "check_in_overdue" in kinds(plain, "officer")


def test_what_nobody_reads_leaves_the_inbox_after_a_week_and_the_record_after_a_year(
    plain: CaseWorld,
) -> None:
    for number in range(6):
        tell(plain, "guard", f"bulletin:{number}")
    for days, left, kept in ((6, 0, 6), (2, 6, 6), (360, 0, 0)):
        plain.world.later(days=days)
        for _ in range(2):
            with plain.world.sessions.begin() as session:
                register = plain.world.register.current(session)
                if empty_inboxes.is_due(session, now=plain.world.now):
                    empty_inboxes.run(session, register, now=plain.world.now)
                forget_old_records.run(session, register, now=plain.world.now)
        mine = told(plain, "guard")
        gone = sum(1 for one in mine if one.left_at is not None or one.folded_into is not None)
        assert (len(mine), gone) == (kept, left or gone)
    assert plain.world.snapshot(f"user:{plain.people['guard']}").state["notices"] == {}
