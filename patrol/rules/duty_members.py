"""Who belongs to a group at an instant, who is away, and who leads it."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from patrol.rules.duty_slots import Turn
from patrol.rules.fairness import Holder


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open time; no end: until further notice."""

    start: datetime
    end: datetime | None = None

    def holds(self, instant: datetime) -> bool:
        """Say whether an instant lies within."""
        return self.start <= instant and (self.end is None or instant < self.end)

    def touches(self, start: datetime, end: datetime) -> bool:
        """Say whether any of a stretch lies within."""
        return self.start < end and (self.end is None or start < self.end)


@dataclass(frozen=True, slots=True)
class Away:
    """An absence; `excused`: nothing is owed for it. Otherwise it is to be made up later."""

    span: Span
    excused: bool = True


@dataclass(frozen=True, slots=True)
class Member:
    """One shop or person of a group: when it belonged to it, and when it was away."""

    id: int
    stays: tuple[Span, ...]
    away: tuple[Away, ...] = ()

    def belongs(self, turn: Turn) -> bool:
        """Say whether it is a member when the turn begins."""
        return any(stay.holds(turn.start) for stay in self.stays)

    def can_take(self, turn: Turn) -> bool:
        """Say whether it is there for the whole turn."""
        return self.belongs(turn) and not (self.away and self._absences(turn))

    def owes(self, turn: Turn) -> bool:
        """Say whether the turn is also its own: no absence excuses it."""
        return self.belongs(turn) and not any(away.excused for away in self._absences(turn))

    def _absences(self, turn: Turn) -> list[Away]:
        return [away for away in self.away if away.span.touches(turn.start, turn.end)]


@dataclass(frozen=True, slots=True)
class Term:
    """A lead's time in office, and the deputy's."""

    span: Span
    lead: int
    deputy: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """The people side of a rota. Members stand in an order drawn from their names once and for ever."""

    rota: str
    members: tuple[Member, ...]
    terms: tuple[Term, ...] = ()
    _order: tuple[Member, ...] = field(init=False, default=())
    _available: dict[tuple[datetime, datetime], list[int]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        """Settle the order, whatever the order of asking."""
        object.__setattr__(self, "_order", tuple(sorted(self.members, key=self._drawn)))

    def available(self, turn: Turn) -> list[int]:
        """Give those who can take a turn, in the settled order; found out once for all seats of a turn."""
        times = (turn.start, turn.end)
        if times not in self._available:
            self._available[times] = [member.id for member in self._order if member.can_take(turn)]
        return self._available[times]

    def owing(self, turn: Turn, available: list[int]) -> list[Holder]:
        """Give those among whom a turn is shared; when nobody can come, all members owe it."""
        if len(available) == len(self._order):
            return list(available)
        owing = [member.id for member in self._order if member.owes(turn)] if available else []
        return list(owing or (member.id for member in self._order if member.belongs(turn)))

    def leads(self, turn: Turn) -> tuple[int, ...]:
        """Give lead and deputy at the beginning of a turn, as far as they are members then."""
        members = {member.id for member in self.members if member.belongs(turn)}
        for term in self.terms:
            if term.span.holds(turn.start):
                return tuple(one for one in (term.lead, term.deputy) if one in members)
        return ()

    def _drawn(self, member: Member) -> str:
        return sha256(f"{self.rota}|{member.id}".encode()).hexdigest()
