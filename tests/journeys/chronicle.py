"""What is left of a story in the database: the case, who was sent, and every line of the timeline."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from patrol.model.alerts import Alert
from patrol.model.incidents import Evaluation, Incident, IncidentEntry, Outside
from patrol.model.looks import Look
from patrol.model.people import Person
from patrol.model.places import Place
from patrol.model.roll_calls import RollCall, RollCallShop
from patrol.model.tasks import Task, Timer
from tests.journeys.house import House
from tests.journeys.test_kills import until

PATIENCE_S = 15.0


@dataclass(frozen=True)
class Case:
    """One incident by its number in the database; each look is a new one."""

    house: House
    id: int

    @property
    def entity(self) -> str:
        """How boards name it."""
        return f"incident:{self.id}"

    def row(self) -> Incident:
        """The case as it stands."""
        with self.house.reading() as session:
            return session.get_one(Incident, self.id)

    def entries(self, *verbs: str) -> list[IncidentEntry]:
        """The lines of its timeline, the oldest first; of some verbs only, or all."""
        lines = select(IncidentEntry).where(IncidentEntry.incident_id == self.id).order_by(IncidentEntry.id)
        with self.house.reading() as session:
            found = session.scalars(lines).all()
        return [line for line in found if not verbs or line.verb in verbs]

    def tasks(self) -> list[Task]:
        """Who was sent."""
        with self.house.reading() as session:
            mine = select(Task).where(Task.incident_id == self.id).order_by(Task.id)
            return list(session.scalars(mine))

    def states(self) -> list[str]:
        """How far each of those who were sent has come, sorted."""
        return sorted(str(task.state) for task in self.tasks())

    def outside(self) -> list[str]:
        """Who else has it: 110, 119."""
        with self.house.reading() as session:
            return list(session.scalars(select(Outside.body).where(Outside.incident_id == self.id)))

    def evaluated_by(self) -> set[str]:
        """In which roles somebody said how it went."""
        with self.house.reading() as session:
            return set(session.scalars(select(Evaluation.role).where(Evaluation.incident_id == self.id)))

    def roll_calls(self) -> list[tuple[int, dict[str, str], int]]:
        """Of each roll call: how many shops, which of them were not asked and why, how many answered."""
        lines = select(RollCallShop, Place.code).join(Place, Place.id == RollCallShop.place_id)
        found = []
        with self.house.reading() as session:
            for call in session.scalars(select(RollCall.id).where(RollCall.incident_id == self.id)):
                shops = session.execute(lines.where(RollCallShop.roll_call_id == call)).all()
                left_out = {code: shop.why_not for shop, code in shops if shop.why_not is not None}
                found.append((len(shops), left_out, sum(shop.answer is not None for shop, _ in shops)))
        return found

    def who(self, *verbs: str) -> list[str]:
        """The logins of who did these things, in order."""
        with self.house.reading() as session:
            people = dict(session.execute(select(Person.id, Person.login)).all())
        return [people.get(line.actor_id or 0, "") for line in self.entries(*verbs)]

    def five_steps(self) -> list[datetime | None]:
        """When it was discovered, accepted, dispatched, closed, evaluated; None: that step was not taken."""
        row = self.row()
        first = {line.verb: line.happened_at for line in reversed(self.entries())}
        return [
            row.discovered_at,
            row.accepted_at,
            first.get("dispatch"),
            row.closed_at,
            first.get("evaluate"),
        ]

    def lines_wait_for(self, verb: str) -> None:
        """Wait until the timeline has a line of this kind."""
        until(lambda: bool(self.entries(verb)), PATIENCE_S)

    def is_settled(self, *, steps: int = 5) -> None:
        """Nothing of it waits: its steps stand in order, no task is open, no timer runs, no alert rings."""
        taken = [at for at in self.five_steps() if at is not None]
        assert len(taken) == steps
        assert taken == sorted(taken)
        assert [task.unit for task in self.tasks() if task.settled_at is None] == []
        versions = [line.version for line in self.entries()]
        assert versions == sorted(versions)
        assert versions[-1] == self.row().version
        with self.house.reading() as session:
            runs = select(func.count(Timer.id)).where(
                Timer.incident_id == self.id, Timer.stopped_at.is_(None)
            )
            rings = select(func.count(Alert.id)).where(
                Alert.incident_id == self.id, Alert.closed_at.is_(None)
            )
            assert (session.scalar(runs), session.scalar(rings)) == (0, 0)


def raised(house: House, kind: str, happen: Callable[[], None]) -> str:
    """Let something happen, wait for the alert it raises, and name its card."""
    known = set(house.open_alerts(kind))
    happen()
    until(lambda: bool(set(house.open_alerts(kind)) - known), PATIENCE_S)
    (number,) = set(house.open_alerts(kind)) - known
    return f"alert:{number}"


def behind(house: House, alert: str) -> Case:
    """Give the case that an alert has become."""
    number = int(alert.partition(":")[2])
    with house.reading() as session:
        incident = session.get_one(Alert, number).incident_id
    assert incident is not None
    return Case(house, incident)


def reported(house: House, summary: str) -> Case:
    """Wait for a case that somebody reported in these words."""
    found: list[int] = []

    def came() -> bool:
        with house.reading() as session:
            told = session.scalars(select(Incident.id).where(Incident.summary == summary))
            found.extend(told)
        return bool(found)

    until(came, PATIENCE_S)
    return Case(house, found[0])


def looks_at(house: House, shop: str) -> list[tuple[str, str]]:
    """Who looked at the telephone number of a shop, and why."""
    looks = select(Person.login, Look.reason).join(Look, Look.person_id == Person.id)
    with house.reading() as session:
        here = looks.join(Place, Place.id == Look.place_id).where(Place.code == shop)
        return [(login, reason) for login, reason in session.execute(here.order_by(Look.id))]
