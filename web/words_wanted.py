"""What waits for the word of a shop or a lead."""

from patrol.queries import ratings
from patrol.queries.people import Viewer
from patrol.queries.ratings import Rateable
from patrol.rules.rights import Permission, may_anywhere
from web.context import context
from web.doer import doer_of


def wanted_of(viewer: Viewer) -> list[Rateable]:
    """Give what is over at their places and was not spoken of yet."""
    if not may_anywhere(viewer.holdings, Permission.RATE):
        return []
    with context().reading() as (session, now):
        doer = doer_of(viewer, context().register.current(session))
        return ratings.waiting(session, doer.person_id, doer.shops, now=now) if doer else []


def waiting_for(viewer: Viewer) -> int:
    """Count it."""
    return len(wanted_of(viewer))
