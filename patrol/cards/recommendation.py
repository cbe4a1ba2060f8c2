"""Whom to send first to an incident, who else could go, and why not the others."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
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
from patrol.rules.nearest import Candidate, Reason, first_choice
from patrol.rules.quiet import IN_SIGHT_M
from patrol.rules.words import Category, Severity

GONE = {TaskState.CANNOT: "could_not_come", TaskState.WITHDRAWN: "called_back"}
"""Why nobody is asked a second time for the same thing unless a person chooses so."""


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
    free = still_to_ask(weigh(session, incident, register, now=now), known, incident.round)
    needs = still_needed(incident, known, rules)
    return {
        "needs": needs,
        "first": list(first_choice(free, needs)),
        "units": shown(free),
        "gate": rules.gate,
    }


def still_to_ask(ranked: Iterable[Candidate], tasks: Sequence[Task], round_: int) -> list[Candidate]:
    """Leave out who is there; put whoever was called back, or could not come, in this round last and say so.

    It rules nobody out of being sent again: a call back may have been a slip.
    """
    there = {task.unit for task in tasks if TaskState(task.state).open}
    latest = {task.unit: TaskState(task.state) for task in tasks if task.round == round_}
    over = {unit: Reason(GONE[state]) for unit, state in latest.items() if state in GONE}
    weighed = [
        replace(one, reasons=(), why_not=(over[one.unit.ref], *one.why_not)) if one.unit.ref in over else one
        for one in ranked
        if one.unit.ref not in there
    ]
    return sorted(weighed, key=lambda one: bool(one.why_not))


def still_needed(incident: Incident, tasks: Iterable[Task], rules: CaseRules) -> dict[str, int]:
    """Give what the run card asks for and nobody who was sent in this round covers."""
    wanted = rules.cards.who(Category(incident.category), Severity(incident.severity))
    there = [task.part for task in tasks if task.round == incident.round and task.state not in GONE]
    return run_cards.lacking(wanted, there)
