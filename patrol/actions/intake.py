"""One batch of messages, stored and decided in the one transaction that is open."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions import button_tests, device_states, off_shift, quarantine
from patrol.actions.arrivals import Arrival, Heard, arrivals, unknown
from patrol.actions.desk import AlertDesk
from patrol.actions.together import write_states
from patrol.actions.triage import Clear, Intent, Scene, intents
from patrol.actions.waiting import WaitingRoom, may_wait
from patrol.bulk import Bulk
from patrol.cards.things import device_row
from patrol.model.alerts import Alert
from patrol.model.devices import DeviceState
from patrol.model.signals import SignalKey, SignalRecord
from patrol.rules import retention
from patrol.rules.drafts import Draft
from patrol.rules.entries import DeviceEntry, Register
from patrol.rules.rooms import rooms_of
from patrol.rules.words import NEVER_HIDDEN, DeviceStatus, Kind, Verdict

_KEYS = Bulk(cast(Table, SignalKey.__table__), ("dedupe", "received_at", "forget_at"))
_RECORDS = cast(Table, SignalRecord.__table__)
_SIGNALS = Bulk(_RECORDS, [column.name for column in _RECORDS.c if column.name != "id"])
_STATES = (
    select(DeviceState)
    .where(DeviceState.device_id.in_(bindparam("ids", expanding=True)))
    .order_by(DeviceState.device_id)
    .with_for_update()  # another ingest, or the search for silent devices, may look at them too
)
LOST = (DeviceStatus.OFFLINE, DeviceStatus.SILENT)


@dataclass(slots=True)
class Taken:
    """What became of a batch: `moved` are states by device id, `told` says that screens will hear of it."""

    stored: int = 0
    known: int = 0
    refused: int = 0
    told: bool = False
    moved: dict[int, DeviceState] = field(default_factory=dict)


def take(
    session: Session,
    heard: Sequence[Heard],
    register: Register,
    *,
    market_code: str | None,
    now: datetime,
) -> Taken:
    """Store a batch: signals once each, states, alerts, quarantine, and what the screens are told."""
    all_of_it = arrivals(heard, register, market_code=market_code)
    fresh = unknown(session, all_of_it)
    refused = quarantine.set_aside(session, heard, fresh, register, market_code=market_code, now=now)
    batch = _Batch(session, register, now)
    moved = batch.take(off_shift.without_places(session, fresh, now=now))
    return Taken(len(fresh), len(all_of_it) - len(fresh), refused, moved=moved)


class _Batch:
    """The steps of one batch, in their order; it lives as long as its transaction."""

    def __init__(self, session: Session, register: Register, now: datetime) -> None:
        self._session = session
        self._register = register
        self._now = now
        self._waiting = WaitingRoom(session, now=now)
        self._states: dict[int, DeviceState] = {}
        self._changed: dict[int, DeviceEntry] = {}
        self._moved: dict[int, DeviceState] = {}

    def take(self, fresh: Sequence[Arrival]) -> dict[int, DeviceState]:
        """Update states, decide, act, write the records."""
        self._load_states(fresh)
        wishes = [list(self._hear(arrival)) for arrival in fresh]
        wishes = button_tests.hold_back(self._session, fresh, wishes, now=self._now)
        desk = AlertDesk(self._session, self._register, now=self._now)
        with self._session.no_autoflush:  # only states changed so far; they are written once, at the end
            desk.look_up(_fingerprints(wishes))
            self._waiting.look_up(_fingerprints(wishes, only=may_wait))
        ended = self._by_correlation(wishes)
        answers = [self._act(desk, arrival, wish, ended) for arrival, wish in zip(fresh, wishes, strict=True)]
        write_states(self._session, self._states.values())
        self._record(fresh, answers)
        self._post_devices()
        desk.finish()
        return self._moved

    def _load_states(self, fresh: Sequence[Arrival]) -> None:
        ids = {arrival.device.id for arrival in fresh if arrival.device}
        ids |= {arrival.device.parent_id for arrival in fresh if arrival.device and arrival.device.parent_id}
        rows = self._session.scalars(_STATES, {"ids": list(ids)}) if ids else ()
        self._states = {row.device_id: row for row in rows}

    def _state(self, device: DeviceEntry) -> DeviceState:
        if device.id not in self._states:
            self._states[device.id] = DeviceState(device_id=device.id)
            self._session.add(self._states[device.id])
        return self._states[device.id]

    def _hear(self, arrival: Arrival) -> list[Intent]:
        device, market = arrival.device, arrival.market
        if device is None or market is None:
            return list(intents(arrival, [], self._register))
        state = self._state(device)
        wishes: list[Intent] = []
        if device_states.hear(state, arrival):
            self._changed[device.id] = device
            if state.status == DeviceStatus.ONLINE:
                scene = Scene(self._register, market, device, arrival)
                wishes += [scene.clear(kind, "online") for kind in (Kind.DEVICE_OFFLINE, Kind.DEVICE_SILENT)]
        edges = device_states.moved(state, arrival, device, market)
        if device_states.place(state, arrival):
            self._moved[device.id] = state
        turns = device_states.turn(state, arrival)
        parent = self._states.get(device.parent_id) if device.parent_id else None
        lost = parent is not None and parent.status in LOST
        wishes += intents(arrival, turns, self._register, parent_lost=lost)
        scene = Scene(self._register, market, device, arrival)
        for edge in edges:
            wishes += scene.draft(edge.kind) if edge.begins else [scene.clear(edge.kind, "ended")]
        return wishes

    def _by_correlation(self, wishes: list[list[Intent]]) -> dict[tuple[int, str], list[Alert]]:
        ended = {wish.correlation for each in wishes for wish in each if isinstance(wish, Clear)}
        found: dict[tuple[int, str], list[Alert]] = defaultdict(list)
        if wanted := ended - {None}:
            statement = select(Alert).where(Alert.correlation.in_(wanted), Alert.closed_at.is_(None))
            for alert in self._session.scalars(statement):
                found[(alert.market_id, alert.correlation or "")].append(alert)
        return found

    def _act(
        self,
        desk: AlertDesk,
        arrival: Arrival,
        wishes: list[Intent],
        ended: dict[tuple[int, str], list[Alert]],
    ) -> tuple[Verdict, int | None]:
        verdict, alert_id = _without_alert(arrival), None
        for wish in wishes:
            if isinstance(wish, Clear):
                self._clear(desk, wish, ended)
                continue
            answer = self._waiting.raise_when_ready(desk, wish)
            if answer is not None:
                alert, verdict = answer
                alert_id = alert.id
        return verdict, alert_id

    def _clear(self, desk: AlertDesk, wish: Clear, ended: dict[tuple[int, str], list[Alert]]) -> None:
        for key in wish.keys:
            self._waiting.drop(wish.market_id, key)
        standing = [alert for key in wish.keys if (alert := desk.standing(wish.market_id, key))]
        standing += ended.get((wish.market_id, wish.correlation or ""), [])
        for alert in standing:
            mine = wish.device_id is None or alert.device_id == wish.device_id
            newest = wish.correlation is None or alert.correlation in (None, wish.correlation)
            if mine and newest:
                desk.clear(alert, wish.why)

    def _record(self, fresh: Sequence[Arrival], answers: list[tuple[Verdict, int | None]]) -> None:
        rows = [
            _row(arrival, verdict, alert_id, now=self._now)
            for arrival, (verdict, alert_id) in zip(fresh, answers, strict=True)
        ]
        into = self._session.connection()
        _KEYS.insert(into, [_key(row) for row in rows])
        _SIGNALS.insert(into, rows)

    def _post_devices(self) -> None:
        for device in self._changed.values():
            state = self._states[device.id]
            market = self._register.markets[device.market_id]
            outbox.post(
                self._session,
                rooms_of(market.code),
                f"device.{state.status}",
                entity=f"device:{device.code}",
                version=state.version,
                body=device_row(device, state),
                now=self._now,
            )


def _fingerprints(
    wishes: list[list[Intent]], only: Callable[[Draft], bool] = lambda _draft: True
) -> set[tuple[int, str]]:
    keys = set()
    for wish in (wish for each in wishes for wish in each):
        if isinstance(wish, Draft):
            if only(wish):
                keys.add((wish.market_id, wish.fingerprint))
        else:
            keys |= {(wish.market_id, key) for key in wish.keys}
    return keys


def _without_alert(arrival: Arrival) -> Verdict:
    """Name what becomes of a signal that raised nothing."""
    if arrival.signal.phase == "state":
        return Verdict.STATE
    if arrival.signal.level is not None and arrival.signal.level_on and arrival.signal.kind in NEVER_HIDDEN:
        return Verdict.JOIN
    return Verdict.STORE


def _key(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "dedupe": row["dedupe"],
        "received_at": row["received_at"],
        "forget_at": row["received_at"] + retention.KEYS[row["keep"]],
    }


def _row(arrival: Arrival, verdict: Verdict, alert_id: int | None, *, now: datetime) -> dict[str, Any]:
    signal, fix = arrival.signal, arrival.signal.fix
    return {
        "market_id": arrival.market.id if arrival.market else None,
        "device_id": arrival.device.id if arrival.device else None,
        "alert_id": alert_id,
        "dedupe": arrival.key,
        "keep": retention.keep_of(signal.kind, alert_id=alert_id),
        "source": signal.device.source,
        "kind": signal.kind[:64],
        "phase": signal.phase,
        "severity": signal.severity,
        "verdict": verdict,
        "happened_at": signal.happened_at or arrival.message.received_at,
        "received_at": arrival.message.received_at,
        "recorded_at": now,
        "time_quality": arrival.clock.quality,
        "late": arrival.clock.late,
        "lat": fix.lat if fix else None,
        "lon": fix.lon if fix else None,
        "acc_m": fix.acc_m if fix else None,
        "correlation": signal.correlation,
        "topic": arrival.message.topic[:512],
        "retained": arrival.message.retained,
        "subject": dict(signal.subject),
        "media": arrival.media(),
        "warnings": [*signal.warnings, *arrival.clock.warnings],
        "raw": arrival.raw,
    }
