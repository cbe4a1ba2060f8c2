"""What those may say who report quietly, and those who ask for a hidden name."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from patrol.rules.words import Category, Severity
from web.api.shapes import Code, Medium, Shape


class NewQuietReport(Shape):
    """What is told. No point: a phone stands where its owner does. No place: near whoever tells it."""

    command_id: UUID
    category: Category
    severity: Severity = Severity.NORMAL
    place: Code | None = None
    summary: Annotated[str, Field(max_length=500)] | None = None
    media: Annotated[list[Medium], Field(max_length=12)] = Field(default_factory=list)


class Receipt(Shape):
    """A receipt, however it is typed."""

    receipt: Annotated[str, Field(min_length=4, max_length=40)]


class OneUnmasking(Shape):
    """An asking in the path."""

    unmasking_id: int


class NewUnmasking(Shape):
    """Why the police must know."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class UnmaskCommand(Shape):
    """What is done about an asking."""

    command: Literal["approve", "refuse", "look"]
