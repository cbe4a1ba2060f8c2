"""What requests about rounds, routes and checkpoints may say."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from patrol.rules.round_words import RouteKind
from web.api.shapes import Code, Shape

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
Version = Annotated[int, Field(ge=0)]


class OneRound(Shape):
    """A round in the path."""

    round_id: int


class OfDay(Shape):
    """A market day; today's if none is named."""

    day: date | None = None


class OneCheckpoint(Shape):
    """A checkpoint of a market."""

    code: Code
    checkpoint: Name


class OneRoute(Shape):
    """A route of a market."""

    code: Code
    route: Name


class NewCheckpoint(Shape):
    """A checkpoint as it shall stand; plan metres. `expected_version` 0: a new one."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    x: float
    y: float
    radius_m: float = 25.0
    orders: Annotated[str, Field(max_length=500)] | None = None
    expected_version: Version = 0


class NewWindow(Shape):
    """When a route is walked: from a minute of the wall clock, for so long."""

    opens: Annotated[int, Field(ge=0, le=1439)]
    minutes: Annotated[int, Field(ge=5, le=720)]
    grace: Annotated[int, Field(ge=0, le=240)] = 15
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)] = Field(
        default_factory=list
    )


class NewRoute(Shape):
    """A route as it shall stand from now on; `grid` left out: the patrol team's, through the market."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    kind: RouteKind = RouteKind.PATROL
    grid: Code | None = None
    by_car: bool = False
    stops: Annotated[list[Name], Field(min_length=1, max_length=60)]
    windows: Annotated[list[NewWindow], Field(min_length=1, max_length=48)]
    expected_version: Version = 0


class CheckpointCommand(Shape):
    """`renew` makes every print worthless; `end` takes the checkpoint away."""

    command: Literal["renew", "end"]
    command_id: UUID
    expected_version: Annotated[int, Field(ge=1)]


class RouteCommand(Shape):
    """`end` gives a route up."""

    command: Literal["end"]
    command_id: UUID
    expected_version: Annotated[int, Field(ge=1)]
