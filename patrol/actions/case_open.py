"""How an incident begins: somebody accepts an alert, or somebody reports."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.actions.case_desk import CaseDesk
from patrol.actions.case_place import Where, around, called, where
from patrol.cards.things import Card
from patrol.errors import Invalid, NotFound
from patrol.model.alerts import Alert
from patrol.model.incidents import CommandDone, Counter, Incident, IncidentEntry
from patrol.rules.case_words import Source, TimerKind
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.register import Point
from patrol.rules.words import Category, Kind, PlaceKind, Severity, Step

FOLDS_WITHIN = timedelta(minutes=10)
"""The same person telling the same of the same place again within this time adds to the first report."""
WIDE = frozenset({PlaceKind.MARKET, PlaceKind.GRID})
"""Two things may go on here at once: of these only calls for help are folded."""
LONGEST_SUMMARY = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What a person tells of. `point` plan metres; a place, a point or words for the place must be given."""

    market_id: int
    category: Category
    severity: Severity
    command_id: str
    reporter_id: int | None
    kind: str = "report"
    place: str | None = None
    point: Point | None = None
    whereabouts: str | None = None
    """The place in the teller's own words, where nobody could look it up."""
    summary: str | None = None
    media: tuple[Mapping[str, object], ...] = ()
    happened_at: datetime | None = None
    dedupe: str | None = None
    related: int | None = None
    source: Source = Source.PERSON
    near_id: int | None = None
    """Given: whoever tells it hides at this place, and nothing here names them."""


def open_from(
    session: Session, alert: Alert, register: Register, *, actor_id: int | None, now: datetime
) -> Incident:
    """Make the incident of an alert that somebody accepts: discovered when it was raised, accepted now."""
    market = register.markets[alert.market_id]
    incident = Incident(
        market_id=alert.market_id,
        number=next_number(session, market, now),
        step=Step.ACCEPTED,
        kind=alert.kind,
        category=alert.category,
        severity=alert.severity,
        place_id=alert.place_id,
        grid_id=alert.grid_id,
        group_id=alert.group_id,
        x=alert.x,
        y=alert.y,
        discovered_at=alert.raised_at,
        accepted_at=now,
        accepted_by=actor_id,
        decided_by=actor_id,
        decided_at=now,
    )
    session.add(incident)
    session.flush()
    alert.incident_id = incident.id
    desk = CaseDesk(session, incident, register, now, actor_id)
    _give_procedure(desk)
    desk.watch.start(TimerKind.ACCEPT, incident.severity, since=alert.raised_at)
    desk.watch.stop((TimerKind.ACCEPT,))
    desk.watch.start(TimerKind.DISPATCH, incident.severity)
    session.add(_discovered(incident, None, alert.happened_at, alert.raised_at, now, {"alert": alert.id}))
    desk.log("accept", {})
    desk.tell("incident.accepted")
    return incident


def report(session: Session, told: Report, register: Register, *, now: datetime) -> dict[str, Any]:
    """Open an incident at its first step from what a person tells; a retry gives the same answer.

    Raises:
        Invalid: nothing says where.
        NotFound: there is no such place in this market.
    """
    market = register.markets[told.market_id]
    if (answered := _answered(session, told)) is not None:
        return answered
    where, told = _locate(register, market, told)
    number = next_number(session, market, now)
    if (answered := _answered(session, told)) is not None:
        return answered
    incident, card = _enter(session, told, where, number, register, now)
    return _done(session, told, incident, card, now)


def take_in(session: Session, told: Report, register: Register, *, now: datetime) -> Incident:
    """Open an incident, or add to one that stands, without remembering the command; as `report` otherwise."""
    market = register.markets[told.market_id]
    where, told = _locate(register, market, told)
    return _enter(session, told, where, next_number(session, market, now), register, now)[0]


def _enter(
    session: Session, told: Report, where: Where, number: str, register: Register, now: datetime
) -> tuple[Incident, Card]:
    standing = _told_before(session, told, where, now)
    if standing is not None:
        return standing, _tell_more(session, standing, told, register, now)
    incident = _reported(session, told, where, number, now)
    desk = CaseDesk(session, incident, register, now, told.reporter_id, told.happened_at)
    _give_procedure(desk)
    desk.watch.start(TimerKind.ACCEPT, incident.severity)
    desk.log("report", _shown(told))
    return incident, desk.tell("incident.discovered")


def next_number(session: Session, market: MarketEntry, now: datetime) -> str:
    """`<market>-<market day>-<running number>`, taken under the counter's row lock."""
    prefix = f"{market.code}-{market.clock.day(now):%Y%m%d}-"
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = 1 if session.get(Counter, prefix) else _after_the_last(session, prefix)
    statement = (
        make(Counter)
        .values(name=prefix, value=first)
        .on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + 1})
        .returning(Counter.value)
    )
    return f"{prefix}{session.scalars(statement).one():04d}"


def _after_the_last(session: Session, prefix: str) -> int:
    """Begin a day's counter; a database from before there were counters may have numbers already."""
    last = session.scalar(select(func.max(Incident.number)).where(Incident.number.startswith(prefix)))
    return int(last.removeprefix(prefix)) + 1 if last else 1


def _answered(session: Session, told: Report) -> dict[str, Any] | None:
    """Give the answer this command has had; asked again behind the counter's lock, for two at once."""
    done = session.get(CommandDone, told.command_id)
    if done is None:
        return None
    if (done.entity, done.actor_id) != ("report", told.reporter_id):
        raise Invalid("this command_id was used for another command: make a new one")
    return done.answer


def _reported(session: Session, told: Report, where: Where, number: str, now: datetime) -> Incident:
    point = where.point
    incident = Incident(
        market_id=told.market_id,
        number=number,
        step=Step.DISCOVERED,
        kind=told.kind,
        category=told.category,
        severity=told.severity,
        source=told.source,
        reported_by=told.reporter_id,
        summary=told.summary,
        dedupe=_dedupe(told, where),
        related_id=told.related,
        near_id=told.near_id,
        place_id=where.place.id if where.place else None,
        grid_id=where.grid.id if where.grid else None,
        group_id=where.group.id if where.group else None,
        x=point[0] if point else None,
        y=point[1] if point else None,
        pictures=len(told.media),
        discovered_at=now,
    )
    session.add(incident)
    session.flush()
    return incident


def _tell_more(session: Session, incident: Incident, told: Report, register: Register, now: datetime) -> Card:
    desk = CaseDesk(session, incident, register, now, told.reporter_id, told.happened_at)
    incident.version += 1
    incident.pictures += len(told.media)
    desk.log("report_again", {**_shown(told), **({"note": told.summary} if told.summary else {})})
    return desk.tell("incident.changed")


def _told_before(session: Session, told: Report, where: Where, now: datetime) -> Incident | None:
    dedupe = _dedupe(told, where)
    if dedupe is None:
        return None
    statement = select(Incident).where(
        Incident.market_id == told.market_id,
        Incident.dedupe == dedupe,
        Incident.closed_at.is_(None),
        Incident.discovered_at > now - FOLDS_WITHIN,
    )
    return session.scalars(statement.limit(1).with_for_update()).first()


def _shown(told: Report) -> dict[str, Any]:
    seen = {"media": [dict(medium) for medium in told.media]} if told.media else {}
    return {**seen, "hidden": True} if told.near_id is not None else seen


def _dedupe(told: Report, where: Where) -> str | None:
    if told.dedupe is not None:
        return told.dedupe[:120]
    if told.reporter_id is None or where.place is None:
        return None
    if where.place.kind in WIDE and told.kind != Kind.SOS:
        return None
    return f"{told.reporter_id}:{told.category}:{where.place.id}"


def _locate(register: Register, market: MarketEntry, told: Report) -> tuple[Where, Report]:
    """Find where it is. Words that name no place go before what was told: a report is never lost for them."""
    if told.place is not None:
        found = where(register, market, told.place)
        if found is None:
            raise NotFound(f"there is no place {told.place!r} in {market.code}")
    elif told.whereabouts is not None:
        found = called(register, market, told.whereabouts)
        told = told if found else replace(told, summary=_before(told.whereabouts, told.summary))
    elif told.point is None:
        raise Invalid("say where: a place or a point", ["place", "point"])
    else:
        found = None
    if told.point is not None:
        found = replace(found or around(register, market, told.point), point=told.point)
    return found or Where(), told


def _before(whereabouts: str, summary: str | None) -> str:
    return " · ".join(word for word in (whereabouts.strip(), summary) if word)[:LONGEST_SUMMARY]


def _give_procedure(desk: CaseDesk) -> None:
    incident = desk.incident
    keys = desk.rules.cards.sop(Category(incident.category), Severity(incident.severity))
    incident.sop = [{"key": key, "done": None} for key in keys]


def _discovered(
    incident: Incident,
    actor_id: int | None,
    happened_at: datetime,
    received_at: datetime,
    now: datetime,
    facts: dict[str, Any],
) -> IncidentEntry:
    return IncidentEntry(
        incident_id=incident.id,
        verb="discover",
        actor_id=actor_id,
        happened_at=happened_at,
        received_at=received_at,
        recorded_at=now,
        version=1,
        facts=facts,
    )


def _done(session: Session, told: Report, incident: Incident, card: Card, now: datetime) -> dict[str, Any]:
    answer = {"id": incident.id, "version": incident.version, "step": incident.step, "card": card}
    session.add(
        CommandDone(
            command_id=told.command_id, actor_id=told.reporter_id, entity="report", answer=answer, at=now
        )
    )
    return answer
