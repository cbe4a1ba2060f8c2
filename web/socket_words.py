"""What clients may say over the socket, read once into typed values."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

RoomName = Annotated[str, Field(pattern=r"^(market|grid|group|police|user):[^\s:]{1,64}$")]
Number = Annotated[int, Field(ge=0, le=2**62)]


class Word(BaseModel):
    """Unknown keys are let pass: a newer page may say more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class RoomAsk(Word):
    """One room, and the last number held of it."""

    room: RoomName
    since: Number | None = None
    heard_at: datetime | None = None


class Hello(Word):
    """What a client wants to hear."""

    rooms: Annotated[list[RoomAsk], Field(min_length=1, max_length=12)]
    epoch: Annotated[str, Field(max_length=80)] | None = None


class Resume(Word):
    """A gap was seen after this number."""

    room: RoomName
    since: Number
    epoch: Annotated[str, Field(max_length=80)] | None = None


class Open(Word):
    """Which card is open on this board."""

    market: Annotated[str, Field(max_length=40)]
    entity: Annotated[str, Field(pattern=r"^(alert|incident|device):[^\s]{1,64}$")] | None = None
