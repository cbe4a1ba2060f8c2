"""What requests about notices may say."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from patrol.rules.notice_words import Way
from patrol.rules.words import Severity
from web.api.shapes import Code, Cursor, Shape

Minute = Annotated[int, Field(ge=0, le=1439)]


class OneNotice(Shape):
    """A notice in the path."""

    notice_id: int


class OneChannel(Shape):
    """A channel in the path."""

    channel_id: int


class InboxPage(Shape):
    """A page of the inbox."""

    cursor: Cursor | None = None


class InboxCommand(Shape):
    """`read`: these were read; `shown`: a screen shows them; `read_all`: everything up to now."""

    command: Literal["read", "shown", "read_all"]
    ids: Annotated[list[int], Field(max_length=200)] = Field(default_factory=list)


class NewWay(Shape):
    """Where notices shall go. The address is a secret and never shown again."""

    way: Way
    address: Annotated[str, Field(min_length=1, max_length=2000)]


class ChannelCommand(Shape):
    """One change to a channel."""

    command: Literal["remove", "first", "try"]
    expected_version: Annotated[int, Field(ge=1)]


class NewHabits(Shape):
    """Quiet hours in minutes of the day; both or none."""

    quiet_from: Minute | None = None
    quiet_to: Minute | None = None
    sound: bool = True


class NewRelay(Shape):
    """The mail server: `mailtos://user:password@host:port?from=…`, or null for none."""

    address: Annotated[str, Field(min_length=1, max_length=250)] | None


class NewBulletin(Shape):
    """Words for everybody of the market, or of one grid or group."""

    command_id: UUID
    text: Annotated[str, Field(min_length=1, max_length=300)]
    place: Code | None = None
    severity: Literal[Severity.HIGH, Severity.NORMAL, Severity.NOTICE] = Severity.NORMAL
