"""The clockwork: looks at every job in its turn, under the lease, and gives a sign of life."""

import logging
import socket
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from patrol.actions import heartbeats
from patrol.clock import Clock, system_clock
from patrol.db import Sessions, make_engine, make_readers, make_sessions
from patrol.gauge import own_size
from patrol.jobs import deliver_notices, lease, solve_rosters
from patrol.jobs.deliver_notices import Postman, open_office
from patrol.jobs.punctuality import Punctuality
from patrol.jobs.solve_rosters import Planner
from patrol.jobs.timetable import TIMETABLE, Entry, Job
from patrol.migrations import require_current
from patrol.queries.register import RegisterCache
from patrol.rules.entries import Register
from patrol.settings import Settings

PART = "jobs"
PULSE_S = 2.0
_log = logging.getLogger("patrol.jobs")


class Clockwork:
    """One scheduler's hands: each look is one transaction, and only under the lease."""

    def __init__(self, sessions: Sessions, readers: Sessions, clock: Clock, holder: str) -> None:
        self._sessions = sessions
        self._readers = readers
        self._clock = clock
        self._holder = holder
        self._registers = RegisterCache()
        self._started_at = clock()
        self._acting = False
        self.punctuality = Punctuality()

    def look(self, name: str, entry: Entry) -> None:
        """Do one job if there is anything to do; what fails is tried again at its next turn.

        Most looks find nothing, and a look that only reads keeps nobody from writing.
        """
        with self.punctuality.turn(name, entry.every_s) as turn:
            try:
                with self._readers() as session:
                    if not entry.due(session, now=self._clock()):
                        return
                turn.acted = self._act(entry.job)
            except SQLAlchemyError as error:
                turn.failed = True
                _log.error("%s: the database: %s", name, str(error).splitlines()[0])
            except Exception:  # noqa: BLE001 - one broken job must not stop the clock
                turn.failed = True
                _log.exception("%s failed and is tried again", name)

    def pulse(self) -> None:
        """Keep the lease, and say that time is being kept."""
        self.look("pulse", Entry(self._beat, PULSE_S))

    def _act(self, job: Job) -> bool:
        """Do it, unless another one keeps the time."""
        with self._sessions.begin() as session:
            now = self._clock()
            ours = self.holds(session, now)
            if ours:
                job(session, self._registers.current(session), now=now)
        return ours

    def _beat(self, session: Session, _register: Register, *, now: datetime) -> None:
        facts = self.punctuality.card() | own_size()
        heartbeats.beat(session, PART, started_at=self._started_at, now=now, facts=facts)

    def holds(self, session: Session, now: datetime) -> bool:
        """Take or keep the lease in this transaction, and say whether it is ours."""
        acting = lease.hold(session, self._holder, now=now)
        if acting != self._acting:
            _log.info("keeps the time now" if acting else "waits: another one keeps the time")
            self._acting = acting
        return acting

    def let_go(self) -> None:
        """Give the lease back at the end."""
        with self._sessions.begin() as session:
            lease.let_go(session, self._holder, now=self._clock())


def run(settings: Settings, *, ready: Callable[[], None], stop: Event) -> None:
    """Keep the time until `stop`; `ready` is called once it is kept."""
    engine = make_engine(settings.database_url)
    require_current(engine)
    holder = f"{socket.gethostname()[:40]}:{uuid.uuid4().hex[:12]}"
    sessions, readers = make_sessions(engine), make_readers(engine)
    clockwork = Clockwork(sessions, readers, system_clock, holder)
    postman = Postman(open_office(settings, sessions, readers, system_clock, clockwork.holds))
    planner = Planner(sessions, readers, system_clock, clockwork.holds)
    scheduler = _scheduler(clockwork, postman, planner)
    clockwork.pulse()
    scheduler.start()
    ready()
    stop.wait()
    planner.close()
    scheduler.shutdown(wait=True)
    postman.close()
    clockwork.let_go()
    engine.dispose()


def _scheduler(clockwork: Clockwork, postman: Postman, planner: Planner) -> BackgroundScheduler:
    """A look that comes late is made once; pulse, post and rosters have a thread of their own each.

    That a look is left out while the last one still runs is as it should be, and not worth a line.
    """
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={
            "default": ThreadPoolExecutor(1),
            "pulse": ThreadPoolExecutor(1),
            "post": ThreadPoolExecutor(1),
            "rosters": ThreadPoolExecutor(1),
        },
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    for name, entry in TIMETABLE.items():
        scheduler.add_job(clockwork.look, "interval", (name, entry), seconds=entry.every_s, id=name)
    scheduler.add_job(clockwork.pulse, "interval", seconds=PULSE_S, id="pulse", executor="pulse")
    timed, every = clockwork.punctuality.timed, deliver_notices.EVERY_S
    post = timed("deliver_notices", every, postman.round)
    scheduler.add_job(post, "interval", seconds=every, id="post", executor="post")
    every = solve_rosters.EVERY_S
    rosters = timed("solve_rosters", every, planner.round)
    scheduler.add_job(rosters, "interval", seconds=every, id="rosters", executor="rosters")
    return scheduler
