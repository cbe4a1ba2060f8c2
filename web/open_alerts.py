"""The open alerts of some rooms, for pages that stand still."""

from collections.abc import Iterable, Mapping
from typing import Any

from patrol.queries.board import snapshot
from patrol.rules.words import Severity
from web.context import context


def open_alerts(rooms: Iterable[str]) -> list[Any]:
    """Give them once each, the gravest first, the oldest first among equals."""
    with context().reading() as (session, _):
        register = context().register.current(session)
        shots = [snapshot(session, room, register) for room in rooms]
    found: dict[str, Any] = {}
    for shot in shots:
        if shot is not None:
            found |= shot.state["alerts"]
    return sorted(found.values(), key=_gravity)


def _gravity(card: Mapping[str, Any]) -> tuple[int, str]:
    return Severity(card["severity"]).rank, str(card["raised_at"])
