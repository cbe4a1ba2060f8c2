"""One's own notices, the ways they go, and the receipts of phones."""

from typing import Any

from flask import request

from patrol.actions import carriages, notice_channels
from patrol.errors import NotFound
from patrol.queries import notices as queries
from web import notice_desk
from web.api.notice_shapes import (
    ChannelCommand,
    InboxCommand,
    InboxPage,
    NewHabits,
    NewWay,
    OneChannel,
    OneNotice,
)
from web.api.shapes import blueprint, number, paged
from web.caller import BEARER, signed_in
from web.context import context
from web.gate import personal, public

api = blueprint("notices", "One's own notices and channels")


@api.get("/me/notices", summary="Your notices, the newest first")
@personal
def inbox(query: InboxPage) -> dict[str, Any]:
    """Read and unread; `read_at` tells."""
    person = notice_desk.own(signed_in())
    with context().reading() as (session, _):
        items = queries.page(session, person, before=number(query.cursor))
        return {**paged(items, queries.PAGE), "unread": queries.unread(session, person)}


@api.get("/me/notices/<int:notice_id>", summary="One of your notices")
@personal
def one(path: OneNotice) -> dict[str, Any]:
    """With the words in every language, and how it was carried."""
    person = notice_desk.own(signed_in())
    with context().reading() as (session, _):
        found = queries.one_of(session, person, path.notice_id)
    if found is None:
        raise NotFound(f"there is no notice {path.notice_id}")
    return found


@api.post("/me/notices/commands", summary="Say what you have seen or read")
@personal
def command(body: InboxCommand) -> dict[str, Any]:
    """What was read is not sent any more."""
    viewer = signed_in()
    match body.command:
        case "read":
            return {"count": notice_desk.read(viewer, body.ids)}
        case "shown":
            return {"count": notice_desk.shown(viewer, body.ids)}
        case _:
            return {"count": notice_desk.read_all(viewer)}


@api.get("/me/channels", summary="The ways notices go to you")
@personal
def channels() -> dict[str, Any]:
    """In their order; an address is never shown again."""
    person = notice_desk.own(signed_in())
    with context().reading() as (session, _):
        return {"items": queries.channels(session, person), "next_cursor": None}


@api.post("/me/channels", summary="Enter a way to you")
@personal
def add(body: NewWay) -> dict[str, Any]:
    """The same address again is the same channel."""
    return notice_desk.add_channel(signed_in(), body.way, body.address)


@api.post("/me/channels/<int:channel_id>/commands", summary="Remove, put first, try out")
@personal
def command_channel(path: OneChannel, body: ChannelCommand) -> dict[str, Any]:
    """A trial goes by this way alone, at once."""
    return notice_desk.command_channel(signed_in(), path.channel_id, body.command, body.expected_version)


@api.get("/me/habits", summary="Your quiet hours")
@personal
def habits() -> dict[str, Any]:
    """Minutes of the day, by your market's clock."""
    person = notice_desk.own(signed_in())
    with context().reading() as (session, _):
        return queries.habit_card(notice_channels.habits(session, person))


@api.put("/me/habits", summary="Set your quiet hours")
@personal
def set_habits(body: NewHabits) -> dict[str, Any]:
    """They never hold back SOS, fire, level I, or a call to you."""
    notice_desk.set_habits(signed_in(), body.quiet_from, body.quiet_to, sound=body.sound)
    return body.model_dump()


@api.get("/push-key", summary="What a browser needs to subscribe to push messages")
@personal
def push_key() -> dict[str, Any]:
    """The installation's public key."""
    return {"key": notice_desk.push_public_key()}


@api.post("/notice-receipts", summary="Say that a push message has arrived")
@public
def receipt() -> dict[str, Any]:
    """The key the message came with is the bearer token: whoever has it got the message."""
    key = request.headers.get("Authorization", "").removeprefix(BEARER)
    return {"noted": context().change(lambda to: carriages.receipt(to.session, key, now=to.now))}
