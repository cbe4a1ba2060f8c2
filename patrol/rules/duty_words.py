"""The closed sets of words of duty: where a turn came from, what a day is, how a request stands."""

from enum import StrEnum


class Source(StrEnum):
    """Why somebody holds a turn of duty."""

    GENERATED = "generated"
    FORCED = "forced"
    OVERRIDE = "override"
    SWAP = "swap"
    GIVEN = "given"
    COVER = "cover"
    RESTORED = "restored"


UNCHOSEN = frozenset({Source.GENERATED, Source.FORCED})
"""What no person decided: the plan may change it again; everything else stays where a person put it."""


class DayClass(StrEnum):
    """What a calendar day is for the weight of its turns."""

    ORDINARY = "ordinary"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    FESTIVAL = "festival"
    CLOSED = "closed"


class DayMark(StrEnum):
    """What a calendar says of one day; `workday` takes a weekend back (调休)."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"
    FESTIVAL = "festival"
    CLOSED = "closed"


class Keeper(StrEnum):
    """Who takes turns: the shops of a group, or the people of a workroom or team."""

    SHOP = "shop"
    PERSON = "person"


class Horizon(StrEnum):
    """How firm a turn is: over or begun, promised, or a plan that may still move."""

    HISTORIC = "historic"
    PUBLISHED = "published"
    DRAFT = "draft"


class AbsenceKind(StrEnum):
    """Why somebody takes no turns for a while. `voluntary` may have to be made up."""

    AWAY = "away"
    ILL = "ill"
    CLOSED = "closed"
    VOLUNTARY = "voluntary"


class RequestKind(StrEnum):
    """What one shop asks of another: exchange two turns, take mine, or let me take yours."""

    EXCHANGE = "exchange"
    GIVE = "give"
    COVER = "cover"


class RequestState(StrEnum):
    """How a request stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPLIED = "applied"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    UNDONE = "undone"


class CheckMethod(StrEnum):
    """What proves that somebody came: the code at the post, a position, the lead's word."""

    QR = "qr"
    POSITION = "position"
    LEAD = "lead"


class Rung(StrEnum):
    """Who is asked when nobody has checked in, from the holder to the patrol car."""

    HOLDER = "holder"
    STANDBY = "standby"
    LEAD = "lead"
    WORKROOM = "workroom"
    CAR = "car"
