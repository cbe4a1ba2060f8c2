"""Random commands by random people: the machine never leaves its table, and every board stays true."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from patrol import sealing
from patrol.actions import posters, roll_call, unmasking
from patrol.actions.posters import PosterReport, report_by_poster
from patrol.actions.quiet_reports import QuietReport, report_quietly
from patrol.actions.roll_call import Call, RollOrder
from patrol.errors import NotNow, PatrolError, TooMany
from patrol.model.alerts import Alert
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.roll_calls import RollCall
from patrol.model.tasks import Task, Timer
from patrol.rules.case import Actor
from patrol.rules.case_machine import LIVE_TIMERS, TABLE, may_act
from patrol.rules.case_words import RollAnswer, TaskState
from patrol.rules.quiet import Teller, UnmaskState
from patrol.rules.words import Category, Severity, Step
from tests.boards import Boards
from tests.case_world import STAFF, CaseWorld, a_case_world

pytestmark = pytest.mark.timeout(300)
PRIVATE, PUBLIC = sealing.new_pair()
ROOMS = ("market:yunda", "grid:g1", "group:g1-01", "police:yunda")
UNITS = ("device:phone-guard", "device:phone-guard2", "device:car-01", "place:g1-01-b", "device:nobody")
USUAL = ("accept", "dispatch", "respond", "arrive", "feedback", "feedback", "tick", "verify", "close")
"""Drawn more often than the rest, so that incidents get far."""


class PeopleWorkOnIncidents(RuleBasedStateMachine):
    """Reports, commands by anybody, roll calls, time; four boards and two phones hear the stream."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.case: CaseWorld
        self.boards: Boards
        self.versions: dict[int, int] = {}
        self.poster = ""

    @initialize()
    def open_the_boards(self) -> None:
        self.case = a_case_world(Path(self.folder.name))
        with self.case.world.sessions.begin() as session:
            self.poster = posters.hang(session, "yunda", "g1", by=None, now=self.case.world.now).code
        phones = [f"user:{self.case.people[login]}" for login in ("guard", "guard2")]
        self.boards = Boards(self.case.world).open(*ROOMS, *phones)
        self.somebody_reports(Category.PUBLIC_ORDER, Severity.HIGH, "lead")

    @rule(
        category=st.sampled_from(Category),
        severity=st.sampled_from(Severity),
        by=st.sampled_from(sorted(STAFF)),
    )
    def somebody_reports(self, category: Category, severity: Severity, by: str) -> None:
        number = self.case.report(category, severity, by=by)
        self.versions[number] = self.case.incident(number).version

    @rule(category=st.sampled_from(Category), place=st.sampled_from([None, "g1-01-a", "g1-02-b"]))
    def somebody_tells_quietly(self, category: Category, place: str | None) -> None:
        told = QuietReport(1, category, Severity.HIGH, uuid4().hex, place, "two men")
        teller = Teller(self.case.people["shop_b"], "shop_b", "shop_b", None, "g1-01", (("g1-01-b", "b"),))
        world = self.case.world
        with world.sessions.begin() as session:
            report_quietly(session, told, teller, PUBLIC, world.register.current(session), now=world.now)
        self._remember_the_newest()

    @rule(category=st.sampled_from([Category.FIRE, Category.OTHER]), words=st.sampled_from(["smoke", None]))
    def a_stranger_reports_by_a_poster(self, category: Category, words: str | None) -> None:
        told = PosterReport(self.poster, category, now=True, receipt=uuid4().hex, words=words)
        world = self.case.world
        with world.sessions.begin() as session, suppress(TooMany):
            report_by_poster(session, told, world.register.current(session), now=world.now)
        self._remember_the_newest()
        self._remember_versions()

    @rule(seed=st.integers(0, 2**32), by=st.sampled_from(["police", "leader", "office_head"]))
    def somebody_asks_for_a_hidden_name(self, seed: int, by: str) -> None:
        dice, world, me = Random(seed), self.case.world, self.case.people[by]
        number = self._one(dice)
        with world.sessions.begin() as session, suppress(PatrolError):
            register = world.register.current(session)
            asked = unmasking.ask(session, number, "why", register, actor_id=me, now=world.now)
            session.flush()
            verdict = dice.choice([UnmaskState.APPROVED, UnmaskState.REFUSED])
            other = self.case.people[dice.choice(["police", "leader"])]
            with suppress(PatrolError):
                unmasking.decide(session, asked.id, verdict, register, actor_id=other, now=world.now)
            with suppress(PatrolError):
                unmasking.look(session, asked.id, lambda _: PRIVATE, register, actor_id=me, now=world.now)
        self._remember_versions()

    def _remember_the_newest(self) -> None:
        with self.case.world.sessions() as session:
            newest = session.scalars(select(Incident).order_by(Incident.id.desc()).limit(1)).one()
        self.versions.setdefault(newest.id, newest.version)

    @rule(kind=st.sampled_from(["sos", "fire", "intrusion"]))
    def an_alert_is_accepted(self, kind: str) -> None:
        self.case.world.event("button/btn-a", kind)
        for alert in [a for a in self.case.world.open_alerts() if a.attention != "linked"][:1]:
            answer = self.case.world.order(alert, "accept", by=self.case.people["officer"])
            self.versions[int(answer["incident"])] = 1

    @rule(seed=st.integers(0, 2**32))
    def people_do_what_fits(self, seed: int) -> None:
        """Some commands that the step offers, by somebody who may: so incidents get far."""
        dice = Random(seed)
        for _ in range(dice.randint(4, 12)):
            number = self._one(dice)
            step = Step(self.case.incident(number).step)
            fitting = [name for name, row in TABLE.items() if step in row.steps] or ["note"]
            usual = [name for name in USUAL if name in fitting]
            command = dice.choice(usual if usual and dice.random() < 0.7 else fitting)
            may = [login for login, (role, _) in STAFF.items() if role in TABLE[command].who]
            self._order(number, command, dice.choice(may or ["guard", "guard2"]), dice)

    @rule(seed=st.integers(0, 2**32), command=st.sampled_from([*TABLE]), by=st.sampled_from([*STAFF]))
    def somebody_tries_anything(self, seed: int, command: str, by: str) -> None:
        dice = Random(seed)
        self._order(self._one(dice), command, by, dice)

    def _one(self, dice: Random) -> int:
        """Mostly one that is not over."""
        steps = {number: self.case.incident(number).step for number in self.versions}
        alive = [number for number, step in steps.items() if step in LIVE_TIMERS]
        return dice.choice(sorted(alive)[-3:] or sorted(self.versions))

    def _order(self, number: int, command: str, by: str, dice: Random) -> None:
        before = self.case.incident(number)
        expected, command_id = dice.choice([*[before.version] * 5, 1]), uuid4().hex
        payload = self._payload(dice, command, number)
        try:
            answer = self.case.do(number, command, by=by, version=expected, command_id=command_id, **payload)
        except PatrolError as refused:
            assert self.case.incident(number).version == before.version, "a refusal changed something"
            self._must_say_where_it_stands(refused)
            return
        after = self.case.incident(number)
        assert after.version == before.version + 1 == answer["version"]
        self._is_in_the_table(command, by, before, after, answer)
        again = self.case.do(number, command, by=by, version=expected, command_id=command_id, **payload)
        assert again == answer
        self._remember_versions()

    def _payload(self, dice: Random, command: str, number: int) -> dict[str, Any]:
        now, row = self.case.world.now, TABLE[command]
        tasks = [task.id for task in self.case.tasks(number)] or [1]
        given: dict[str, Any] = {
            "task": dice.choice(tasks),
            "target": dice.choice(sorted(self.versions)),
            "units": dice.sample(UNITS, dice.choice([1, 1, 2, 5])),
            "result": dice.choice(["solved", "settled", "drill", "false_alarm"]),
            "severity": dice.choice([*Severity]),
            "score": 4,
            "scores": {"speed": 3},
            "refusal": "not_ours",
            "body": "110",
            "cause": "device",
            "losses": {"money": 10},
            "confirm": True,
            "called_at": now.isoformat(),
            "arrived_at": now.isoformat(),
            "returned_at": now.isoformat(),
            "happened_at": now.isoformat(),
            "media": [{"url": "/media/1"}],
            "key": dice.choice(self._steps(number)),
            "place": dice.choice(["g1-01-a", "g1-02-b", "g1", "nowhere"]),
        }
        given["until"] = given["due"] = (now + timedelta(days=3)).isoformat()
        words = {name: "because" for name in (*row.must, *row.may) if name not in given}
        wanted = [*row.must, *(name for name in row.may if dice.random() < 0.7)]
        return {name: (given | words)[name] for name in wanted}

    def _steps(self, number: int) -> list[str]:
        waiting = [step["key"] for step in self.case.incident(number).sop if step["done"] is None]
        return waiting[:1] or ["none"]

    def _must_say_where_it_stands(self, refused: PatrolError) -> None:
        details = refused.details()
        if isinstance(refused, NotNow) and details:
            assert {"step", "version", "by", "you_can"} <= set(details)

    def _is_in_the_table(self, command: str, by: str, before: Incident, after: Incident, answer: Any) -> None:
        row = TABLE[command]
        assert before.step in row.steps
        assert may_act(row, Actor(0, frozenset({STAFF[by][0]}))) or row.assignee
        expected = row.to or (before.held_from if command == "resume" else before.step)
        assert after.step == expected == answer["step"]

    def _remember_versions(self) -> None:
        """Merging also writes into the other incident: one more there, never more."""
        for number, version in self.versions.items():
            now = self.case.incident(number).version
            assert now >= version
            self.versions[number] = now

    @rule(by=st.sampled_from(["lead", "officer"]), shop=st.sampled_from(["g1-01-a", "g1-01-b"]))
    def a_group_is_called(self, by: str, shop: str) -> None:
        call = Call(1, "g1-01", uuid4().hex, self.case.people[by], caller=shop if by == "lead" else None)
        world = self.case.world
        with world.sessions.begin() as session:
            try:
                roll_call.open_call(session, call, world.register.current(session), now=world.now)
            except NotNow:
                session.rollback()

    @rule(
        command=st.sampled_from(["answer", "closed", "end"]),
        shop=st.sampled_from(["g1-01-a", "g1-01-b"]),
        answer=st.sampled_from(RollAnswer),
    )
    def a_shop_answers(self, command: str, shop: str, answer: RollAnswer) -> None:
        world = self.case.world
        with world.sessions() as session:
            standing = session.scalars(select(RollCall).where(RollCall.ended_at.is_(None))).first()
        if standing is None:
            return
        order = RollOrder(standing.id, command, uuid4().hex, self.case.people["shop_b"], shop, answer)
        try:
            with world.sessions.begin() as session:
                roll_call.command(session, order, world.register.current(session), now=world.now)
        except NotNow:
            return

    @rule(seconds=st.sampled_from([5, 25, 70, 400, 5000, 100_000]))
    def time_passes(self, seconds: int) -> None:
        self.case.later(seconds=seconds)
        self.case.run_timers()
        self.case.run_timers()
        self._remember_versions()

    @invariant()
    def what_is_waited_for_fits_the_step(self) -> None:
        with self.case.world.sessions() as session:
            steps = {i.id: Step(i.step) for i in session.scalars(select(Incident))}
            standing = select(Timer).where(Timer.stopped_at.is_(None), Timer.incident_id.is_not(None))
            for timer in session.scalars(standing):
                step = steps[timer.incident_id or 0]
                fits = timer.kind in LIVE_TIMERS.get(step, frozenset())
                assert fits or (step is Step.HOLD and timer.paused_at), (step, timer.kind)

    @invariant()
    def nobody_is_out_for_a_case_that_is_over(self) -> None:
        with self.case.world.sessions() as session:
            over = select(Task, Incident).join(Incident, Incident.id == Task.incident_id)
            for task, incident in session.execute(over.where(Incident.closed_at.is_not(None))):
                assert not TaskState(task.state).open, incident.step
            linked = select(Alert).join(Incident, Incident.id == Alert.incident_id)
            for alert in session.scalars(linked.where(Incident.closed_at.is_not(None))):
                assert alert.closed_at is not None

    @invariant()
    def every_version_has_one_line_in_the_timeline_or_a_timer(self) -> None:
        with self.case.world.sessions() as session:
            for number, version in self.versions.items():
                mine = select(IncidentEntry.version).where(IncidentEntry.incident_id == number)
                assert set(session.scalars(mine)) == set(range(1, version + 1))

    @invariant()
    def every_board_shows_what_a_fresh_one_would(self) -> None:
        self.boards.compare()

    def teardown(self) -> None:
        if hasattr(self, "case"):
            self.case.world.engine.dispose()
        self.folder.cleanup()


TestPeopleWorkOnIncidents = PeopleWorkOnIncidents.TestCase
TestPeopleWorkOnIncidents.settings = settings(
    max_examples=80 if settings().max_examples > 100 else 8,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Not shrunk: every step opens a database, and shrinking would outlast the test's time."""
