"""Asking for visits, from the API and from the form: what may be said, and how it becomes a list."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from patrol.actions import visits
from patrol.actions.once import once
from patrol.actions.visit_reminders import remind
from patrol.actions.visits import Wanted
from patrol.model.visits import VisitList
from patrol.rules.visits import Choice
from web.context import Change

Codes = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=5000)]


class Meant(BaseModel):
    """Which shops: of these grids, groups and trades together, and those named by code or name."""

    model_config = ConfigDict(extra="forbid")

    grids: Codes = Field(default_factory=list)
    groups: Codes = Field(default_factory=list)
    trades: Codes = Field(default_factory=list)
    shops: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=5000)] = Field(
        default_factory=list
    )

    def choice(self) -> Choice:
        """Give it as the rules know it."""
        return Choice(
            frozenset(self.grids), frozenset(self.groups), frozenset(self.trades), tuple(self.shops)
        )


class NewList(Meant):
    """A list as an office wants it."""

    command_id: UUID
    title: Annotated[str, Field(min_length=1, max_length=200)]
    ask: Annotated[str, Field(min_length=1, max_length=1000)]
    due: AwareDatetime
    shared: bool = True


def new_list(to: Change, market_id: int, body: NewList, actor: int | None) -> dict[str, Any]:
    """Make a list once for its command, and tell the guards."""
    due: datetime = body.due
    wanted = Wanted(market_id, body.title, body.ask, due, body.choice(), body.shared)

    def make() -> dict[str, Any]:
        card = visits.ask(to.session, wanted, to.register, by=actor, now=to.now)
        row = to.session.get_one(VisitList, card["id"])
        return {"id": row.id, "card": card, "told": remind(to.session, row, "asked", now=to.now)}

    return once(to.session, "visit_list", str(body.command_id), make, actor_id=actor, now=to.now)
