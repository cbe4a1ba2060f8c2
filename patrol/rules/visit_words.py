"""The closed sets of words about visits."""

from enum import StrEnum


class VisitResult(StrEnum):
    """What came of going to a shop."""

    SEEN = "seen"
    PROBLEM = "problem"
    REFUSED = "refused"
    ABSENT = "absent"

    @property
    def is_visit(self) -> bool:
        """Say whether somebody was met; a shut door is no visit, the shop stays on the list."""
        return self is not VisitResult.ABSENT


class AskState(StrEnum):
    """How a shop stands on a list."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
