"""Which job runs how often."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from patrol.jobs import (
    ask_who_watches,
    clear_due_alerts,
    climb_missed_duty,
    count_lead_ballots,
    empty_inboxes,
    end_silences,
    expire_duty_requests,
    extend_duty,
    find_silent_devices,
    fire_timers,
    forget_off_shift,
    forget_old_records,
    keep_ledger,
    keep_rosters,
    keep_rounds,
    keep_slices,
    measure_coverage,
    raise_due_alerts,
    reckon_incidents,
    remind_of_visits,
    sweep_presence,
    tell_of_duty,
    unshelve,
    watch_handovers,
    watch_readiness,
)
from patrol.rules.entries import Register


class Job(Protocol):
    """What time does, in a transaction that somebody else opens and commits."""

    def __call__(self, session: Session, register: Register, /, *, now: datetime) -> None:
        """Do what is due at `now`; nothing when it was done already."""


class Due(Protocol):
    """A look that only reads: is there anything to do?"""

    def __call__(self, session: Session, /, *, now: datetime) -> bool:
        """Say whether the job would find something."""


def always(_session: Session, /, *, now: datetime) -> bool:
    """Say yes: the job finds out itself."""
    del now
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, the seconds between two looks, and the look that spares a transaction when nothing is due."""

    job: Job
    every_s: float
    due: Due = always


TIMETABLE: Mapping[str, Entry] = {
    "raise_due_alerts": Entry(raise_due_alerts.run, 0.5, raise_due_alerts.is_due),
    "clear_due_alerts": Entry(clear_due_alerts.run, 1.0, clear_due_alerts.is_due),
    "fire_timers": Entry(fire_timers.run, 0.5, fire_timers.is_due),
    "unshelve": Entry(unshelve.run, 1.0, unshelve.is_due),
    "end_silences": Entry(end_silences.run, 1.0, end_silences.is_due),
    "climb_missed_duty": Entry(climb_missed_duty.run, 5.0, climb_missed_duty.is_due),
    "expire_duty_requests": Entry(expire_duty_requests.run, 30.0, expire_duty_requests.is_due),
    "count_lead_ballots": Entry(count_lead_ballots.run, 30.0, count_lead_ballots.is_due),
    "extend_duty": Entry(extend_duty.run, 1.0, extend_duty.is_due),
    "tell_of_duty": Entry(tell_of_duty.run, 10.0, tell_of_duty.is_due),
    "remind_of_visits": Entry(remind_of_visits.run, 300.0, remind_of_visits.is_due),
    "measure_coverage": Entry(measure_coverage.run, 20.0, measure_coverage.is_due),
    "keep_ledger": Entry(keep_ledger.run, 2.0, keep_ledger.is_due),
    "keep_rounds": Entry(keep_rounds.run, 5.0, keep_rounds.is_due),
    "keep_rosters": Entry(keep_rosters.run, 2.0, keep_rosters.is_due),
    "watch_handovers": Entry(watch_handovers.run, 5.0, watch_handovers.is_due),
    "find_silent_devices": Entry(find_silent_devices.run, 5.0),
    "reckon_incidents": Entry(reckon_incidents.run, 60.0, reckon_incidents.is_due),
    "sweep_presence": Entry(sweep_presence.run, 10.0, sweep_presence.is_due),
    "watch_readiness": Entry(watch_readiness.run, 30.0),
    "ask_who_watches": Entry(ask_who_watches.run, 10.0),
    "empty_inboxes": Entry(empty_inboxes.run, 300.0, empty_inboxes.is_due),
    "forget_off_shift": Entry(forget_off_shift.run, 30.0),
    "forget_old_records": Entry(forget_old_records.run, 60.0),
    "keep_slices": Entry(keep_slices.run, 300.0),
}
"""What is due stands in rows, so a look that comes late fires once."""
