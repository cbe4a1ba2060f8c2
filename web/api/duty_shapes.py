"""What requests about duty may say."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from patrol.rules.duty_words import AbsenceKind
from web.api.shapes import Code, Shape

Reason = Annotated[str, Field(max_length=200)]


class InGroup(Shape):
    """A group in the path."""

    group: Code


class OneSlot(Shape):
    """A turn in the path."""

    slot_id: Annotated[str, Field(pattern=r"^[0-9a-f]{20}$")]


class OneRequest(Shape):
    """A request in the path."""

    request_id: int


class Days(Shape):
    """Which days of a group's turns: the first one and how many."""

    first: date | None = None
    days: Annotated[int, Field(ge=1, le=62)] = 7


class NewAbsence(Shape):
    """A shop that takes no turns for a while; one's own if none is named."""

    shop: Code | None = None
    kind: AbsenceKind = AbsenceKind.AWAY
    start: AwareDatetime
    end: AwareDatetime
    reason: Reason | None = None


class OneAbsence(Shape):
    """An absence of a shop of a group."""

    group: Code
    absence_id: int


class BackCommand(Shape):
    """The only command an absence knows."""

    command: Literal["back"]


class Correction(Shape):
    """A shop is credited, or below 0 debited; in hundredths of an evening."""

    shop: Code
    weight: Annotated[int, Field(ge=-1000, le=1000)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    command_id: UUID


class GroupRules(Shape):
    """How a group agrees on its turns; what is left out stays."""

    needs_approval: bool | None = None
    check_in: bool | None = None
    published_days: Annotated[int, Field(ge=1, le=60)] | None = None
    draft_days: Annotated[int, Field(ge=1, le=400)] | None = None


class CalendarText(Shape):
    """A calendar of marked days, as text: `.ics`, or lines of day,mark,name."""

    text: Annotated[str, Field(max_length=500_000)]
    source: Annotated[str, Field(max_length=100)] = ""
