"""One incident inside one transaction: its tasks, its timers, its timeline, and one event at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.case_notices import tell_of_task
from patrol.actions.desk import AlertDesk
from patrol.actions.reckoning import reckon
from patrol.actions.timers import Watch
from patrol.cards.case_rules import CaseRules, case_rules
from patrol.cards.incidents import cards_of, is_shown
from patrol.cards.people import names
from patrol.cards.tasks import own_task_card
from patrol.cards.things import Card, code_of
from patrol.model.alerts import Alert
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.tasks import Task
from patrol.rules.case_words import TaskState
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.rooms import police_room, rooms_of, user_room


@dataclass(slots=True)
class CaseDesk:
    """Works on one incident whose row is locked. `happened_at` is the phone's clock, where it told one."""

    session: Session
    incident: Incident
    register: Register
    now: datetime
    actor_id: int | None = None
    happened_at: datetime | None = None
    rules: CaseRules = field(init=False)
    watch: Watch = field(init=False)
    tasks: list[Task] = field(init=False)
    facts: dict[str, Any] = field(default_factory=dict)
    """What the timeline's line of this command will say beside who and when."""

    def __post_init__(self) -> None:
        """Read what belongs to it."""
        self.rules = case_rules(self.session, self.incident.market_id, begun=self.incident.discovered_at)
        self.watch = Watch(self.session, self.incident.id, self.rules.spans, now=self.now)
        mine = select(Task).where(Task.incident_id == self.incident.id).order_by(Task.id)
        self.tasks = list(self.session.scalars(mine))

    @property
    def market(self) -> MarketEntry:
        """The market it is in."""
        return self.register.markets[self.incident.market_id]

    def open_tasks(self) -> list[Task]:
        """Give the tasks of which something is expected."""
        return [task for task in self.tasks if TaskState(task.state).open]

    def task(self, task_id: int | None) -> Task:
        """Give one of its tasks; the guards have made sure that there is one."""
        return next(task for task in self.tasks if task.id == task_id)

    def log(self, verb: str, facts: Mapping[str, Any], *, by_time: bool = False) -> None:
        """Append one line to the timeline with its three clocks; the version is the one it leads to."""
        self.session.add(
            IncidentEntry(
                incident_id=self.incident.id,
                verb=verb,
                actor_id=None if by_time else self.actor_id,
                happened_at=self.now if by_time else self.happened_at or self.now,
                received_at=self.now,
                recorded_at=self.now,
                version=self.incident.version,
                facts=dict(facts),
            )
        )

    def close_alerts(self, why: str) -> None:
        """Take the alerts that led here off every board."""
        desk = AlertDesk(self.session, self.register, now=self.now)
        for alert in self.linked_alerts():
            desk.close(alert, why, self.actor_id)
        desk.finish()

    def linked_alerts(self) -> list[Alert]:
        """Give its open alerts, locked."""
        linked = select(Alert).where(Alert.incident_id == self.incident.id, Alert.closed_at.is_(None))
        return list(self.session.scalars(linked.order_by(Alert.id).with_for_update()))

    def tell(self, event: str) -> Card:
        """Write what changed and post the whole card: to the market, the grid, the group, the police.

        What was told quietly is not told to the group: no shop in sight rings or shows it.
        """
        incident = self.incident
        incident.due_at = self.watch.due() if incident.closed_at is None else None
        self.session.flush()
        reckon(self.session, [incident], self.register)
        name_of = names(self.session)
        card = cards_of(self.session, [incident], self.register, name_of)[0][1]
        grid = code_of(self.register, incident.grid_id)
        group = None if incident.quiet else code_of(self.register, incident.group_id)
        outbox.post(
            self.session,
            (*rooms_of(self.market.code, grid, group), police_room(self.market.code)),
            event,
            entity=f"incident:{incident.id}",
            version=incident.version,
            body=card if is_shown(incident) else None,
            now=self.now,
        )
        return card

    def tell_doer(self, task: Task, event: str) -> None:
        """Tell the phone of the person who was sent; a car and a shop hear it in their rooms."""
        self.session.flush()
        if task.person_id is not None:
            card = own_task_card(task, self.incident, self.register, names(self.session))
            outbox.post(
                self.session,
                (user_room(task.person_id),),
                event,
                entity=f"task:{task.id}",
                version=task.version,
                body=card if TaskState(task.state).open else None,
                now=self.now,
            )
        tell_of_task(self.session, self.incident, task, event, self.register, now=self.now)
