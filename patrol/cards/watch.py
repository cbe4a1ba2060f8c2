"""The question whether somebody watches, as boards show it; a calm watch has no card."""

from patrol.cards.things import Card, stamp
from patrol.model.watch import NightWatch


def watch_card(row: NightWatch) -> Card | None:
    """Since when it is asked, and whether it was missed. None: nothing is asked."""
    if row.asked_at is None:
        return None
    return {
        "version": row.version,
        "asked_at": stamp(row.asked_at),
        "missed_at": stamp(row.missed_at),
        "acted_at": stamp(row.acted_at),
    }
