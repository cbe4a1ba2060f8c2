"""Whoever is to walk a round is told when it opens, and when it was missed."""

from patrol.actions.notices import Message, tell
from patrol.actions.round_desk import RoundDesk
from patrol.rules.notice_words import NoticeKind


def tell_due(desk: RoundDesk) -> None:
    """Tell whom the office named that the window opens; whoever is first finds it on the phone anyway."""
    _tell(desk, NoticeKind.ROUND_DUE)


def tell_missed(desk: RoundDesk) -> None:
    """Tell whoever took a round that its time is over and something is missing."""
    _tell(desk, NoticeKind.ROUND_MISSED)


def _tell(desk: RoundDesk, kind: NoticeKind) -> None:
    message = Message(
        thing=f"round:{desk.row.id}:{kind}",
        kind=kind,
        market_id=desk.row.market_id,
        facts={"text": desk.version.name},
        link="/field",
    )
    tell(desk.session, (desk.row.person_id,), message, now=desk.now)
