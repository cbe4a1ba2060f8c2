"""What requests about rosters of guards may say."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from patrol.rules.shifts import WishKind
from web.api.shapes import Code, Shape

Reason = Annotated[str, Field(max_length=200)]


class AtPlace(Shape):
    """A roster: the market, and the grid whose workroom it is, or the market again for the patrol team."""

    code: Code
    place: Code


class GridDays(Shape):
    """Which days of a roster: the first one and how many."""

    first: date | None = None
    days: Annotated[int, Field(ge=1, le=42)] = 14


class Moves(Shape):
    """Cells as they would be."""

    moves: Annotated[list[dict[str, Any]], Field(max_length=200)]


class NewRoster(Shape):
    """How many keep each shift, and how many of them must drive; with `day`, two shifts of twelve hours."""

    day: Annotated[int, Field(ge=0, le=9)] | None = None
    early: Annotated[int, Field(ge=0, le=9)] = 2
    late: Annotated[int, Field(ge=0, le=9)] = 2
    night: Annotated[int, Field(ge=0, le=9)] = 2
    drivers: Annotated[int, Field(ge=0, le=9)] = 0


class NewWish(Shape):
    """A free day, a shift, leave, or that one is ill; from a day to a day."""

    want: WishKind
    first: date
    last: date | None = None
    kind: Code | None = None
    reason: Reason | None = None


class OneWish(Shape):
    """A wish in the path."""

    wish_id: int


class WithdrawCommand(Shape):
    """The only command one's own wish knows."""

    command: Literal["withdraw"]
