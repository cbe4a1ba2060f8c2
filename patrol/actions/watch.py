"""Is anybody watching? Asked at night when nobody has acted for long; any act answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.actions.notices import Message, tell
from patrol.cards.audience import Audience
from patrol.cards.case_rules import case_rules
from patrol.cards.watch import watch_card
from patrol.errors import Invalid
from patrol.model.incidents import CommandDone
from patrol.model.stream import Presence
from patrol.model.watch import NightWatch
from patrol.rules import watch as rules
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.notice_words import NoticeKind
from patrol.rules.rooms import rooms_of
from patrol.rules.watch import Watch, WatchPlan, WatchStep
from patrol.rules.words import Role, Severity

WATCHERS = (Role.OFFICER, Role.SHIFT_LEADER)
ENTITY = "watch:self"


def look(session: Session, register: Register, *, now: datetime) -> None:
    """Ask, note that nobody answered, or note that somebody acted: in every market where it is due."""
    for market in register.markets.values():
        row = _row(session, market, now)
        _look_at(session, row, market, case_rules(session, market.id).watch, register, now)


def here(
    session: Session, market: MarketEntry, *, command_id: str, actor_id: int | None, now: datetime
) -> dict[str, Any]:
    """Note that somebody says they are watching; a retry gives the same answer."""
    done = session.get(CommandDone, command_id)
    if done is not None:
        if (done.entity, done.actor_id) != (f"watch:{market.code}", actor_id):
            raise Invalid("this command_id was used for another command: make a new one")
        return done.answer
    row = _row(session, market, now)
    _calm(session, row, market, now, by=actor_id)
    answer = {"version": row.version, "acted_at": now.isoformat()}
    session.add(
        CommandDone(
            command_id=command_id, actor_id=actor_id, entity=f"watch:{market.code}", answer=answer, at=now
        )
    )
    return answer


def _row(session: Session, market: MarketEntry, now: datetime) -> NightWatch:
    row = session.get(NightWatch, market.id, with_for_update=True)
    if row is None:
        row = NightWatch(market_id=market.id, acted_at=now)
        session.add(row)
        session.flush()
    return row


def _look_at(
    session: Session,
    row: NightWatch,
    market: MarketEntry,
    plan: WatchPlan,
    register: Register,
    now: datetime,
) -> None:
    night = plan.holds(market.clock.minute(now))
    at, by = _last_act(session, market, register, row, now) if night else (row.acted_at, row.acted_by)
    if not night and row.asked_at is None:
        row.acted_at = now  # a night begins with its own half hour
        return
    step = rules.next_step(Watch(at, row.asked_at, row.missed_at), plan, night=night, now=now)
    match step:
        case WatchStep.ASK:
            row.asked_at, row.acted_at, row.acted_by = now, at, by
            row.version += 1
            _tell_boards(session, row, market, "watch.asked", now)
        case WatchStep.MISS:
            row.missed_at = now
            row.version += 1
            _tell_boards(session, row, market, "watch.missed", now)
            _tell_leaders(session, row, market, register, now)
        case WatchStep.CALM:
            _calm(session, row, market, at if at > row.acted_at else now, by=by)
        case WatchStep.NOTHING:
            pass


def _calm(session: Session, row: NightWatch, market: MarketEntry, at: datetime, *, by: int | None) -> None:
    asked = row.asked_at is not None
    row.acted_at, row.acted_by, row.asked_at, row.missed_at = at, by, None, None
    row.version += 1
    if asked:
        _tell_boards(session, row, market, "watch.answered", at)


def _last_act(
    session: Session, market: MarketEntry, register: Register, row: NightWatch, now: datetime
) -> tuple[datetime, int | None]:
    """Find the last command of an officer or leader here, or the last card one of them opened."""
    watchers = Audience(session, register, market.id, now).office(*WATCHERS)
    acts = select(CommandDone.at, CommandDone.actor_id).where(
        CommandDone.actor_id.in_(watchers), CommandDone.at > row.acted_at
    )
    act = session.execute(acts.order_by(CommandDone.at.desc()).limit(1)).first()
    cards = select(Presence.seen_at, Presence.person_id).where(
        Presence.market_id == market.id,
        Presence.person_id.in_(watchers),
        Presence.entity.is_not(None),
        Presence.seen_at > row.acted_at,
    )
    card = session.execute(cards.order_by(Presence.seen_at.desc()).limit(1)).first()
    found = [(each[0], each[1]) for each in (act, card) if each is not None]
    return max(found, key=lambda one: one[0], default=(row.acted_at, row.acted_by))


def _tell_boards(session: Session, row: NightWatch, market: MarketEntry, event: str, now: datetime) -> None:
    session.flush()
    card, rooms = watch_card(row), rooms_of(market.code)
    outbox.post(session, rooms, event, entity=ENTITY, version=row.version, body=card, now=now)


def _tell_leaders(
    session: Session, row: NightWatch, market: MarketEntry, register: Register, now: datetime
) -> None:
    leaders = Audience(session, register, market.id, now).office(Role.SHIFT_LEADER)
    asked = row.asked_at or now
    thing = f"watch:{market.code}:{asked:%Y%m%dT%H%M%S}"
    facts = {"place": market.name}
    message = Message(thing, NoticeKind.WATCH_MISSED, Severity.HIGH, market.id, facts=facts, link="/board")
    tell(session, leaders, message, now=now)
