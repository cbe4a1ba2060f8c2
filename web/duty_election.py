"""What the first page of a group says of an election that is open: whoever has yet to vote is asked to."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.queries.lead_ballots import ballots
from patrol.rules.lead_ballots import BallotState, Phase
from web import duty_words
from web.duty_view import Reader, Shown


def line(session: Session, reader: Reader) -> Shown | None:
    """Give the phase, its end, and whether a shop of the reader's has a vote left; None: none is open."""
    newest = ballots(session, reader.rota, reader.register, now=reader.now, most=1)
    if not newest or newest[0]["state"] != BallotState.OPEN:
        return None
    ballot = newest[0]
    standing = ballot["phase"] == Phase.STANDING
    own = {reader.holder(shop)["code"] for shop in reader.own}
    missing = {shop["code"] for shop in ballot["missing"]}
    return {
        "standing": standing,
        "ends": instant(
            ballot["votes_from"] if standing else ballot["closes_at"], reader.market.clock.timezone
        ),
        "asked": bool(own & missing) and bool(ballot["candidates"]) and not standing,
    }


def instant(text: str | None, zone: str) -> str:
    """Say an instant of a card by day and clock."""
    if text is None:
        return ""
    at = datetime.fromisoformat(text)
    return f"{duty_words.local_day(at, zone)} {duty_words.clock(at, zone)}"
