"""What phones in the field may say, read once into typed values."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from web.api.shapes import Shape


class OnePicture(Shape):
    """A picture of an incident."""

    incident_id: int
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Around(Shape):
    """A point of the plan, metres."""

    x: float
    y: float


class Text(Shape):
    """A part of a code or a name."""

    text: Annotated[str, Field(min_length=1, max_length=64)]


class Position(Shape):
    """WGS-84; `acc` metres."""

    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    acc: Annotated[float, Field(ge=0)] | None = None


class NewSos(Shape):
    """A call for help by whoever is signed in."""

    command_id: UUID
    happened_at: AwareDatetime | None = None
    position: Position | None = None
