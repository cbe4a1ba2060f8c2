"""Writes what changed in many rows at once: one statement for all that changed alike, not one for each."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Table, inspect
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.exc import StaleDataError

from patrol.bulk import Changes
from patrol.model.alerts import Alert
from patrol.model.devices import DeviceState

_ALERTS = cast(Table, Alert.__table__)
_STATES = cast(Table, DeviceState.__table__)

Row = TypeVar("Row", Alert, DeviceState)


def write_alerts(session: Session, alerts: Iterable[Alert]) -> None:
    """Write the changes of standing alerts, each on condition of the version that was read.

    Raises:
        StaleDataError: another transaction changed one of them since it was read.
    """
    for columns, group in _alike(alerts).items():
        told = sorted(group, key=lambda alert: alert.id)  # two transactions never wait for each other
        new = [_values(alert, columns) | {"version": alert.version + 1} for alert in told]
        was = [{"id": alert.id, "version": alert.version} for alert in told]
        written = _alert_changes(columns).write(session.connection(), new, was)
        if written != len(told):
            raise StaleDataError(f"{len(told)} alerts were to change, {written} did")
        for alert, values in zip(told, new, strict=True):
            _written(session, alert, version=values["version"])


def write_states(session: Session, states: Iterable[DeviceState]) -> None:
    """Write the changes of states whose rows this transaction holds locked; new ones are the mapper's."""
    for columns, group in _alike(states).items():
        told = sorted(group, key=lambda state: state.device_id)
        where = [{"device_id": state.device_id} for state in told]
        new = [_values(state, columns) for state in told]
        _state_changes(columns).write(session.connection(), new, where)
        for state in told:
            _written(session, state)


def _alike(rows: Iterable[Row]) -> Mapping[tuple[str, ...], list[Row]]:
    """Put those together that changed in the same columns."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        state: InstanceState[Any] = inspect(row)
        if state.persistent and (changed := tuple(sorted(state.committed_state))):
            alike.setdefault(changed, []).append(row)
    return alike


def _values(row: Alert | DeviceState, columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: getattr(row, column) for column in columns}


def _written(session: Session, row: Alert | DeviceState, **told: Any) -> None:
    """Note what a flush would note: what the statement set besides, and that nothing is left to write."""
    state: InstanceState[Any] = inspect(row)
    state.dict.update(told)
    state._commit_all(state.dict, session.identity_map)


@cache
def _alert_changes(columns: tuple[str, ...]) -> Changes:
    return Changes(_ALERTS, (*columns, "version"), by=("id", "version"))


@cache
def _state_changes(columns: tuple[str, ...]) -> Changes:
    return Changes(_STATES, columns, by=("device_id",))
