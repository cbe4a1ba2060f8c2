"""The run cards of a market as a page lists them, and the editions there were."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.case_rules import CARDS
from patrol.cards.things import NameOf
from patrol.model.incidents import CaseSetting
from patrol.rules import run_cards
from patrol.rules.words import Category, Severity

KEPT = 30
"""Editions a page lists, the newest first."""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card. `severity` None: for every severity that has none of its own; `own`: made in this market."""

    where: str
    category: Category
    severity: Severity | None
    needs: Mapping[str, int]
    steps: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """The cards as they stood from one instant on, and which of them it changed."""

    id: int
    since: datetime
    by: str | None
    changed: tuple[str, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What stands (edition 0: nothing of the market's own), and how it came to that."""

    edition: int
    rows: tuple[CardRow, ...]
    editions: tuple[Edition, ...]


def book(session: Session, market_id: int, name_of: NameOf) -> Book:
    """Read it whole."""
    mine = (
        select(CaseSetting)
        .where(CaseSetting.market_id == market_id, CaseSetting.name == CARDS)
        .order_by(CaseSetting.id)
    )
    settings = list(session.scalars(mine))
    standing = next((row for row in settings if row.valid_to is None), None)
    before: list[Mapping[str, Any]] = [{}, *(row.body for row in settings)]
    editions = [
        Edition(
            row.id, row.valid_from, name_of(row.changed_by), _changed(old, row.body), row.valid_to is None
        )
        for old, row in zip(before, settings, strict=False)
    ]
    body = standing.body if standing else {}
    return Book(standing.id if standing else 0, rows(body), tuple(reversed(editions[-KEPT:])))


def rows(body: Mapping[str, Any]) -> tuple[CardRow, ...]:
    """Give every category's card for any severity, and those of single severities that have one."""
    cards = run_cards.read(body)
    own = {*body.get("needs", {}), *body.get("steps", {})}
    found = []
    for category in Category:
        for severity in (None, *Severity):
            where = run_cards.where(category, severity)
            if severity is not None and where not in cards.needs and where not in cards.steps:
                continue
            at = severity or Severity.NOTICE
            needs = cards.who(category, at) if severity else cards.needs.get(where, run_cards.ANYBODY)
            steps = cards.sop(category, at) if severity else cards.steps.get(where, ())
            found.append(CardRow(where, category, severity, needs, steps, own=where in own))
    return tuple(found)


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the cards that differ between two editions."""
    found = set()
    for part in ("needs", "steps"):
        before, after = old.get(part, {}), new.get(part, {})
        found |= {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return tuple(sorted(found))
