"""What a calendar feed is about."""

from enum import StrEnum


class FeedScope(StrEnum):
    """Whose turns a calendar shows."""

    PERSON = "person"
    SHOP = "shop"
    GROUP = "group"
    GRID = "grid"
