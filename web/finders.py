"""Where the thing lies that a request is about, by its address."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from patrol.queries import paths
from patrol.rules.rights import PlacePath
from web.context import context

Places = tuple[PlacePath, ...]
Arguments = Mapping[str, Any]


def the_market(session: Session, given: Arguments) -> Places:
    """Find the market named by `code` in the path or by `market` in the query."""
    code = (request.view_args or {}).get("code") or given.get("market") or ""
    only = context().settings.market
    if only is not None and code != only:
        return ()
    return _one(paths.of_market(session, str(code)))


def the_alert(session: Session, given: Arguments) -> Places:
    """Find where an alert is."""
    return _by_number(paths.of_alert, session, given, "alert_id")


def the_incident(session: Session, given: Arguments) -> Places:
    """Find where an incident is."""
    return _by_number(paths.of_incident, session, given, "incident_id")


def the_unmasking(session: Session, given: Arguments) -> Places:
    """Find where the incident is whose hidden name is asked for."""
    return _by_number(paths.of_unmasking, session, given, "unmasking_id")


def the_poster(session: Session, given: Arguments) -> Places:
    """Find where a poster hangs."""
    return _by_number(paths.of_poster, session, given, "poster_id")


def the_silence(session: Session, given: Arguments) -> Places:
    """Find the market a window belongs to."""
    return _by_number(paths.of_silence, session, given, "silence_id")


def the_quarantined(session: Session, given: Arguments) -> Places:
    """Find the markets a set-aside message may belong to."""
    return paths.of_quarantined(session, int(given["message_id"])) or ()


def _by_number(
    find: Callable[[Session, int], PlacePath | None], session: Session, given: Arguments, name: str
) -> Places:
    return _one(find(session, int(given[name])))


def _one(path: PlacePath | None) -> Places:
    return () if path is None else (path,)
