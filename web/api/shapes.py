"""What requests may say, read once into typed values."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from patrol.rules.case_words import RollAnswer
from patrol.rules.words import Category, Severity


def blueprint(name: str, about: str) -> APIBlueprint:
    """Make one part of the API."""
    security: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}]
    tags = [Tag(name=name, description=about)]
    return APIBlueprint(f"api_{name}", "web", url_prefix="/api/v1", abp_tags=tags, abp_security=security)


class Shape(BaseModel):
    """Unknown keys are a mistake, and said so."""

    model_config = ConfigDict(extra="forbid")


Code = Annotated[str, Field(max_length=64)]
Cursor = Annotated[str, Field(pattern=r"^\d{1,18}$", description="next_cursor of the page before")]


class InMarket(Shape):
    """A market in the path."""

    code: Code


class OfMarket(Shape):
    """A page of a market's list."""

    market: Code
    cursor: Cursor | None = None


class Page(Shape):
    """A page of a list whose market stands in the path."""

    cursor: Cursor | None = None


class FiguresAsked(Shape):
    """Which figures. `at` is any market day of the period; nothing given: the month that runs."""

    period: Literal["day", "week", "month"] = "month"
    at: date | None = None
    place: Code | None = None
    category: Category | None = None


class OneAlert(Shape):
    """An alert in the path."""

    alert_id: int


class OneMedium(Shape):
    """A picture or a clip of an alert."""

    alert_id: int
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class OneIncident(Shape):
    """An incident in the path."""

    incident_id: int


class OneRollCall(Shape):
    """A roll call in the path."""

    roll_call_id: int


class OneSilence(Shape):
    """A window in the path."""

    silence_id: int


class OneMessage(Shape):
    """A message in quarantine."""

    message_id: int


class OneRule(Shape):
    """A rule of a market."""

    code: Code
    rule: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]


class OneSetting(Shape):
    """A setting of how a market handles its incidents."""

    code: Code
    name: Literal["timers", "cards", "gate", "readiness", "watch", "ladder"]


class NewSetting(Shape):
    """The whole document; what it leaves out has its default."""

    body: dict[str, Any]


class Command(Shape):
    """One change. The same `command_id` again gives the same answer."""

    command: Annotated[str, Field(max_length=32)]
    command_id: UUID
    expected_version: Annotated[int, Field(ge=1)]
    payload: dict[str, Any] = Field(default_factory=dict)


class Medium(Shape):
    """A picture or a clip, kept somewhere already."""

    url: Annotated[str, Field(min_length=1, max_length=500)]
    kind: Code | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    mime: Code | None = None


class NewReport(Shape):
    """What somebody tells of. A place, a point (plan metres) or words for the place must be given."""

    command_id: UUID
    category: Category
    severity: Severity = Severity.NORMAL
    kind: Code = "report"
    place: Code | None = None
    x: float | None = None
    y: float | None = None
    whereabouts: Annotated[str, Field(max_length=100)] | None = Field(
        default=None,
        description="the place in one's own words; when they name none, they go before the summary",
    )
    summary: Annotated[str, Field(max_length=500)] | None = None
    media: Annotated[list[Medium], Field(max_length=12)] = Field(default_factory=list)
    happened_at: AwareDatetime | None = None
    related: int | None = None


class NewRollCall(Shape):
    """Which group rings, and for what."""

    command_id: UUID
    group: Code
    caller: Code | None = None
    incident: int | None = None
    drill: bool = False


class RollCommand(Shape):
    """`answer` and `closed` name the shop."""

    command: Literal["answer", "closed", "end"]
    command_id: UUID
    shop: Code | None = None
    answer: RollAnswer | None = None


class EndCommand(Shape):
    """The only command a window knows."""

    command: Literal["end"]


class ResolveCommand(Shape):
    """The only command a message in quarantine knows."""

    command: Literal["resolve"]


class NewSilence(Shape):
    """A window to begin."""

    device: Code | None = None
    place: Code | None = None
    kind: Code | None = None
    maintenance: bool = False
    minutes: Annotated[int, Field(ge=1, le=10_080)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class NewRule(Shape):
    """A rule as it shall stand from now on."""

    rank: Annotated[int, Field(ge=0, le=100_000)]
    body: dict[str, Any]
    enabled: bool = True


def number(cursor: str | None) -> int | None:
    """Read a cursor."""
    return None if cursor is None else int(cursor)


def paged(items: list[Any], limit: int) -> dict[str, Any]:
    """One page; a short one is the last."""
    following = str(items[-1]["id"]) if len(items) == limit else None
    return {"items": items, "next_cursor": following}
