"""Signals that do not make an alert yet: they wait for more of their kind, or for a delay to pass."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from patrol.actions.desk import AlertDesk
from patrol.model.alerts import Alert, Pending
from patrol.rules.drafts import Draft, ready, recent
from patrol.rules.triage import Correlate, Fold, Outcome, Repeats, may_hide
from patrol.rules.words import Category, Severity, Verdict


def raise_when_ready(
    session: Session, desk: AlertDesk, draft: Draft, *, now: datetime
) -> tuple[Alert, Verdict] | None:
    """Raise or fold at once what need not wait; else note the signal and give None."""
    waits = (draft.outcome.delay_s or draft.outcome.repeats) and may_hide(draft.kind)
    if not waits or desk.standing(draft.market_id, draft.fingerprint) is not None:
        return desk.raise_alert(draft)
    pending = _pending(session, draft.market_id, draft.fingerprint)
    times = recent([*(pending.times if pending else []), now.timestamp()], draft.outcome, now=now.timestamp())
    if ready(times, draft.outcome, now=now.timestamp()):
        if pending is not None:
            session.delete(pending)
        return desk.raise_alert(draft)
    _keep(session, pending, draft, times)
    return None


def drop(session: Session, market_id: int, fingerprints: Iterable[str]) -> None:
    """Forget what waited: the condition ended before its alert was due."""
    session.execute(
        delete(Pending).where(Pending.market_id == market_id, Pending.fingerprint.in_(list(fingerprints)))
    )


def due(session: Session, *, now: datetime) -> list[tuple[Pending, Draft]]:
    """Give what has waited long enough, oldest first."""
    rows = session.scalars(select(Pending).where(Pending.due_at <= now).order_by(Pending.due_at, Pending.id))
    return [(row, read_draft(row.draft)) for row in rows]


def _pending(session: Session, market_id: int, fingerprint: str) -> Pending | None:
    statement = select(Pending).where(Pending.market_id == market_id, Pending.fingerprint == fingerprint)
    return session.scalars(statement).one_or_none()


def _keep(session: Session, pending: Pending | None, draft: Draft, times: list[float]) -> None:
    outcome = draft.outcome
    due_at = None
    if outcome.delay_s and not outcome.repeats:
        due_at = datetime.fromtimestamp(times[0], UTC) + timedelta(seconds=outcome.delay_s)
    if pending is None:
        pending = Pending(
            market_id=draft.market_id,
            fingerprint=draft.fingerprint,
            rule=draft.rule,
            times=times,
            due_at=due_at,
            draft=write_draft(draft),
        )
        session.add(pending)
        session.flush()
        return
    pending.times, pending.due_at, pending.draft = times, due_at, write_draft(draft)


def write_draft(draft: Draft) -> dict[str, Any]:
    """A draft as a document."""
    document = asdict(draft)
    document["happened_at"] = draft.happened_at.isoformat()
    if draft.outcome.correlate:
        document["outcome"]["correlate"]["kinds"] = sorted(draft.outcome.correlate.kinds)
    return document


def read_draft(document: Mapping[str, Any]) -> Draft:
    """The draft a document was written from."""
    known = {field.name for field in fields(Draft)}
    held = {name: value for name, value in document.items() if name in known}
    return Draft(
        **{
            **held,
            "outcome": _outcome(document["outcome"]),
            "severity": Severity(document["severity"]),
            "happened_at": datetime.fromisoformat(document["happened_at"]),
            "media": tuple(document["media"]),
        }
    )


def _outcome(document: Mapping[str, Any]) -> Outcome:
    repeats, correlate = document["repeats"], document["correlate"]
    severity = document["severity"]
    return Outcome(
        category=Category(document["category"]),
        severity=Severity(severity) if severity else None,
        fold=Fold(document["fold"]),
        delay_s=document["delay_s"],
        repeats=Repeats(**repeats) if repeats else None,
        auto_clear_s=document["auto_clear_s"],
        correlate=Correlate(Fold(correlate["by"]), correlate["within_s"], frozenset(correlate["kinds"]))
        if correlate
        else None,
    )
