"""Notices leave the house by the first way that works, at the right time, never lost and never thrice."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import carriages, notice_channels, notices
from patrol.actions.notice_channels import NewChannel
from patrol.actions.notices import Message
from patrol.couriers.envelope import Envelope
from patrol.couriers.house import Means
from patrol.jobs.deliver_notices import Office, Postman
from patrol.model.notices import Notice, NoticeCarriage, NoticeChannel
from patrol.rules import notices as rules
from patrol.rules.notice_words import Carriage, NoticeKind, Way
from patrol.rules.notices import QuietHours
from patrol.rules.words import Severity
from tests.case_world import CaseWorld, a_case_world
from tests.couriers.sinks import Sink, web_sink
from tests.jobs.carrying import SECRET


@dataclass(slots=True)
class Post:
    """A market, a sink that takes what is sent, and the postman between them."""

    case: CaseWorld
    sink: Sink
    envelope: Envelope = field(default_factory=lambda: Envelope(SECRET))

    def channel(self, who: str = "guard", path: str = "/hook", *, url: str | None = None) -> NoticeChannel:
        """Give somebody a web address that leads to the sink."""
        address = f"{url or self.sink.url}{path}"
        sealed = self.envelope.seal(address, about=f"{Way.WEBHOOK}:address")
        new = NewChannel(Way.WEBHOOK, sealed, self.envelope.mark(address), "http://127.0.0.1/…")
        with self.case.world.sessions.begin() as session:
            return notice_channels.add(session, self.case.people[who], new, now=self.case.world.now)

    def tell(self, thing: str, kind: NoticeKind = NoticeKind.BULLETIN, *, about: str = "") -> None:
        """Tell the guard of something."""
        message = Message(thing, kind, market_id=1, about=about)
        with self.case.world.sessions.begin() as session:
            notices.tell(session, [self.case.people["guard"]], message, now=self.case.world.now)

    def round(self, **later: float) -> None:
        """Let time pass, then let the postman go."""
        self.case.world.later(**later)
        world = self.case.world
        means = Means(None, "unused", lambda: world.now)
        postman = Postman(
            Office(
                world.sessions,
                world.sessions,
                lambda: world.now,
                self.envelope,
                lambda _session, _now: True,
                lambda _session: means,
            )
        )
        postman.round()
        postman.close()

    def carriages(self) -> list[NoticeCarriage]:
        """Give every carriage, oldest first."""
        with self.case.world.sessions() as session:
            return list(session.scalars(select(NoticeCarriage).order_by(NoticeCarriage.id)))

    def states(self) -> list[str]:
        """How far each has come."""
        return [one.state for one in self.carriages()]

    def told(self) -> list[dict[str, str]]:
        """What the sink was brought."""
        return [json.loads(one.body) for one in self.sink.taken]

    def kinds_of(self, who: str) -> list[str]:
        """What somebody has been told of."""
        with self.case.world.sessions() as session:
            mine = select(Notice.kind).where(Notice.person_id == self.case.people[who])
            return list(session.scalars(mine.order_by(Notice.id)))


@pytest.fixture
def post(tmp_path: Path, database_url: str) -> Iterator[Post]:
    case = a_case_world(tmp_path, url=database_url)
    with web_sink() as sink:
        yield Post(case, sink)
    case.world.engine.dispose()


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Post]:
    case = a_case_world(tmp_path)
    with web_sink() as sink:
        yield Post(case, sink)
    case.world.engine.dispose()


def test_a_call_goes_at_once_and_a_word_waits_for_the_screen(post: Post) -> None:
    post.channel()
    post.tell("bulletin:1")
    post.tell("task:1:1", NoticeKind.TASK_SENT)
    post.round()
    assert [one["kind"] for one in post.told()] == ["task_sent"]
    post.round(seconds=21)
    assert [one["kind"] for one in post.told()] == ["task_sent", "bulletin"]
    assert post.states() == [Carriage.SENT, Carriage.SENT]
    assert all(one.sent_at is not None for one in post.carriages())


def test_what_was_read_on_a_screen_is_not_told_again_outside(plain: Post) -> None:
    plain.channel()
    plain.tell("bulletin:1")
    with plain.case.world.sessions.begin() as session:
        notices.read(session, plain.case.people["guard"], [1], now=plain.case.world.now)
    plain.round(minutes=5)
    assert plain.told() == []
    assert plain.states() == [Carriage.WITHDRAWN]


def test_quiet_hours_hold_a_word_until_the_morning_and_a_fire_not_a_second(plain: Post) -> None:
    plain.channel()
    with plain.case.world.sessions.begin() as session:
        quiet = QuietHours(9 * 60, 12 * 60, "Asia/Shanghai")
        notice_channels.set_habits(
            session, plain.case.people["guard"], quiet, sound=True, now=plain.case.world.now
        )
    plain.tell("bulletin:1")
    plain.tell("alert:1", NoticeKind.ALERT_CRITICAL, about="fire")
    plain.round(seconds=25)
    assert [one["kind"] for one in plain.told()] == ["alert_critical"]
    plain.round(hours=1, minutes=44, seconds=33)
    assert len(plain.told()) == 2


def test_a_storm_leaves_as_a_few_letters_with_a_count(plain: Post) -> None:
    plain.channel()
    for number in range(12):
        plain.tell(f"round:{number}", NoticeKind.ROUND_MISSED)
    plain.round(seconds=21)
    plain.round(seconds=40)
    assert [one["count"] for one in plain.told()] == ["1", "1", "1", "9"]


def test_a_way_that_fails_is_tried_rarer_then_the_next_one_and_at_last_the_office_hears(post: Post) -> None:
    post.channel(path="/first")
    post.channel(path="/second")
    post.sink.status = 503
    post.tell("task:1:1", NoticeKind.TASK_SENT)
    for wait in (timedelta(0), *rules.BACK_OFF):
        post.round(seconds=wait.total_seconds())
    assert post.states() == [Carriage.GIVEN_UP, Carriage.WAITING]
    assert post.carriages()[0].why == "http-503"
    for wait in (timedelta(0), *rules.BACK_OFF):
        post.round(seconds=wait.total_seconds())
    assert post.states() == [Carriage.GIVEN_UP, Carriage.GIVEN_UP]
    paths = [one.path for one in post.sink.taken]
    assert paths == ["/first"] * 6 + ["/second"] * 6
    assert len({one["key"] for one in post.told()}) == 2
    assert post.kinds_of("office_head") == ["not_delivered"]


def test_a_way_that_comes_back_is_used_on(plain: Post) -> None:
    plain.channel()
    plain.sink.status = 500
    plain.tell("task:1:1", NoticeKind.TASK_SENT)
    plain.round()
    plain.sink.status = 200
    plain.round(seconds=11)
    assert plain.states() == [Carriage.SENT]
    assert plain.told()[0]["key"] == plain.told()[1]["key"]


def test_a_trial_goes_by_its_own_way_and_tells_nobody_when_it_fails(plain: Post) -> None:
    plain.channel()
    second = plain.channel(path="/second", url="http://127.0.0.1:9")
    with plain.case.world.sessions.begin() as session:
        notice_channels.command(
            session, plain.case.people["guard"], second.id, "try", 1, now=plain.case.world.now
        )
    plain.round()
    assert plain.told() == []
    assert plain.states() == [Carriage.GIVEN_UP]
    assert plain.kinds_of("office_head") == []
    with plain.case.world.sessions() as session:
        assert session.get_one(NoticeChannel, second.id).why == "not-reached"


def test_an_address_sealed_with_another_key_is_never_used(plain: Post) -> None:
    plain.channel()
    plain.envelope = Envelope(b"another key altogether")
    plain.tell("task:1:1", NoticeKind.TASK_SENT)
    plain.round()
    assert plain.states() == [Carriage.GIVEN_UP]
    assert plain.carriages()[0].why == "sealed-with-another-key"


def test_the_database_holds_no_address_in_clear(tmp_path: Path, plain: Post) -> None:
    plain.channel(path="/robot/s3cr3tkey")
    plain.case.world.engine.dispose()
    held = b"".join(path.read_bytes() for path in tmp_path.glob("world.sqlite3*"))
    assert b"s3cr3tkey" not in held
    assert b"/robot" not in held


def test_a_receipt_is_written_down_once(plain: Post) -> None:
    plain.channel()
    plain.tell("task:1:1", NoticeKind.TASK_SENT)
    plain.round()
    key = plain.told()[0]["key"]
    with plain.case.world.sessions.begin() as session:
        assert carriages.receipt(session, key, now=plain.case.world.now)
        assert not carriages.receipt(session, key, now=plain.case.world.now)
        assert not carriages.receipt(session, "0" * 32, now=plain.case.world.now)


def test_two_postmen_bring_one_letter(plain: Post) -> None:
    plain.channel()
    plain.tell("task:1:1", NoticeKind.TASK_SENT)
    plain.round()
    plain.round()
    assert len(plain.told()) == 1


def killed_while_it_carries(post: Post, url: str) -> None:
    """Start a postman, wait until the sink has the letter, and kill him before he hears the answer."""
    post.sink.answers.clear()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.carrying", url, post.case.world.now.isoformat()]
    )
    assert post.sink.came.acquire(timeout=30)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    post.sink.answers.set()


def test_a_kill_between_carrying_and_writing_costs_one_repeat_that_says_so_and_never_two(
    tmp_path: Path, plain: Post
) -> None:
    url = f"sqlite:///{tmp_path}/world.sqlite3"
    plain.channel()
    plain.tell("task:1:1", NoticeKind.TASK_SENT)
    killed_while_it_carries(plain, url)
    plain.round(seconds=10)
    assert len(plain.told()) == 1, "it was repeated while the first one may still be out"
    plain.case.world.later(seconds=21)
    killed_while_it_carries(plain, url)
    plain.round(seconds=60)
    plain.round(seconds=60)
    first, second = plain.told()
    assert (first["repeated"], second["repeated"]) == ("no", "yes")
    assert first["key"] == second["key"]
    assert plain.states() == [Carriage.GIVEN_UP]
    assert plain.kinds_of("office_head") == ["not_delivered"]


def test_the_severity_goes_with_it(plain: Post) -> None:
    plain.channel()
    plain.case.sent(Severity.CRITICAL)
    plain.round()
    assert plain.told()[0]["severity"] == "critical"
