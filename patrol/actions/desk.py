"""The open alerts of one transaction: raise, fold, clear, and tell every screen once at the end."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.alert_notices import tell_of_critical
from patrol.actions.together import write_alerts
from patrol.cards.things import alert_card, alert_is_shown, code_of, silence_card
from patrol.model.alerts import Alert, Silence
from patrol.model.people import Person
from patrol.rules.drafts import Draft
from patrol.rules.entries import Register
from patrol.rules.rooms import police_room, rooms_of
from patrol.rules.triage import may_hide
from patrol.rules.words import Attention, Condition, Severity, Verdict

_LOUDNESS = (
    "alert.changed",
    "alert.repeated",
    "alert.seen",
    "alert.cleared",
    "alert.shelved",
    "alert.linked",
    "alert.closed",
    "alert.rung",
    "alert.raised",
)
"""When one transaction does several things to an alert, the loudest names the event."""

_OPEN = select(Alert).where(
    Alert.fingerprint.in_(bindparam("fingerprints", expanding=True)), Alert.closed_at.is_(None)
)


class AlertDesk:
    """Works on alerts inside one open transaction; `finish` posts what changed."""

    def __init__(self, session: Session, register: Register, *, now: datetime) -> None:
        self._session = session
        self._register = register
        self._now = now
        self._open: dict[tuple[int, str], Alert] = {}
        self._told: dict[int, tuple[Alert, str]] = {}
        self._silences: list[Silence] | None = None
        self._hiding: dict[int, Silence] = {}
        self._critical: list[Alert] = []
        """New ones and those that grew graver: people are told of the critical ones among them."""

    def look_up(self, keys: Iterable[tuple[int, str]]) -> None:
        """Load the open alerts of these (market, fingerprint) in one query."""
        if fingerprints := [fingerprint for _, fingerprint in keys]:
            for alert in self._session.scalars(_OPEN, {"fingerprints": fingerprints}):
                self._open[(alert.market_id, alert.fingerprint)] = alert

    def standing(self, market_id: int, fingerprint: str) -> Alert | None:
        """Give the open alert of a fingerprint that was looked up."""
        return self._open.get((market_id, fingerprint))

    def raise_alert(self, draft: Draft) -> tuple[Alert, Verdict]:
        """Fold the draft into the open alert it belongs to, or open a new one."""
        standing = self.standing(draft.market_id, draft.fingerprint)
        if standing is not None:
            self._fold(standing, draft)
            return standing, Verdict.JOIN
        related = self._related(draft)
        if related is not None and may_hide(draft.kind):
            self._fold(related, draft)
            return related, Verdict.JOIN
        return self._open_new(draft, related)

    def clear(self, alert: Alert, why: str) -> None:
        """Say that the condition no longer holds. What may never be hidden never clears by itself."""
        if not may_hide(alert.kind) or alert.condition == Condition.CLEARED:
            return
        alert.condition = Condition.CLEARED
        alert.cleared_at = self._now
        alert.cleared_why = why
        alert.clear_at = None
        if alert.suppressed or alert.severity == Severity.NOTICE or alert.attention == Attention.SEEN:
            self.close(alert, why)
        self.tell(alert, "alert.cleared")

    def close(self, alert: Alert, why: str, by: int | None = None) -> None:
        """Take an alert off every board."""
        alert.closed_at = self._now
        alert.closed_by = by
        alert.close_reason = why
        self._open.pop((alert.market_id, alert.fingerprint), None)
        self.tell(alert, "alert.closed")

    def tell(self, alert: Alert, event: str) -> None:
        """Note that the boards must hear of an alert; the loudest event of a transaction wins."""
        before = self._told.get(id(alert), (alert, event))[1]
        self._told[id(alert)] = (alert, max(before, event, key=_LOUDNESS.index))

    def finish(self) -> None:
        """Write what changed and post one event for each alert and each window that hid something."""
        write_alerts(self._session, (alert for alert, _ in self._told.values()))
        self._session.flush()
        for alert, event in self._told.values():
            self._post_alert(alert, event)
        tell_of_critical(self._session, self._critical, self._register, now=self._now)
        for silence in self._hiding.values():
            silence.version += 1
            market = self._register.markets[silence.market_id]
            outbox.post(
                self._session,
                rooms_of(market.code),
                "silence.changed",
                entity=f"silence:{silence.id}",
                version=silence.version,
                body=silence_card(silence, self._register, self._name_of),
                now=self._now,
            )
        self._told.clear()
        self._critical.clear()
        self._hiding.clear()

    def _post_alert(self, alert: Alert, event: str) -> None:
        market = self._register.markets[alert.market_id]
        grid, group = code_of(self._register, alert.grid_id), code_of(self._register, alert.group_id)
        shown = alert_is_shown(alert)
        if alert.suppressed and alert.closed_at is None and event not in ("alert.closed", "alert.shelved"):
            return
        outbox.post(
            self._session,
            (*rooms_of(market.code, grid, group), police_room(market.code)),
            event if shown else "alert.closed",
            entity=f"alert:{alert.id}",
            version=alert.version,
            body=alert_card(alert, self._register, self._name_of) if shown else None,
            now=self._now,
        )

    def _name_of(self, person_id: int | None) -> str | None:
        person = self._session.get(Person, person_id) if person_id is not None else None
        return person.name if person else None

    def _fold(self, alert: Alert, draft: Draft) -> None:
        graver = draft.severity.rank < Severity(alert.severity).rank
        again = alert.condition == Condition.CLEARED
        if graver:
            alert.severity = draft.severity
            self._critical.append(alert)
            alert.due_at = min(filter(None, (alert.due_at, draft.due_at(self._now))))
        if draft.kind not in alert.kinds:
            alert.kinds = [*alert.kinds, draft.kind]
        alert.last_at = self._now
        alert.clear_at = draft.clear_at(self._now)
        alert.correlation = draft.correlation or alert.correlation
        alert.subject = {**alert.subject, **draft.subject}
        alert.media = list(draft.media) or alert.media
        alert.condition, alert.cleared_at, alert.cleared_why = Condition.ACTIVE, None, None
        if not draft.update:
            alert.count += 1
            self._count_hidden(alert)
        if graver or (not draft.update and not may_hide(draft.kind)):
            self._ring_again(alert)
        else:
            self.tell(alert, "alert.repeated" if again or not draft.update else "alert.changed")

    def _ring_again(self, alert: Alert) -> None:
        if alert.attention == Attention.SEEN:
            alert.attention = Attention.NEW
        alert.shelved_until = None
        self.tell(alert, "alert.rung")

    def _open_new(self, draft: Draft, related: Alert | None) -> tuple[Alert, Verdict]:
        hiding = self._hidden_by(draft)
        alert = Alert(
            market_id=draft.market_id,
            fingerprint=draft.fingerprint,
            kind=draft.kind,
            kinds=[draft.kind],
            category=draft.outcome.category,
            severity=draft.severity,
            rule=draft.rule,
            device_id=draft.device_id,
            place_id=draft.place_id,
            grid_id=draft.grid_id,
            group_id=draft.group_id,
            x=draft.x,
            y=draft.y,
            subject=dict(draft.subject),
            media=[dict(medium) for medium in draft.media],
            correlation=draft.correlation,
            happened_at=draft.happened_at,
            raised_at=self._now,
            last_at=self._now,
            due_at=draft.due_at(self._now),
            clear_at=draft.clear_at(self._now) if may_hide(draft.kind) else None,
            late=draft.late,
            at_startup=draft.at_startup,
            related_id=related.id if related else None,
            suppressed=hiding is not None,
            hidden_by=hiding.id if hiding else None,
        )
        self._session.add(alert)
        self._session.flush()
        self._open[(alert.market_id, alert.fingerprint)] = alert
        self._count_hidden(alert)
        if not alert.suppressed:
            self.tell(alert, "alert.raised")
            self._critical.append(alert)
        return alert, Verdict.STORE if alert.suppressed else Verdict.RING

    def _related(self, draft: Draft) -> Alert | None:
        """Give the most recent open alert at the same place that the rule may join."""
        correlate = draft.outcome.correlate
        if correlate is None:
            return None
        column = {
            "device": Alert.device_id,
            "place": Alert.place_id,
            "group": Alert.group_id,
            "grid": Alert.grid_id,
        }[correlate.by]
        at = getattr(draft, f"{correlate.by}_id")
        if at is None:
            return None
        statement = (
            select(Alert)
            .where(
                Alert.market_id == draft.market_id,
                Alert.closed_at.is_(None),
                Alert.suppressed.is_(False),
                Alert.kind.in_(correlate.kinds),
                column == at,
            )
            .order_by(Alert.last_at.desc())
        )
        found = self._session.scalars(statement.limit(1)).first()
        if found is None or (self._now - found.last_at).total_seconds() > correlate.within_s:
            return None
        return found

    def _hidden_by(self, draft: Draft) -> Silence | None:
        if not may_hide(draft.kind):
            return None
        if self._silences is None:
            self._silences = list(self._session.scalars(select(Silence).where(Silence.closed_at.is_(None))))
        above = self._register.ancestors(draft.place_id)
        return next((s for s in self._silences if s.covers(draft, above, now=self._now)), None)

    def _count_hidden(self, alert: Alert) -> None:
        if alert.suppressed and alert.hidden_by is not None:
            silence = self._session.get_one(Silence, alert.hidden_by)
            silence.hidden += 1
            self._hiding[silence.id] = silence
