"""The proof a live board rests on: an old snapshot and the stream since give the fresh snapshot."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase as ExamplePhase
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from patrol.actions import duty_book, duty_rotas, presence, quarantine, silences, strangers
from patrol.actions.heartbeats import beat
from patrol.actions.presence import Onlooker
from patrol.actions.silences import Window
from patrol.errors import PatrolError
from patrol.jobs import clear_due_alerts, end_silences, fire_timers, raise_due_alerts, unshelve
from patrol.model.alerts import Silence
from patrol.model.duty import Rota
from patrol.model.places import Place
from patrol.model.signals import Quarantined
from patrol.rules.live import State, apply
from patrol.rules.strangers import Newcomer
from patrol.rules.words import DeviceClass, Phase
from tests.world import START, World, a_world

ROOMS = ("market:yunda", "grid:g1", "group:g1-01", "police:yunda")
DEVICES = ("button/btn-a", "button/btn-b", "sensor/smoke-a", "sensor/door-a", "camera/d2_east_gate")
LONG = settings().max_examples > 100
KINDS = ("sos", "fire", "door", "intrusion", "person", "motion", "battery_low", "flood")


class OldSnapshotAndStreamGiveTheFreshSnapshot(RuleBasedStateMachine):
    """Devices speak, people command, time passes; three boards only ever hear the stream."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.world: World
        self.boards: dict[str, State] = {}
        self.heads: dict[str, int] = {}

    @initialize()
    def open_the_boards(self) -> None:
        self.world = a_world(Path(self.folder.name))
        for room in ROOMS:
            first = self.world.snapshot(room)
            self.boards[room], self.heads[room] = first.state, first.seq

    @rule(
        device=st.sampled_from(DEVICES),
        kind=st.sampled_from(KINDS),
        phase=st.sampled_from([Phase.NEW, Phase.UPDATE, Phase.END]),
        severity=st.sampled_from([None, "critical", "notice"]),
    )
    def a_device_speaks(self, device: str, kind: str, phase: Phase, severity: str | None) -> None:
        more = {"severity": severity} if severity else {}
        self.world.event(device, kind, phase=phase, **more)

    @rule(online=st.booleans())
    def a_camera_comes_or_goes(self, online: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        word = "online" if online else "offline"
        self.world.hear("patrol/v1/yunda/camera/d5_atrium/status", {"state": word, "n": str(self.world.now)})

    @rule(payload=st.binary(max_size=20))
    def something_unreadable_comes(self, payload: bytes) -> None:
        self.world.hear("patrol/v1/yunda/button/btn-a/event", payload)

    @rule(
        command=st.sampled_from(["see", "accept", "dismiss", "shelve", "unshelve"]),
        which=st.integers(0, 5),
        who=st.integers(1, 3),
    )
    def a_person_commands(self, command: str, which: int, who: int) -> None:
        standing = self.world.open_alerts()
        if not standing:
            return
        payload: dict[str, Any] = {"reason": "seen on the camera", "minutes": 10}
        try:
            self.world.order(standing[which % len(standing)], command, by=who, **payload)
        except PatrolError:
            return

    @rule(kind=st.sampled_from([None, "door", "intrusion"]), minutes=st.integers(1, 30))
    def a_window_begins(self, kind: str | None, minutes: int) -> None:
        window = Window(1, minutes, "works", maintenance=True, place="g1-01", kind=kind)
        with self.world.sessions.begin() as session:
            register = self.world.register.current(session)
            silences.begin(session, window, register, by=1, now=self.world.now)

    @rule(which=st.integers(1, 5))
    def a_window_is_ended(self, which: int) -> None:
        with self.world.sessions.begin() as session:
            if session.get(Silence, which) is not None:
                register = self.world.register.current(session)
                silences.end(session, which, register, by=2, now=self.world.now)

    @rule(
        client=st.sampled_from(["a", "b"]),
        entity=st.sampled_from([None, "alert:1"]),
        leaves=st.booleans(),
    )
    def somebody_opens_a_card(self, client: str, entity: str | None, leaves: bool) -> None:  # noqa: FBT001
        with self.world.sessions.begin() as session:
            if leaves:
                presence.leave(session, client, self.world.now)
                return
            who = Onlooker(client, "web:1", "王强", 1)
            presence.open_card(session, who, 1, entity, self.world.now)

    @rule(which=st.integers(1, 6))
    def somebody_looks_at_a_refused_message(self, which: int) -> None:
        with self.world.sessions.begin() as session:
            if session.get(Quarantined, which) is not None:
                register = self.world.register.current(session)
                quarantine.resolve(session, register, which, by=1, now=self.world.now)

    @rule(number=st.integers(1, 3))
    def a_stranger_speaks_and_is_let_in(self, number: int) -> None:
        self.world.event(f"sensor/new-{number}", "tamper")
        with self.world.sessions.begin() as session:
            strange = Quarantined.reason == quarantine.UNKNOWN_DEVICE, Quarantined.resolved_at.is_(None)
            row = session.scalars(select(Quarantined).where(*strange)).first()
            if row is not None:
                newcomer = Newcomer(DeviceClass.SENSOR, f"new-{row.id}", "new", "g1-01")
                register = self.world.register.current(session)
                strangers.register_stranger(session, register, row.id, newcomer, by=1, now=self.world.now)

    @rule()
    def the_turns_of_a_group_change(self) -> None:
        with self.world.sessions.begin() as session:
            group = session.scalars(select(Place).where(Place.code == "g1-01")).one()
            rota = session.scalars(select(Rota).where(Rota.place_id == group.id)).one_or_none()
            if rota is None:
                duty_rotas.open_rota(session, group.id, kinds=duty_rotas.USUAL, now=self.world.now)
            else:
                duty_book.edit(session, rota.id, now=self.world.now)

    @rule(seconds=st.sampled_from([1, 20, 70, 700, 4000]))
    def time_passes(self, seconds: int) -> None:
        self.world.later(seconds=seconds)
        jobs: tuple[Callable[..., object], ...] = (
            raise_due_alerts.run,
            clear_due_alerts.run,
            unshelve.run,
            end_silences.run,
            fire_timers.run,
        )
        for job in jobs:
            with self.world.sessions.begin() as session:
                for part in ("ingest", "broker"):
                    beat(session, part, started_at=START, now=self.world.now, facts={})
                job(session, self.world.register.current(session), now=self.world.now)

    @invariant()
    def every_board_shows_what_a_fresh_one_would(self) -> None:
        for room in self.boards:
            for event in self.world.since(self.heads[room], room):
                assert event.seq == self.heads[room] + 1, "the numbers of a room have a gap"
                self.heads[room] = event.seq
                self.boards[room] = _known(room, self.boards[room], apply(self.boards[room], event))
            fresh = self.world.snapshot(room)
            assert self.boards[room] == fresh.state
            assert self.heads[room] == fresh.seq

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.engine.dispose()
        self.folder.cleanup()


def _known(room: str, before: State, after: State) -> State:
    """A room holds only the collections its snapshot has."""
    assert set(after) == set(before), f"{room} was told of something it does not hold"
    return after


TestLiveState = OldSnapshotAndStreamGiveTheFreshSnapshot.TestCase
TestLiveState.settings = settings(
    max_examples=400 if LONG else 40,
    stateful_step_count=25,
    deadline=None,
    phases=[ExamplePhase.explicit, ExamplePhase.reuse, ExamplePhase.generate],
)
"""Not shrunk: every step opens a database, and shrinking would outlast the test's time."""
