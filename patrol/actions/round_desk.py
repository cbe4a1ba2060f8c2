"""One round inside an open transaction: locked, changed, marked, and told once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.cards.people import names
from patrol.cards.rounds import round_card, whole_round_card
from patrol.cards.things import Card, code_of
from patrol.errors import NotFound
from patrol.model.incidents import Incident
from patrol.model.rounds import Checkpoint, PatrolRoute, Round, RoundFinding, RoundStop, RouteVersion
from patrol.rules.entries import Register
from patrol.rules.rooms import rooms_of
from patrol.rules.round_words import OPEN_STATES, SHOWN_STATES, RoundState, StopState
from patrol.rules.rounds import DRIVING_AT_MOST_M_S, WALKING_AT_MOST_M_S, marks


class RoundDesk:
    """Holds the lock of one round, so that two who are there at once come one after the other."""

    def __init__(self, session: Session, round_id: int, register: Register, *, now: datetime) -> None:
        """Lock the round and read what belongs to it."""
        found = session.get(Round, round_id, with_for_update=True, populate_existing=True)
        if found is None:
            raise NotFound(f"there is no round {round_id}")
        self.session, self.row, self.register, self.now = session, found, register, now
        self.route = session.get_one(PatrolRoute, found.route_id)
        self.version = session.get_one(RouteVersion, found.route_version_id)
        rows = select(RoundStop).where(RoundStop.round_id == round_id).order_by(RoundStop.seq)
        self.stops: Sequence[RoundStop] = session.scalars(
            rows.execution_options(populate_existing=True)
        ).all()
        wanted = select(Checkpoint).where(Checkpoint.id.in_([stop.checkpoint_id for stop in self.stops]))
        self.checkpoints = {each.id: each for each in session.scalars(wanted)}

    def stop_at(self, code: str) -> RoundStop:
        """Give the stop at a checkpoint; the first that is not reached where a route comes by twice."""
        here = [stop for stop in self.stops if self.checkpoints[stop.checkpoint_id].code == code]
        if not here:
            raise NotFound(f"this round does not pass {code}")
        waiting = (StopState.OPEN, StopState.MISSED)
        return next((stop for stop in here if stop.state in waiting), here[-1])

    def mark(self) -> None:
        """Judge order and pace of all stops anew; the instants alone decide."""
        market = self.register.markets[self.row.market_id]
        cars = self.version.by_car
        found = marks(
            [stop.value() for stop in self.stops],
            metres=lambda a, b: market.lanes.metres_between(a, b, cars=cars),
            at_most_m_s=DRIVING_AT_MOST_M_S if cars else WALKING_AT_MOST_M_S,
        )
        for stop in self.stops:
            mark = found.get(stop.seq)
            stop.out_of_order = mark.out_of_order if mark else False
            stop.too_fast = mark.too_fast if mark else False

    def card(self) -> Card:
        """What boards are told."""
        return round_card(self.row, self.route, self.version, self.stops, self.register, names(self.session))

    def whole(self) -> Card:
        """What whoever walks is told."""
        found = self.session.execute(
            select(RoundFinding, Incident.number)
            .join(Incident, Incident.id == RoundFinding.incident_id)
            .where(RoundFinding.round_id == self.row.id)
            .order_by(RoundFinding.id)
        )
        pairs = [(finding, number) for finding, number in found]
        return whole_round_card(self.card(), self.stops, self.checkpoints, pairs, names(self.session))

    def tell(self, event: str) -> None:
        """Raise the version and tell the boards; what is over leaves their state."""
        self.row.version += 1
        self.session.flush()
        post_round(self, event)

    @property
    def is_open(self) -> bool:
        """Say whether its time is not over yet."""
        return RoundState(self.row.state) in OPEN_STATES


def post_round(desk: RoundDesk, event: str) -> None:
    """Tell the market's and the grid's room how a round stands."""
    market = desk.register.markets[desk.row.market_id]
    outbox.post(
        desk.session,
        rooms_of(market.code, code_of(desk.register, desk.row.grid_id)),
        event,
        entity=f"round:{desk.row.id}",
        version=desk.row.version,
        body=desk.card() if RoundState(desk.row.state) in SHOWN_STATES else None,
        now=desk.now,
    )
