"""The closed sets of words about rounds."""

from enum import StrEnum


class RouteKind(StrEnum):
    """What a route is walked for; the two checks a day have a kind each."""

    PATROL = "patrol"
    DISPUTES = "disputes"
    HAZARDS = "hazards"

    @property
    def is_check(self) -> bool:
        """Say whether somebody has to report what was found, even if it was nothing."""
        return self is not RouteKind.PATROL


class RoundState(StrEnum):
    """How a round stands; the last four are its ends."""

    PLANNED = "planned"
    DUE = "due"
    WALKING = "walking"
    WALKED = "walked"
    PARTLY = "partly"
    MISSED = "missed"
    CANCELLED = "cancelled"


OPEN_STATES = (RoundState.PLANNED, RoundState.DUE, RoundState.WALKING)
SHOWN_STATES = (RoundState.DUE, RoundState.WALKING)
"""What boards hold: rounds somebody should be walking now."""


class StopState(StrEnum):
    """What became of one checkpoint of a round."""

    OPEN = "open"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    SKIPPED = "skipped"


REACHED = frozenset({StopState.DONE, StopState.LATE})


class Proof(StrEnum):
    """What says that somebody was at a checkpoint."""

    QR = "qr"
    POSITION = "position"


class RoundKind(StrEnum):
    """What the market's rules are asked about rounds; they answer with alerts of patrol exceptions."""

    ROUND_MISSED = "round_missed"
    CHECK_MISSED = "check_missed"
    CHECKPOINT_MISSED = "checkpoint_missed"
    CHECKPOINT_LATE = "checkpoint_late"
