"""Whom to send first to an incident, who else could go, and why not the others."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol.cards.case_rules import CaseRules
from patrol.cards.units import candidates, shown
from patrol.model.incidents import Incident
from patrol.model.tasks import Task
from patrol.rules import run_cards
from patrol.rules.case_words import TaskState
from patrol.rules.entries import Register
from patrol.rules.nearest import Candidate, first_choice
from patrol.rules.quiet import IN_SIGHT_M
from patrol.rules.words import Category, Severity

GONE = (TaskState.CANNOT, TaskState.WITHDRAWN)


def weigh(
    session: Session,
    incident: Incident,
    register: Register,
    *,
    now: datetime,
    named: frozenset[str] = frozenset(),
) -> list[Candidate]:
    """Weigh everybody who could be sent, the best first."""
    known = incident.x is not None and incident.y is not None
    return candidates(
        session,
        register.markets[incident.market_id],
        register,
        to=(incident.x or 0.0, incident.y or 0.0) if known else None,
        place_id=incident.place_id,
        now=now,
        named=named,
        hushed_m=IN_SIGHT_M if incident.quiet else 0.0,
    )


def recommend(
    session: Session,
    incident: Incident,
    tasks: Iterable[Task],
    rules: CaseRules,
    register: Register,
    *,
    now: datetime,
) -> dict[str, Any]:
    """Say who should go first: what the run card still lacks, filled with the best of each part."""
    known = list(tasks)
    there = {task.unit for task in known if TaskState(task.state).open}
    ranked = weigh(session, incident, register, now=now)
    free = [candidate for candidate in ranked if candidate.unit.ref not in there]
    needs = still_needed(incident, known, rules)
    return {
        "needs": needs,
        "first": list(first_choice(free, needs)),
        "units": shown(free),
        "gate": rules.gate,
    }


def still_needed(incident: Incident, tasks: Iterable[Task], rules: CaseRules) -> dict[str, int]:
    """Give what the run card asks for and nobody who was sent in this round covers."""
    wanted = rules.cards.who(Category(incident.category), Severity(incident.severity))
    there = [task.part for task in tasks if task.round == incident.round and task.state not in GONE]
    return run_cards.lacking(wanted, there)
