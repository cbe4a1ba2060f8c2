"""The card that names the newest edition of a group's turns; pages showing an older one ask again."""

from patrol.cards.things import Card, stamp
from patrol.model.duty import Rota


def book_card(rota: Rota) -> Card:
    """Group, edition and the instant of the last change."""
    group = rota.code.partition("/")[2]
    return {"group": group, "version": rota.edition, "at": stamp(rota.edited_at)}
