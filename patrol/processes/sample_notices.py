"""What a visitor finds in the inboxes of the made-up market, and on its phone list."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.actions import bulletins, case_settings
from patrol.actions.bulletins import Bulletin
from patrol.cards.case_rules import LADDER
from patrol.rules.entries import Register
from patrol.rules.words import Severity

PHONES = (
    {"name": "城东派出所", "number": "0579-85110110", "note": "昼夜"},
    {"name": "微型消防站", "number": "0579-85119119", "note": "四人在站"},
    {"name": "市场办值班", "number": "0579-85112345", "note": ""},
)
WORDS = (
    ("今晚 20:00 起东门货车改走北门，请各组转告商户。", Severity.NORMAL),
    ("明早 9:00 试响全部一键报警器，听到请应答“收到”。", Severity.NOTICE),
)


def settle(session: Session, register: Register, *, now: datetime) -> None:
    """Name whom the office calls, and tell everybody two things."""
    market = next(iter(register.markets.values()))
    body = {"heads": ["admin"], "phones": list(PHONES)}
    case_settings.change(session, market.id, LADDER, body, by=None, now=now)
    for number, (text, severity) in enumerate(WORDS, 1):
        told = Bulletin(market.id, f"sample-{number}", text, severity=severity)
        bulletins.send(session, told, register, now=now)
