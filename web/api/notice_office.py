"""What the office does with notices: bulletins, letters that failed, the mail server, the phone list."""

from dataclasses import asdict
from typing import Any

from patrol.actions import bulletins, notice_house
from patrol.actions.bulletins import Bulletin
from patrol.cards.case_rules import case_rules
from patrol.queries import notices as queries
from patrol.rules.rights import Permission
from web import notice_desk
from web.api.notice_shapes import NewBulletin, NewRelay
from web.api.shapes import InMarket, Page, blueprint, number, paged
from web.context import Change, context
from web.finders import the_market
from web.gate import needs

api = blueprint("notice_office", "Bulletins, failed letters, the mail server")


@api.post("/markets/<code>/bulletins", summary="Tell everybody of a market, a grid or a group")
@needs(Permission.SEND_BULLETIN, at=the_market)
def send(path: InMarket, body: NewBulletin) -> dict[str, Any]:
    """The same `command_id` again tells nobody twice."""

    def act(to: Change) -> int:
        market = context().market(to.register, path.code)
        told = Bulletin(market.id, str(body.command_id), body.text, body.place, body.severity)
        return bulletins.send(to.session, told, to.register, now=to.now)

    return {"told": context().change(act)}


@api.get("/markets/<code>/failed-notices", summary="Letters that were given up")
@needs(Permission.SET_RULES, at=the_market)
def failed(path: InMarket, query: Page) -> dict[str, Any]:
    """Who should have got what, by which way, and why not."""
    with context().reading() as (session, _):
        market = context().market(context().register.current(session), path.code)
        return paged(queries.failed(session, market.id, before=number(query.cursor)), queries.PAGE)


@api.get("/markets/<code>/phone-list", summary="Whom a person calls when nobody moves")
@needs(Permission.HANDLE_ALERTS, at=the_market)
def phones(path: InMarket) -> dict[str, Any]:
    """The system calls nobody."""
    with context().reading() as (session, _):
        market = context().market(context().register.current(session), path.code)
        listed = case_rules(session, market.id).ladder.phones
    return {"items": [asdict(phone) for phone in listed], "next_cursor": None}


@api.get("/mail-relay", summary="Whether there is a mail server")
@needs(Permission.SET_RULES)
def relay() -> dict[str, Any]:
    """Its address is never shown again."""
    with context().reading() as (session, _):
        return {"set": notice_house.mail_relay(session, notice_desk.envelope()) is not None}


@api.put("/mail-relay", summary="Set the mail server, or none")
@needs(Permission.SET_RULES)
def set_relay(body: NewRelay) -> dict[str, Any]:
    """`mailtos://user:password@host:port?from=office@…`."""
    seal = notice_desk.envelope()
    context().change(lambda to: notice_house.set_mail_relay(to.session, seal, body.address))
    return {"set": body.address is not None}
