"""Where a grid lies that a page of duty is about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from patrol.queries import paths
from patrol.rules.rights import PlacePath


def the_grid(session: Session, given: Mapping[str, Any]) -> tuple[PlacePath, ...]:
    """Find the grid of a market that the path names."""
    path = paths.of_place(session, str(given["code"]), str(given["grid"]))
    return () if path is None else (path,)
