"""What became of incidents, gathered for the figures: a handful of queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from patrol.model.alerts import Alert
from patrol.model.figures import Dispute
from patrol.model.incidents import Evaluation, Incident, Outside
from patrol.model.tasks import Task, Timer
from patrol.rules.case_life import Life, Said, Sent, Wait
from patrol.rules.case_words import Result, Source, TaskState, TimerKind
from patrol.rules.words import Severity, Step

Facts = Row[*tuple[Any, ...]]
Rows = Mapping[int, list[Facts]]
_WAIT = (Timer.kind, Timer.started_at, Timer.due_at, Timer.stopped_at, Timer.fired_at, Timer.task_id)
_SENT = (Task.sent_at, Task.answered_at, Task.arrived_at, Task.settled_at, Task.state)
_SAID = (Evaluation.round, Evaluation.role, Evaluation.at, Evaluation.scores)
_DISPUTED = (Dispute.round, Dispute.item, Dispute.granted)


def lives_of(session: Session, incidents: Iterable[Incident]) -> dict[int, Life]:
    """Gather the lives of incidents, by id."""
    wanted = list(incidents)
    ids = [incident.id for incident in wanted]
    waits = _rows(session, Timer.incident_id, _WAIT, ids, Timer.level == 1)
    sent = _rows(session, Task.incident_id, _SENT, ids)
    over = [incident.id for incident in wanted if incident.closed_at is not None]
    said = _rows(session, Evaluation.incident_id, _SAID, over)
    disputed = _rows(session, Dispute.incident_id, _DISPUTED, over)
    outside = set(session.scalars(select(Outside.incident_id).where(Outside.incident_id.in_(ids))))
    return {
        i.id: _life(i, waits[i.id], sent[i.id], said[i.id], disputed[i.id], outside=frozenset(outside))
        for i in wanted
    }


def origins_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[int | None, str]]:
    """Give the device and the rule of the first alert behind each incident."""
    linked = select(Alert.incident_id, Alert.device_id, Alert.rule).where(Alert.incident_id.in_(ids))
    found: dict[Any, tuple[int | None, str]] = {}
    for incident_id, device_id, rule in session.execute(linked.order_by(Alert.id)):
        found.setdefault(incident_id, (device_id, rule))
    return found


def _rows(session: Session, owner: Any, columns: Sequence[Any], ids: Sequence[int], *more: Any) -> Rows:
    """Rows by incident, in the order in which they were made."""
    found: dict[int, list[Facts]] = defaultdict(list)
    if not ids:
        return found
    statement = select(owner, *columns).where(owner.in_(ids), *more).order_by(owner.class_.id)
    for row in session.execute(statement):
        found[row[0]].append(row)
    return found


def _life(
    incident: Incident,
    waits: Sequence[Facts],
    sent: Sequence[Facts],
    said: Sequence[Facts],
    disputed: Sequence[Facts],
    *,
    outside: frozenset[int],
) -> Life:
    """What was said and objected in an earlier round is of a work that was done again."""
    mine = [row for row in disputed if row.round == incident.round]
    return Life(
        step=Step(incident.step),
        severity=Severity(incident.severity),
        discovered_at=incident.discovered_at,
        drill=incident.drill,
        source=Source(incident.source),
        accepted_at=incident.accepted_at,
        closed_at=incident.closed_at,
        result=Result(incident.result) if incident.result else None,
        verified=incident.verified_by is not None,
        self_closed=incident.self_closed,
        checked=incident.checked_by is not None,
        returned=incident.returned,
        reworked=incident.reworked,
        holds=incident.holds,
        extended=incident.extended,
        round=incident.round,
        outside=incident.id in outside,
        waits=tuple(Wait(TimerKind(kind), *rest) for _, kind, *rest in waits),
        sent=tuple(_sent(row) for row in sent),
        said=tuple(
            Said(row.role, row.at, tuple(row.scores.values())) for row in said if row.round == incident.round
        ),
        disputed=bool(mine),
        dispute_waits=any(row.granted is None for row in mine),
        struck=frozenset(row.item for row in mine if row.granted),
    )


def _sent(row: Facts) -> Sent:
    _, sent_at, answered_at, arrived_at, settled_at, state = row
    return Sent(sent_at, answered_at, arrived_at, settled_at, done=state == TaskState.DONE)
