"""What a group has been promised, and a watch over whether it is kept: notices, calendars, wishes."""

from datetime import timedelta

from sqlalchemy import or_, select

from patrol.actions.duty_ledger import GONE, TAKEN
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.queries.calendar_feeds import PAST, Entry, Reading, entries
from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_words import RequestState
from tests.actions.duty_town import Group

Told = set[tuple[int, str, str, int]]
PROMISED = timedelta(days=7)


class Heard:
    """Compares what was told of turns with what the ledger says was gained and lost."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._rows = len(group.rows())
        self._told = self._now()

    def since(self) -> tuple[Told, Told]:
        """Give what was told since the last look, and what should have been."""
        rows = self._group.rows()
        expected: Told = set()
        last: dict[str, int | None] = {}
        for number, (name, seq, holder, _source) in enumerate(rows):
            before = last.get(name)
            if number >= self._rows and name in last and before != holder and self._promised(name):
                expected |= {
                    (who, topic, name, seq) for who, topic in ((before, GONE), (holder, TAKEN)) if who
                }
            last[name] = holder
        now = self._now()
        new, self._rows, self._told = now - self._told, len(rows), now
        return new, expected

    def _now(self) -> Told:
        return {one for one in self._group.notices() if one[1] in (GONE, TAKEN)}

    def _promised(self, name: str) -> bool:
        slot, now = self._group.slot(name), self._group.town.now
        return slot.ends_at > now and slot.starts_at < now + PROMISED


class Calendars:
    """Two shops and the group follow their turns; what they have once seen stays, its number only grows."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._seen: dict[int | None, dict[str, Entry]] = {}

    def look(self) -> None:
        """Read each calendar afresh and compare it with what it said before."""
        for shop in (self._group.shops[0], self._group.shops[1], None):
            found = {entry.slot.id: entry for entry in self._read(shop)}
            assert found.keys() == {entry.slot.id for entry in self._read(shop)}
            for name, old in self._seen.get(shop, {}).items():
                if old.slot.starts_at < self._group.town.now - PAST + timedelta(days=1):
                    continue
                assert name in found, "a promised turn vanished from a calendar"
                assert found[name].slot.seq >= old.slot.seq
                assert found[name].revised_at >= old.revised_at
                assert found[name].lost == (shop is not None and found[name].slot.holder_id != shop)
            self._seen[shop] = found

    def _read(self, shop: int | None) -> list[Entry]:
        town = self._group.town
        with town.sessions() as session:
            rota = session.get_one(Rota, self._group.rota_id)
            calendar = Calendar(town.registers.current(session).markets[rota.market_id].clock.timezone)
            shops = None if shop is None else frozenset({shop})
            reading = Reading((rota,), shops, None if shop is None else frozenset())
            return entries(session, reading, calendar, today=calendar.day(town.now))


def open_wishes_for_moved_turns(group: Group) -> list[int]:
    """Find requests that still wait although a request about the same turn has been carried out since."""
    waiting = [RequestState.OFFERED, RequestState.ACCEPTED]
    with group.town.sessions() as session:
        done = select(DutyRequest).where(
            DutyRequest.rota_id == group.rota_id, DutyRequest.state == RequestState.APPLIED
        )
        found: list[int] = []
        for one in session.scalars(done):
            slots = [name for name in (one.slot_a, one.slot_b) if name]
            touching = or_(DutyRequest.slot_a.in_(slots), DutyRequest.slot_b.in_(slots))
            rows = select(DutyRequest.id).join(Slot, Slot.id == DutyRequest.slot_a)
            found += session.scalars(
                rows.where(touching, DutyRequest.state.in_(waiting), DutyRequest.asked_at < one.applied_at)
            ).all()
        return found
