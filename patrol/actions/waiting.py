"""Signals that do not make an alert yet: they wait for more of their kind, or for a delay to pass."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from patrol.actions.desk import AlertDesk
from patrol.model.alerts import Alert, Pending
from patrol.rules.drafts import Draft, ready, recent
from patrol.rules.triage import Correlate, Fold, Outcome, Repeats, may_hide
from patrol.rules.words import Category, Severity, Verdict

_WAITING = select(Pending).where(Pending.fingerprint.in_(bindparam("fingerprints", expanding=True)))


class WaitingRoom:
    """What waits, as far as one transaction has to do with it."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._session = session
        self._now = now
        self._held: dict[tuple[int, str], Pending] = {}

    def look_up(self, keys: Iterable[tuple[int, str]]) -> None:
        """Load what waits under these (market, fingerprint) in one query."""
        if fingerprints := [fingerprint for _, fingerprint in keys]:
            rows = self._session.scalars(_WAITING, {"fingerprints": fingerprints})
            self._held |= {(row.market_id, row.fingerprint): row for row in rows}

    def raise_when_ready(self, desk: AlertDesk, draft: Draft) -> tuple[Alert, Verdict] | None:
        """Raise or fold at once what need not wait; else note the signal and give None."""
        key = (draft.market_id, draft.fingerprint)
        if not may_wait(draft) or desk.standing(*key) is not None:
            return desk.raise_alert(draft)
        held, now = self._held.get(key), self._now.timestamp()
        times = recent([*(held.times if held else []), now], draft.outcome, now=now)
        if ready(times, draft.outcome, now=now):
            self.drop(*key)
            return desk.raise_alert(draft)
        self._keep(held, draft, times)
        return None

    def drop(self, market_id: int, fingerprint: str) -> None:
        """Forget what waited: the condition ended, or its alert stands now."""
        held = self._held.pop((market_id, fingerprint), None)
        if held is None:
            return
        if held in self._session.new:  # it began and ended in one batch
            self._session.expunge(held)
        else:
            self._session.delete(held)
            self._session.flush()

    def _keep(self, held: Pending | None, draft: Draft, times: list[float]) -> None:
        due_at = None
        if draft.outcome.delay_s and not draft.outcome.repeats:
            due_at = datetime.fromtimestamp(times[0], UTC) + timedelta(seconds=draft.outcome.delay_s)
        if held is not None:
            held.times, held.due_at, held.draft = times, due_at, write_draft(draft)
            return
        pending = Pending(
            market_id=draft.market_id,
            fingerprint=draft.fingerprint,
            rule=draft.rule,
            times=times,
            due_at=due_at,
            draft=write_draft(draft),
        )
        self._session.add(pending)
        self._held[(draft.market_id, draft.fingerprint)] = pending


def may_wait(draft: Draft) -> bool:
    """Say whether its rule wants a delay or more of its kind first."""
    return bool(draft.outcome.delay_s or draft.outcome.repeats) and may_hide(draft.kind)


def due(session: Session, *, now: datetime) -> list[tuple[Pending, Draft]]:
    """Give what has waited long enough, oldest first."""
    rows = session.scalars(select(Pending).where(Pending.due_at <= now).order_by(Pending.due_at, Pending.id))
    return [(row, read_draft(row.draft)) for row in rows]


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
