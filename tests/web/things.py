"""Things in the market that requests can be about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import (
    checkpoints,
    duty_plan,
    duty_rotas,
    equipment,
    patrol_routes,
    posters,
    round_plan,
    shift_rosters,
    shift_wishes,
    visits,
)
from patrol.actions.checkpoints import Spot
from patrol.actions.patrol_routes import RouteDraft
from patrol.actions.shift_rosters import Heads
from patrol.actions.shift_wishes import Asked
from patrol.actions.visits import Wanted
from patrol.model.alerts import Alert, Silence
from patrol.model.devices import Device
from patrol.model.duty import DutyRequest, Slot
from patrol.model.duty_life import LeadTerm
from patrol.model.handovers import EquipmentKind
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.lead_ballots import LeadBallot
from patrol.model.people import Person
from patrol.model.places import Market, Place
from patrol.model.quiet import Unmasking
from patrol.model.rounds import Checkpoint, Round
from patrol.model.signals import Quarantined
from patrol.model.trials import ButtonTest, DrillPlan
from patrol.rules.duty_words import RequestKind
from patrol.rules.lead_ballots import BallotState
from patrol.rules.round_words import RouteKind
from patrol.rules.rounds import Window
from patrol.rules.shifts import WishKind
from patrol.rules.visits import Choice
from patrol.rules.words import Category, DeviceClass, Severity, Step
from tests.web.house import House

PICTURE = b"\xff\xd8\xff\xe0 a picture"
PICTURE_SHA = sha256(PICTURE).hexdigest()


@dataclass(frozen=True, slots=True)
class Things:
    """Numbers of one thing of each kind."""

    alert: int
    incident: int
    silence: int
    message: int
    slot: str
    request: int
    round: int
    visits: int
    test: int
    drill: int
    unmasking: int
    wish: int
    poster: str
    poster_id: int
    ballot: int
    term: int
    thing: int


def settle(house: House) -> Things:
    """Put one thing of each kind at the shop A001."""
    alert = an_alert(
        house, media=[{"kind": "image", "url": None, "sha256": PICTURE_SHA, "mime": "image/jpeg"}]
    )
    file = house.context.settings.data_dir / "media" / PICTURE_SHA[:2] / PICTURE_SHA
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(PICTURE)
    with house.context.transaction() as (session, now):
        market = _market(session)
        incident = Incident(
            market_id=market.id,
            number="yunda-20260901-0001",
            step=Step.ACCEPTED,
            kind="sos",
            category=Category.PERSONAL_SAFETY,
            severity=Severity.CRITICAL,
            discovered_at=now,
            **_place(session),
        )
        session.add(incident)
        session.flush()
        session.add(_told(incident, now))
        silence = Silence(
            market_id=market.id, maintenance=False, reason="works", begins_at=now, ends_at=now, made_by=None
        )
        message = Quarantined(
            market_id=market.id,
            topic="frigate/odd",
            reason="no-format",
            detail="nobody reads this",
            payload=b"\xff{}",
            size=3,
            retained=False,
            received_at=now,
            recorded_at=now,
        )
        session.add_all([silence, message])
        session.flush()
        police = session.scalars(select(Person.id).where(Person.login == "police")).one()
        asked = Unmasking(incident_id=incident.id, reason="a weapon", asked_by=police, asked_at=now)
        session.add(asked)
        slot, request = _turn(house, session)
        walked, wish = a_round(house, session), _wish(house, session)
        poster = posters.hang(session, "yunda", "g1", by=None, now=now)
        return Things(
            alert,
            incident.id,
            silence.id,
            message.id,
            slot,
            request,
            round=walked,
            visits=a_visit_list(house, session),
            test=a_button_test(session, now),
            drill=a_drill(session, now),
            unmasking=asked.id,
            wish=wish,
            poster=poster.code,
            poster_id=poster.id,
            **_election(session, market.id, now),
        )


def an_alert(house: House, **changes: Any) -> int:
    """Raise an alert at the shop A001 of Yunda."""
    with house.context.transaction() as (session, now):
        told = {
            "market_id": _market(session).id,
            "fingerprint": uuid4().hex,
            "kind": "intrusion",
            "kinds": ["intrusion"],
            "category": Category.PUBLIC_ORDER,
            "severity": Severity.HIGH,
            "rule": "intrusion",
            "happened_at": now,
            "raised_at": now,
            "last_at": now,
            **_place(session),
            **changes,
        }
        alert = Alert(**told)
        session.add(alert)
        session.flush()
        return alert.id


def a_round(house: House, session: Session, code: str = "north") -> int:
    """Let somebody walk the grid now; gives the round."""
    now, register = house.context.clock(), house.context.register.current(session)
    market = register.markets[_market(session).id]
    wanted = select(Checkpoint.version).where(Checkpoint.market_id == market.id, Checkpoint.code == "c1")
    version = session.scalar(wanted) or 0
    spot = Spot("c1", "The north corner", 10.0, 10.0, expected_version=version)
    checkpoints.put(session, market, spot, register)
    local = market.clock.minute(now)
    draft = RouteDraft(code, code, RouteKind.PATROL, "g1", ("c1",), (Window(local, 30),))
    route, _ = patrol_routes.put(session, market, draft, register, by=None, now=now)
    round_plan.lay_down(session, register, now=now)
    round_plan.open_due(session, register, now=now)
    first = select(Round.id).where(Round.route_id == route.id).order_by(Round.opens_at)
    return session.scalars(first.limit(1)).one()


def a_button_test(session: Session, now: datetime) -> int:
    """Hang a button up in the shop A001 and announce its test."""
    place = _place(session)["place_id"]
    told = {"market_id": _market(session).id, "device_class": DeviceClass.BUTTON, "place_id": place}
    button = Device(code="btn-walked", name="btn-walked", **told)
    session.add(button)
    session.flush()
    row = ButtonTest(market_id=button.market_id, device_id=button.id, opened_at=now, closes_at=now)
    session.add(row)
    session.flush()
    return row.id


def a_drill(session: Session, now: datetime) -> int:
    """Plan a drill."""
    row = DrillPlan(market_id=_market(session).id, title="Fire", category="FI", planned_at=now)
    session.add(row)
    session.flush()
    return row.id


def a_visit_list(house: House, session: Session) -> int:
    """Ask the grids to visit the shop A001; gives the list."""
    now, register = house.context.clock(), house.context.register.current(session)
    choice = Choice(named=("A001",))
    wanted = Wanted(_market(session).id, "Festival", "Look", now + timedelta(days=3), choice, shared=False)
    return int(visits.ask(session, wanted, register, by=None, now=now)["id"])


def _turn(house: House, session: Session) -> tuple[str, int]:
    """Let the group keep turns, and one shop ask for one."""
    place = _place(session)
    now = house.context.clock()
    rota = duty_rotas.open_rota(session, place["group_id"], kinds=duty_rotas.USUAL, now=now)
    duty_plan.replan(session, rota.id, house.context.register.current(session), now=now)
    slot = session.scalars(select(Slot.id).order_by(Slot.starts_at.desc())).first() or ""
    request = DutyRequest(
        rota_id=rota.id,
        kind=RequestKind.GIVE,
        slot_a=slot,
        seq_a=1,
        from_id=place["place_id"],
        to_id=place["place_id"],
        asked_by=None,
        asked_at=now,
        expires_at=now,
    )
    session.add(request)
    session.flush()
    return slot, request.id


def _wish(house: House, session: Session) -> int:
    """Let the workroom keep a roster, and its guard wish for a free day."""
    now, grid = house.context.clock(), _place(session)["grid_id"]
    roster = shift_rosters.open_roster(session, grid, Heads(1, 1, 1), now=now)
    register = house.context.register.current(session)
    shift_rosters.lay(session, roster.rota_id, register, now=now)
    asked = Asked(WishKind.FREE, now.date(), now.date())
    return shift_wishes.wish(session, roster.rota_id, house.person("guard").id, asked, register, now=now).id


def _election(session: Session, market: int, now: datetime) -> dict[str, int]:
    """Let the group have a lead, an election that is over, and an armband."""
    group, shop = _place(session)["group_id"], _place(session)["place_id"]
    ballot = LeadBallot(
        group_id=group, opened_by=None, opened_at=now, votes_from=now, closes_at=now, term_days=1
    )
    ballot.state = BallotState.CANCELLED
    term = LeadTerm(group_id=group, lead_id=shop, starts_at=now, ends_at=now)
    session.add_all([ballot, term])
    band = equipment.add(session, market, group, EquipmentKind.ARMBAND, "101", now=now)
    session.flush()
    return {"ballot": ballot.id, "term": term.id, "thing": band.id}


def _told(incident: Incident, now: datetime) -> IncidentEntry:
    """A line of the timeline that names the picture."""
    seen = {"media": [{"kind": "snapshot", "url": f"picture:{PICTURE_SHA}", "sha256": PICTURE_SHA}]}
    return IncidentEntry(
        incident_id=incident.id,
        verb="note",
        actor_id=None,
        happened_at=now,
        received_at=now,
        recorded_at=now,
        version=1,
        facts=seen,
    )


def _market(session: Session) -> Market:
    return session.scalars(select(Market).where(Market.code == "yunda")).one()


def _place(session: Session) -> dict[str, Any]:
    market = _market(session).id
    ids = {p.code: p.id for p in session.scalars(select(Place).where(Place.market_id == market))}
    return {"place_id": ids["A001"], "group_id": ids["g1-01"], "grid_id": ids["g1"]}
