"""What the page of a group's lead is told: the term, the election in words, the handover, the armbands."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_members import leads_now
from patrol.cards.people import names
from patrol.model.handovers import Equipment, EquipmentAct, EquipmentKind
from patrol.queries.lead_ballots import ballots, terms
from patrol.rules.lead_ballots import BallotState
from web import duty_page, handover_words
from web.duty_election import instant
from web.duty_view import Reader, Shown


def told(session: Session, reader: Reader) -> Shown:
    """Give everything the page shows; names of people and armbands only to the group and its office."""
    zone, name_of = reader.market.clock.timezone, names(session)
    found = ballots(session, reader.rota, reader.register, now=reader.now)
    return {
        "leading": [reader.holder(shop) for shop in leads_now(session, reader.rota, now=reader.now)],
        "terms": [_term(one, reader) for one in terms(session, reader.rota, reader.register, name_of)],
        "ballot": next((_ballot(one, reader) for one in found if one["state"] == BallotState.OPEN), None),
        "past": [_ballot(one, reader) for one in found if one["state"] != BallotState.OPEN],
        "armbands": _armbands(session, reader) if reader.neighbour else [],
        "everybody": duty_page.everybody(reader),
        "instant": lambda text: instant(text, zone),
        "state": state,
        "thing": handover_words,
    }


def state(word: str) -> str:
    """Say how an election ended."""
    words = {
        BallotState.OPEN: _("open"),
        BallotState.ELECTED: _("elected"),
        BallotState.UNDECIDED: _("as many votes for two: nobody elected, vote once more"),
        BallotState.TOO_FEW: _("fewer than half of the shops voted: nobody elected"),
        BallotState.CANCELLED: _("called off"),
    }
    return str(words[BallotState(word)])


def said(command: str, now: str) -> str:
    """Answer what was pressed."""
    if command == "vote" and now != BallotState.OPEN:
        return str(_("Your vote counts. Every shop has voted: see below what came out."))
    words = {
        "stand": _("This shop stands. The group sees it here."),
        "withdraw": _("This shop stands no longer."),
        "vote": _("Your vote counts. Whom you chose is kept nowhere."),
        "cancel": _("The election is called off."),
    }
    return str(words.get(command, _("Done.")))


def _term(one: dict[str, Any], reader: Reader) -> Shown:
    handed = one["handover"]
    before = handed and handed["from"]
    own = {shop["code"] for shop in map(reader.holder, reader.own)}
    return one | {
        "may_give": bool(before and not handed["given_at"] and (before["code"] in own or _office(reader))),
        "may_take": bool(handed and not handed["taken_at"] and one["lead"]["code"] in own),
    }


def _ballot(one: dict[str, Any], reader: Reader) -> Shown:
    """Say what this reader can do; the office also for shops without a phone."""
    own = {shop["code"] for shop in map(reader.holder, reader.own)}
    standing = {each["shop"]["code"] for each in one["candidates"]}
    missing = [shop for shop in one["missing"] if shop["code"] in own]
    return one | {
        "can_vote": missing if one["phase"] == "voting" and one["candidates"] else [],
        "can_stand": sorted(own - standing) if one["phase"] == "standing" else [],
        "can_withdraw": sorted(own & standing) if one["phase"] == "standing" else [],
        "by_voice": one["missing"] if one["phase"] == "voting" and _office(reader) else [],
        "stand_by_voice": reader.leads and one["phase"] == "standing" and not reader.own,
    }


def _office(reader: Reader) -> bool:
    """Say whether somebody leads without a shop of their own here: the office."""
    return reader.leads and not reader.own


def _armbands(session: Session, reader: Reader) -> list[Shown]:
    name_of = names(session)
    mine = (Equipment.place_id == reader.rota.place_id) & (Equipment.kind == EquipmentKind.ARMBAND)
    rows = select(Equipment).where(mine, Equipment.act != EquipmentAct.RETIRED).order_by(Equipment.number)
    return [
        {"id": one.id, "seq": one.seq, "number": one.number, "act": one.act, "with": name_of(one.holder_id)}
        for one in session.scalars(rows)
    ]
