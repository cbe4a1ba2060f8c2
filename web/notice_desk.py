"""What pages and the API do with somebody's own notices and channels: one place that knows the seal."""

from flask import current_app

from patrol.actions import notice_channels, notice_house, notices
from patrol.actions.notice_channels import NewChannel
from patrol.cards.things import Card
from patrol.couriers import push
from patrol.couriers.envelope import Envelope, envelope_of
from patrol.errors import Forbidden, Invalid
from patrol.model.notices import NoticeChannel
from patrol.queries import notices as queries
from patrol.queries.people import Viewer
from patrol.rules import notice_addresses
from patrol.rules.notice_words import Way
from patrol.rules.notices import QuietHours
from patrol.rules.rights import Permission, may_anywhere
from web.context import Change, context
from web.markets import first_market

ALL = 1000


def own(viewer: Viewer) -> int:
    """Give whose inbox it is; a program has none."""
    if viewer.person_id is None:
        raise Forbidden("a program has no inbox")
    return viewer.person_id


def envelope() -> Envelope:
    """Give the installation's seal, read once by each process."""
    kept: Envelope | None = current_app.extensions.get("patrol.envelope")
    if kept is None:
        kept = current_app.extensions["patrol.envelope"] = envelope_of(context().settings)
    return kept


def add_channel(viewer: Viewer, word: str, typed: str) -> Card:
    """Enter a way to somebody; only administrators let our machine go to any web address."""
    person = own(viewer)
    if word not in set(Way):
        raise Invalid("say which way", ["way"])
    way = Way(word)
    if way is Way.WEBHOOK and not may_anywhere(viewer.holdings, Permission.SET_RULES):
        raise Forbidden("only administrators enter web addresses of their own choice")
    try:
        address = notice_addresses.read(way, typed)
    except ValueError as error:
        raise Invalid(str(error), ["address"]) from error
    seal = envelope()
    sealed = seal.seal(address.value, about=f"{way}:address")
    new = NewChannel(way, sealed, seal.mark(f"{way}:{address.value}"), address.hint)

    def act(to: Change) -> NoticeChannel:
        return notice_channels.add(to.session, person, new, now=to.now)

    return queries.channel_card(context().change(act))


def command_channel(viewer: Viewer, channel_id: int, word: str, version: int) -> Card:
    """Remove a channel, put it first, or try it out."""
    person = own(viewer)
    done = context().change(
        lambda to: notice_channels.command(to.session, person, channel_id, word, version, now=to.now)
    )
    return queries.channel_card(done)


def set_habits(viewer: Viewer, quiet_from: int | None, quiet_to: int | None, *, sound: bool) -> None:
    """Keep quiet hours by the clock of the person's market."""
    person, market = own(viewer), first_market(viewer)
    if (quiet_from is None) != (quiet_to is None):
        raise Invalid("give both ends of the quiet hours, or none", ["quiet_from", "quiet_to"])
    zone = market.timezone if market else "Asia/Shanghai"
    quiet = None
    if quiet_from is not None and quiet_to is not None:
        quiet = QuietHours(quiet_from, quiet_to, zone)
    context().change(
        lambda to: notice_channels.set_habits(to.session, person, quiet, sound=sound, now=to.now)
    )


def read(viewer: Viewer, ids: list[int]) -> int:
    """Take notices out of somebody's inbox."""
    person = own(viewer)
    return context().change(lambda to: notices.read(to.session, person, ids, now=to.now))


def shown(viewer: Viewer, ids: list[int]) -> int:
    """Note that a screen shows them."""
    person = own(viewer)
    return context().change(lambda to: notices.shown(to.session, person, ids, now=to.now))


def read_all(viewer: Viewer) -> int:
    """Take everything out of somebody's inbox."""
    person = own(viewer)
    with context().reading() as (session, _):
        ids = queries.unread_ids(session, person, limit=ALL)
    return read(viewer, ids)


def push_public_key() -> str:
    """Give what a browser needs to subscribe."""
    seal = envelope()
    private = context().change(
        lambda to: notice_house.push_key(to.session, seal, push.new_private_key),
    )
    return push.public_key(private)
