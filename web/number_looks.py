"""Who looked at a shop's telephone number lately, as pages tell it."""

from datetime import timedelta

from patrol.cards.people import names
from patrol.cards.things import Card, stamp
from patrol.queries.directory import looks_at
from patrol.rules.entries import PlaceEntry
from web.context import context

SHOWN_FOR = timedelta(days=30)


def number_looks(shop: PlaceEntry | None) -> list[Card]:
    """Give `{at, by, reason}` of each look, the newest first."""
    if shop is None:
        return []
    with context().reading() as (session, now):
        name_of = names(session)
        looks = looks_at(session, shop.id, since=now - SHOWN_FOR)
        return [{"at": stamp(one.at), "by": name_of(one.person_id), "reason": one.reason} for one in looks]
