"""A market where rounds are walked: three checkpoints along the lane, a patrol and a check of one grid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from patrol.actions import checkpoints, patrol_routes, round_commands
from patrol.actions.checkpoints import Spot
from patrol.actions.patrol_routes import RouteDraft
from patrol.actions.round_order import RoundOrder
from patrol.jobs import keep_rounds
from patrol.model.rounds import Checkpoint, Round, RoundStop
from patrol.rules.checkpoint_code import code_of
from patrol.rules.round_words import RouteKind
from patrol.rules.rounds import Window
from tests.case_world import CaseWorld, a_case_world

SPOTS = {"c1": 50.0, "c2": 150.0, "c3": 250.0}
"""Plan metres along the lane."""
WINDOW = Window(opens=10 * 60, minutes=60, grace=15)


@dataclass(slots=True)
class RoundWorld:
    """The case world with rounds, and hands for whoever walks them. It is 10:15 in the market."""

    case: CaseWorld

    @property
    def world(self) -> Any:
        """The world below."""
        return self.case.world

    def later(self, **span: float) -> "RoundWorld":
        """Let time pass."""
        self.world.later(**span)
        return self

    def route(self, code: str = "north", kind: RouteKind = RouteKind.PATROL, **changes: Any) -> None:
        """Set a route up, or change it."""
        told = {"name": code, "grid": "g1", "stops": tuple(SPOTS), "windows": (WINDOW,), **changes}
        with self.world.sessions.begin() as session:
            register = self.world.register.current(session)
            draft = RouteDraft(code=code, kind=kind, **told)
            patrol_routes.put(session, register.markets[1], draft, register, by=None, now=self.world.now)

    def tick(self) -> None:
        """Let the clockwork look once."""
        with self.world.sessions.begin() as session:
            if keep_rounds.is_due(session, now=self.world.now):
                keep_rounds.run(session, self.world.register.current(session), now=self.world.now)

    def rounds(self) -> list[Round]:
        """Read all rounds in their order."""
        with self.world.sessions() as session:
            return list(session.scalars(select(Round).order_by(Round.opens_at, Round.id)))

    def today(self) -> Round:
        """Give the round of this morning."""
        return self.rounds()[0]

    def stops(self, round_id: int | None = None) -> list[RoundStop]:
        """Read the stops of a round."""
        wanted = select(RoundStop).where(RoundStop.round_id == (round_id or self.today().id))
        with self.world.sessions() as session:
            return list(session.scalars(wanted.order_by(RoundStop.seq)))

    def code(self, checkpoint: str) -> str:
        """Read the print at a checkpoint."""
        with self.world.sessions() as session:
            spot = session.scalars(select(Checkpoint).where(Checkpoint.code == checkpoint)).one()
            return code_of(spot.key, "yunda", spot.code, spot.epoch)

    def do(self, command: str, *, by: str = "guard", **payload: Any) -> Mapping[str, Any]:
        """Let somebody command the round of this morning."""
        row = self.today()
        order = RoundOrder(
            row.id,
            command,
            payload.pop("command_id", None) or uuid4().hex,
            payload.pop("version", None) or row.version,
            payload,
            self.case.people[by],
            walks=by.startswith("guard"),
            runs=not by.startswith("guard"),
        )
        with self.world.sessions.begin() as session:
            register = self.world.register.current(session)
            return round_commands.command(session, order, register, now=self.world.now)

    def scan(self, checkpoint: str, **more: Any) -> Mapping[str, Any]:
        """Read the code at a checkpoint."""
        return self.do("scan", checkpoint=checkpoint, code=self.code(checkpoint), **more)

    def position(self, x: float, *, acc: float = 8.0, age_s: float = 0.0) -> dict[str, Any]:
        """Give a fix beside the lane, as a phone would."""
        with self.world.sessions() as session:
            frame = self.world.register.current(session).markets[1].frame
        lat, lon = frame.to_wgs84(x, 12.0)
        at = (self.world.now - timedelta(seconds=age_s)).isoformat()
        return {"lat": lat, "lon": lon, "acc": acc, "at": at}


def a_round_world(folder: Path, *, url: str | None = None) -> RoundWorld:
    """Build it on a fresh database; no route yet."""
    made = RoundWorld(a_case_world(folder, url=url))
    with made.world.sessions.begin() as session:
        register = made.world.register.current(session)
        for code, x in SPOTS.items():
            spot = Spot(code, code.upper(), x, 10.0, orders=f"look at {code}")
            made_spot = checkpoints.put(session, register.markets[1], spot, register)
            made_spot.grid_id = next(p.id for p in register.places.values() if p.code == "g1")
    return made
