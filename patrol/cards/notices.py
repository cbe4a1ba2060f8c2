"""Cards of notices: the same words for the inbox, the page and the letter, in every language."""

from patrol.cards.notice_texts import body_of, title_of
from patrol.cards.things import Card, stamp
from patrol.cards.tongues import TONGUES
from patrol.model.notices import Notice


def notice_card(notice: Notice) -> Card:
    """One notice as its owner's screens show it."""
    return {
        "id": notice.id,
        "version": notice.version,
        "kind": notice.kind,
        "severity": notice.severity,
        "urgent": notice.urgent,
        "count": notice.count,
        "link": notice.link,
        "title": {tag: title_of(notice, tag) for tag in TONGUES},
        "body": {tag: body_of(notice, tag) for tag in TONGUES},
        "happened_at": stamp(notice.happened_at),
        "told_at": stamp(notice.told_at),
        "last_at": stamp(notice.last_at),
        "read_at": stamp(notice.read_at),
    }
