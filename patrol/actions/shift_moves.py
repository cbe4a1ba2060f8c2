"""Changing who keeps which shift: by a person at the desk, or by a roster that was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from patrol.actions.duty_ledger import Because
from patrol.actions.shift_rosters import give, touch
from patrol.cards.workroom import BEFORE, Rostered, rostered
from patrol.errors import Invalid, NotNow
from patrol.model.duty import Slot
from patrol.rules.duty_words import Source
from patrol.rules.entries import Register
from patrol.rules.shift_check import LACKS, Breach, breaches
from patrol.rules.shifts import Key, Staffing

MOST = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One cell of the grid as it shall be: what somebody keeps on a day; no kind is a free day."""

    person: int
    day: date
    kind: str | None


def proposed(standing: Rostered, moves: Sequence[Move]) -> dict[Key, frozenset[int]]:
    """Give the roster as it would be after some moves; each takes the place of all one had that day."""
    after = {key: set(who) for key, who in standing.staffing().items()}
    for move in moves:
        for (day, _), who in after.items():
            if day == move.day:
                who.discard(move.person)
        if move.kind is None:
            continue
        if (move.day, move.kind) not in after:
            raise NotNow("this shift has begun, is over, or does not exist")
        after[move.day, move.kind].add(move.person)
    return {key: frozenset(who) for key, who in after.items()}


def judge(standing: Rostered, moves: Sequence[Move]) -> tuple[list[Breach], list[Breach]]:
    """Say what some moves would break that stands now, and everything that would be broken then."""
    before, after = (
        set(breaches(standing.room, standing.staffing())),
        breaches(standing.room, proposed(standing, moves)),
    )
    return [one for one in after if one not in before and one.rule not in LACKS], after


def around(
    session: Session, rota_id: int, days: Sequence[date], register: Register, *, now: datetime
) -> Rostered:
    """Read a roster as far as some days can break a rule: a run of working days before and after."""
    return rostered(session, rota_id, register, first=min(days), last=max(days) + BEFORE, now=now)


def move(
    session: Session,
    rota_id: int,
    moves: Sequence[Move],
    register: Register,
    *,
    expected: int,
    by: int | None,
    reason: str | None,
    now: datetime,
) -> int:
    """Change cells of the grid together; give the roster's new version.

    A change that breaks a rule needs a reason: somebody answers for it, and it stays marked.

    Raises:
        NotNow: it breaks a rule and nobody says why; or a shift has more people than seats.
        VersionConflict: somebody changed the roster meanwhile.
    """
    if not 0 < len(moves) <= MOST:
        raise Invalid(f"want 1 to {MOST} changes", ["moves"])
    version = touch(session, rota_id, expected, by, now=now)
    days = [one.day for one in moves]
    standing = around(session, rota_id, days, register, now=now)
    _known(standing, moves)
    new, _ = judge(standing, moves)
    if new and not (reason or "").strip():
        told = [
            {"rule": one.rule, "day": one.key[0].isoformat(), "kind": one.key[1], "person": one.guard}
            for one in new
        ]
        raise NotNow("this breaks a rule of work: say why it has to be", {"breaches": told})
    because = Because(Source.OVERRIDE, by, acting=True, reason=(reason or "").strip()[:200] or None)
    seat(session, standing, proposed(standing, moves), because, now=now)
    return version


def seat(session: Session, standing: Rostered, wanted: Staffing, because: Because, *, now: datetime) -> int:
    """Bring the seats to a roster; whoever stays in a shift stays in their seat. Gives how many moved."""
    moved = 0
    for shift in standing.room.shifts:
        seats = standing.seats[shift.key]
        who = wanted.get(shift.key, frozenset())
        here = {slot.holder_id for slot in seats}
        if len(who) > len(seats):
            raise NotNow("this shift has all the people it needs: free one of its seats first")
        coming = sorted(who - here)
        leaving = [slot for slot in seats if slot.holder_id is None or slot.holder_id not in who]
        for slot in leaving:
            moved += _fill(session, standing, slot, coming, because, now)
    return moved


def _fill(
    session: Session, standing: Rostered, slot: Slot, coming: list[int], because: Because, now: datetime
) -> int:
    if coming:
        give(session, standing.rota, standing.roster, slot, coming.pop(0), because, now=now)
        return 1
    if slot.holder_id is None:
        return 0
    emptied = Because(Source.FORCED, because.actor_id, because.acting, because.reason, because.correlation)
    give(session, standing.rota, standing.roster, slot, None, emptied, now=now)
    return 1


def _known(standing: Rostered, moves: Sequence[Move]) -> None:
    known = {guard.id for guard in standing.room.guards}
    cells: Mapping[tuple[int, date], int] = {(one.person, one.day): one.person for one in moves}
    if len(cells) != len(moves) or any(one.person not in known for one in moves):
        raise Invalid("each cell once, and only people of this workroom", ["moves"])
