"""The rules of an election: who may call, stand, step back and vote, when, and what is counted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import lead_ballots
from patrol.actions.duty_doer import Doer
from patrol.actions.lead_ballots import Plan
from patrol.errors import Forbidden, Invalid, NotFound, NotNow, PatrolError
from patrol.model.duty import Rota
from patrol.model.lead_ballots import LeadBallot, LeadVoter
from patrol.model.notices import Notice
from patrol.model.people import Grant
from patrol.model.places import PlaceVersion
from patrol.rules.lead_ballots import BallotState
from patrol.rules.words import Role
from tests.actions.duty_town import OFFICE, DutyTown, Group, a_town, owner


class Hall:
    """One group of four shops, and its election."""

    def __init__(self, town: DutyTown) -> None:
        self.town = town
        self.group: Group = town.group(4, days=3)
        self.number = 0

    @property
    def shops(self) -> list[int]:
        return self.group.shops

    def call(self, doer: Doer = OFFICE, plan: Plan | None = None) -> None:
        def act(session: object, register: object) -> int:
            rota = session.get_one(Rota, self.group.rota_id)  # type: ignore[attr-defined]
            now, how = self.town.now, plan or Plan()
            return lead_ballots.open_ballot(session, rota, how, doer, register, now=now).id  # type: ignore[arg-type]

        self.number = self.town.do(act)

    def stand(
        self, shop: int, doer: Doer | None = None, *, pledge: str = "", reason: str | None = None
    ) -> None:
        who, now = doer or owner(shop), self.town.now
        self.town.do(
            lambda s, _: lead_ballots.stand(s, self.number, shop, pledge, who, reason=reason, now=now).id
        )

    def withdraw(self, shop: int, doer: Doer | None = None) -> None:
        who, now = doer or owner(shop), self.town.now
        self.town.do(lambda s, _: lead_ballots.withdraw(s, self.number, shop, who, reason=None, now=now))

    def vote(self, shop: int, choice: int, doer: Doer | None = None, *, reason: str | None = None) -> None:
        who, now = doer or owner(shop), self.town.now
        self.town.do(
            lambda s, r: lead_ballots.vote(s, self.number, shop, choice, who, r, reason=reason, now=now).id
        )

    def cancel(self, doer: Doer) -> None:
        self.town.do(lambda s, _: lead_ballots.cancel(s, self.number, doer, now=self.town.now).id)

    def tick(self) -> None:
        self.town.do(lambda s, r: lead_ballots.keep_time(s, r, now=self.town.now))

    def ballot(self) -> LeadBallot:
        with self.town.sessions() as session:
            return session.get_one(LeadBallot, self.number)

    def standing(self) -> dict[int, str]:
        with self.town.sessions() as session:
            return {one.shop_id: one.pledge for one in lead_ballots.candidates(session, self.number)}

    def votes(self) -> dict[int, int]:
        with self.town.sessions() as session:
            return {one.shop_id: one.votes for one in lead_ballots.candidates(session, self.number)}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    town = a_town(f"sqlite:///{tmp_path}/x.db")
    yield Hall(town)
    town.engine.dispose()


def refused(act: Callable[[], None], why: type[PatrolError]) -> None:
    with pytest.raises(why):
        act()


def test_only_who_leads_calls_one_and_calls_it_off_and_one_at_a_time(hall: Hall) -> None:
    refused(lambda: hall.call(owner(hall.shops[0])), Forbidden)
    for plan in (Plan(stand_days=0), Plan(vote_days=31), Plan(term_days=0), Plan(term_days=1465)):
        refused(lambda plan=plan: hall.call(plan=plan), Invalid)  # type: ignore[misc]
    hall.call()
    refused(hall.call, NotNow)
    refused(lambda: hall.cancel(owner(hall.shops[0])), Forbidden)
    hall.cancel(OFFICE)
    assert (hall.ballot().state, hall.ballot().closed_at) == (BallotState.CANCELLED, hall.town.now)
    refused(lambda: hall.stand(hall.shops[1]), NotNow)
    hall.call()
    hall.number = 99
    refused(lambda: hall.stand(hall.shops[1]), NotFound)


def test_a_shop_stands_for_itself_once_says_it_anew_and_steps_back(hall: Hall) -> None:
    one, two, *_ = hall.shops
    hall.call()
    refused(lambda: hall.stand(one, owner(two)), Forbidden)
    refused(lambda: hall.stand(99_999, OFFICE, reason="said so"), Invalid)
    refused(lambda: hall.stand(one, OFFICE), Invalid)
    hall.stand(one, pledge="a lamp")
    hall.stand(one, pledge="two lamps")
    hall.stand(two, OFFICE, reason="said so by voice")
    assert hall.standing() == {one: "two lamps", two: ""}
    refused(lambda: hall.withdraw(one, owner(two)), Forbidden)
    hall.withdraw(one)
    assert hall.standing() == {two: ""}
    hall.town.later(days=2)
    refused(lambda: hall.withdraw(two), NotNow)


def test_a_vote_is_the_groups_own_once_for_who_stands_and_nobody_who_stands_casts_it_for_others(
    hall: Hall,
) -> None:
    one, two, three, four = hall.shops
    hall.call()
    hall.stand(one)
    hall.stand(two)
    refused(lambda: hall.vote(three, one), NotNow)
    hall.town.later(days=2)
    refused(lambda: hall.vote(99_999, one, OFFICE, reason="paper"), Invalid)
    refused(lambda: hall.vote(three, four), Invalid)
    leading = Doer(2, frozenset({one}), leads=True)
    refused(lambda: hall.vote(four, one, leading, reason="said so"), Forbidden)
    hall.vote(three, two)
    refused(lambda: hall.vote(three, one), NotNow)
    hall.vote(four, one, OFFICE, reason="said so by voice")
    assert hall.votes() == {one: 1, two: 1}
    with hall.town.sessions() as session:
        reasons = {one.shop_id: one.reason for one in session.scalars(select(LeadVoter))}
    assert reasons == {three: None, four: "said so by voice"}


def test_whoever_left_the_group_is_not_elected_by_the_votes_they_got(hall: Hall) -> None:
    one, two, three, four = hall.shops
    hall.call()
    hall.stand(one)
    hall.stand(two)
    hall.town.later(days=2)
    for shop, choice in ((two, one), (three, one), (four, two)):
        hall.vote(shop, choice)
    with hall.town.sessions.begin() as session:
        gone = select(PlaceVersion).where(PlaceVersion.place_id == one)
        session.scalars(gone).one().valid_to = hall.town.now
    hall.town.later(days=3)
    hall.tick()
    assert (hall.ballot().state, hall.ballot().members) == (BallotState.TOO_FEW, 3)


def test_the_clock_tells_once_that_one_can_vote_and_counts_once(hall: Hall) -> None:
    with hall.town.sessions.begin() as session:
        since = hall.town.now
        session.add(Grant(person_id=2, role=Role.SHOP, place_id=hall.shops[1], valid_from=since))
    hall.call()
    hall.stand(hall.shops[1])
    for _ in range(2):
        hall.tick()
    assert hall.ballot().called_at is None
    hall.town.later(days=2)
    called = hall.town.now
    for _ in range(3):
        hall.tick()
        hall.town.later(hours=1)
    assert hall.ballot().called_at == called
    hall.vote(hall.shops[0], hall.shops[1])
    hall.vote(hall.shops[2], hall.shops[1])
    hall.town.later(days=3)
    counted = hall.town.now
    for _ in range(2):
        hall.tick()
        hall.town.later(hours=1)
    assert (hall.ballot().state, hall.ballot().closed_at) == (BallotState.ELECTED, counted)
    refused(lambda: hall.vote(hall.shops[3], hall.shops[1]), NotNow)
    with hall.town.sessions() as session:
        kinds = list(session.scalars(select(Notice.kind).where(Notice.person_id == 2).order_by(Notice.id)))
    assert kinds == ["lead_ballot", "lead_ballot", "lead_elected"]
