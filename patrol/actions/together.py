"""Writes what changed in many alerts at once: one conditional statement, not one for each alert."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Table, Update, bindparam, inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from patrol.model.alerts import Alert


def write_alerts(session: Session, alerts: Iterable[Alert]) -> None:
    """Write the changes of standing alerts; those that changed in the same columns go in one statement.

    Raises:
        StaleDataError: another transaction changed one of them since it was read.
    """
    alike: dict[tuple[str, ...], list[Alert]] = {}
    for alert in alerts:
        state = inspect(alert)
        if state.persistent and (changed := tuple(sorted(state.committed_state))):
            alike.setdefault(changed, []).append(alert)
    for columns, group in alike.items():
        _write(session, columns, sorted(group, key=lambda alert: alert.id))


def _write(session: Session, columns: tuple[str, ...], alerts: list[Alert]) -> None:
    """Write in the order of the ids, so that two transactions can not wait for each other."""
    told = [_values(alert, columns) for alert in alerts]
    written: CursorResult[Any] = session.connection().execute(_statement(columns), told)
    if written.rowcount != len(told):
        raise StaleDataError(f"{len(told)} alerts were to change, {written.rowcount} did")
    for alert, now in zip(alerts, told, strict=True):
        state = inspect(alert)
        state.dict["version"] = now["to_version"]
        state._commit_all(state.dict, session.identity_map)  # what a flush would note


def _values(alert: Alert, columns: tuple[str, ...]) -> dict[str, Any]:
    told = {f"to_{column}": getattr(alert, column) for column in columns}
    return told | {"of_id": alert.id, "of_version": alert.version, "to_version": alert.version + 1}


@cache
def _statement(columns: tuple[str, ...]) -> Update:
    table: Table = Alert.__table__  # type: ignore[assignment] # declared wider than it is
    return (
        update(table)
        .where(table.c.id == bindparam("of_id"), table.c.version == bindparam("of_version"))
        .values({column: bindparam(f"to_{column}") for column in (*columns, "version")})
    )
