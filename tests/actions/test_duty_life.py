"""Whatever a group does, in whatever order: the ledger grows, nobody is missing, both sides agree."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from patrol.actions import duty_absences, duty_credit, duty_requests, duty_turns
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_requests import Wish
from patrol.errors import NotFound, NotNow
from patrol.model.duty import Slot
from patrol.rules.duty_words import AbsenceKind, RequestKind, RequestState, Source
from patrol.rules.swaps import Answer
from tests.actions.duty_promises import Calendars, Heard, open_wishes_for_moved_turns
from tests.actions.duty_town import OFFICE, DutyTown, Group, a_town, owner

NUMBERS = st.integers(0, 10_000)
LONG = settings().max_examples > 100


class Life(RuleBasedStateMachine):
    """One group from its founding on; shops ask, agree, leave and come back, and nights pass."""

    town: DutyTown

    def __init__(self) -> None:
        super().__init__()
        self.group: Group = self.town.group(shops=5, days=12)
        self.rows = self.group.rows()
        self.marks: list[str] = []
        self.absences: list[int] = []
        self.requests: list[int] = []
        self.over: dict[str, tuple[int | None, int]] = {}
        self.before: dict[str, dict[str, int | None]] = {}
        self.heard = Heard(self.group)
        self.calendars = Calendars(self.group)

    @rule(number=NUMBERS, other=NUMBERS, kind=st.sampled_from(RequestKind))
    def somebody_asks(self, number: int, other: int, kind: RequestKind) -> None:
        slots = self.group.slots()
        first, second = slots[number % len(slots)], slots[other % len(slots)]
        shop = self.group.shops[other % len(self.group.shops)]
        wish = Wish(
            kind, first.id, first.seq, second.id if kind is RequestKind.EXCHANGE else None, shop, "asked"
        )
        with suppress(NotNow):
            asked = self.town.do(lambda s, r: duty_requests.ask(s, wish, OFFICE, r, now=self.town.now))
            self.requests.append(asked.id)

    @precondition(lambda self: self.requests)
    @rule(number=NUMBERS, said=st.sampled_from([Answer.ACCEPT, Answer.ACCEPT, Answer.UNDO, Answer.DECLINE]))
    def somebody_answers(self, number: int, said: Answer) -> None:
        request = self.requests[number % len(self.requests)]
        before = self.holders()
        try:
            done = self.town.do(
                lambda s, r: duty_requests.answer(
                    s, request, said, OFFICE, r, now=self.town.now, reason="door"
                )
            )
        except NotNow:
            assert self.holders() == before
            return
        if done.state not in (RequestState.APPLIED, RequestState.UNDONE):
            assert self.holders() == before
        elif done.kind == RequestKind.EXCHANGE:
            assert Counter(self.holders().values()) == Counter(before.values())

    @rule(number=NUMBERS, first=NUMBERS, length=st.integers(1, 3))
    def the_lead_decides(self, number: int, first: int, length: int) -> None:
        slots = self.group.slots()
        chosen = slots[first % len(slots) :][:length]
        shop = self.group.shops[number % len(self.group.shops)]
        looked = [(slot.id, slot.seq) for slot in chosen]
        with suppress(NotNow):
            mark = self.town.do(
                lambda s, r: duty_turns.override(s, looked, shop, OFFICE, r, reason="x", now=self.town.now)
            )
            self.marks.append(mark)
            self.before[mark] = {slot.id: slot.holder_id for slot in chosen}
            assert all(self.group.slot(slot.id).holder_id == shop for slot in chosen)

    @precondition(lambda self: self.marks)
    @rule()
    def the_lead_takes_it_back(self) -> None:
        mark = self.marks.pop()
        known = len(self.group.rows())
        with suppress(NotFound):
            self.town.do(
                lambda s, r: duty_turns.take_back(s, self.group.rota_id, mark, OFFICE, r, now=self.town.now)
            )
        for name, _seq, holder, source in self.group.rows()[known:]:
            assert source != Source.RESTORED or holder == self.before[mark][name]

    @rule(number=NUMBERS, start=st.integers(0, 8), days=st.integers(1, 6), kind=st.sampled_from(AbsenceKind))
    def somebody_goes_away(self, number: int, start: int, days: int, kind: AbsenceKind) -> None:
        shop = self.group.shops[number % len(self.group.shops)]
        begins = self.town.now + timedelta(days=start)
        leave = Leave(shop, kind, begins, begins + timedelta(days=days))
        firm = self.town.now + timedelta(days=6)
        before = {s.id: s for s in self.everything() if s.starts_at < firm}
        absence = self.town.do(
            lambda s, r: duty_absences.declare(
                s, self.group.rota_id, leave, owner(shop), r, now=self.town.now
            )
        )
        self.absences.append(absence.id)
        for slot in self.everything():
            old = before.get(slot.id)
            if old is not None and old.holder_id != slot.holder_id:
                assert old.holder_id == shop or old.source == Source.FORCED or old.standby

    @precondition(lambda self: self.absences)
    @rule()
    def somebody_comes_back(self) -> None:
        absence = self.absences.pop()
        with suppress(NotNow):
            self.town.do(
                lambda s, r: duty_absences.withdraw(
                    s, self.group.rota_id, absence, OFFICE, r, now=self.town.now
                )
            )

    @rule(number=NUMBERS, weight=st.integers(-1000, 1000).filter(bool))
    def the_office_corrects_the_books(self, number: int, weight: int) -> None:
        shop = self.group.shops[number % len(self.group.shops)]
        self.town.do(
            lambda s, _: duty_credit.correct(
                s, self.group.rota_id, shop, weight, "seen", OFFICE, now=self.town.now
            )
        )

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.over |= {s.id: (s.holder_id, s.seq) for s in self.begun()}
        self.town.later(hours=hours)
        self.group.plan()
        assert self.group.plan() == 0

    @invariant()
    def the_ledger_only_grows(self) -> None:
        rows = self.group.rows()
        assert rows[: len(self.rows)] == self.rows
        self.rows = rows

    @invariant()
    def what_has_begun_stays_as_it_was(self) -> None:
        assert all((s.holder_id, s.seq) == self.over[s.id] for s in self.begun() if s.id in self.over)

    @invariant()
    def every_turn_is_held_by_a_shop_that_can_come(self) -> None:
        ledger = self.group.ledger()
        for one in ledger.standing.values():
            if one.turn.start > self.town.now and one.source is not Source.FORCED and not one.turn.standby:
                assert one.holder in ledger.roster.available(one.turn)

    @invariant()
    def nobody_is_at_two_posts(self) -> None:
        by_holder: dict[int | None, list[Slot]] = {}
        for slot in self.everything():
            by_holder.setdefault(slot.holder_id, []).append(slot)
        for holder, slots in by_holder.items():
            mine = sorted(slots, key=lambda slot: slot.starts_at)
            if holder is not None:
                assert all(a.ends_at <= b.starts_at for a, b in pairwise(mine))

    @invariant()
    def what_is_served_is_what_is_owed(self) -> None:
        books = self.group.ledger().books(until=self.town.now + timedelta(days=30))
        assert sum(books.ahead(one) for one in {*books.load, *books.due}) == 0

    @invariant()
    def whoever_gains_or_loses_a_promised_turn_hears_of_it_and_nobody_else(self) -> None:
        new, expected = self.heard.since()
        assert new == expected

    @invariant()
    def a_calendar_never_forgets_what_it_promised(self) -> None:
        self.calendars.look()

    @invariant()
    def of_two_wishes_for_one_turn_one_is_carried_out(self) -> None:
        assert open_wishes_for_moved_turns(self.group) == []

    @invariant()
    def nobody_is_told_twice(self) -> None:
        notices = self.group.notices()
        assert len(notices) == len(set(notices))

    def holders(self) -> dict[str, int | None]:
        return {slot.id: slot.holder_id for slot in self.group.slots()}

    def everything(self) -> list[Slot]:
        return [*self.group.slots(), *self.group.slots(standby=True)]

    def begun(self) -> list[Slot]:
        ledger = self.group.ledger()
        return [self.group.slot(n) for n, one in ledger.standing.items() if one.turn.start <= self.town.now]


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin"])
def town(request: pytest.FixtureRequest, database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url, zone=request.param)
    yield town
    town.engine.dispose()


@pytest.mark.timeout(900)
def test_the_life_of_a_group(town: DutyTown) -> None:
    machine = type("Life", (Life,), {"town": town})
    examples = 60 if LONG else 3
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=12, print_blob=False)
    )
