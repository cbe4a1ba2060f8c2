"""What the votes for a lead come to, for any votes there can be."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.lead_ballots import BallotState, Outcome, Phase, count, phase

VOTES = st.dictionaries(st.integers(1, 12), st.integers(0, 12), max_size=8)
NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)


@given(VOTES, st.integers(0, 12))
def test_who_is_elected_has_more_votes_than_every_other_and_half_of_the_shops_have_voted(
    votes: dict[int, int], members: int
) -> None:
    made = count(votes, members)
    assert (made.lead is not None) is (made.state == BallotState.ELECTED)
    if made.lead is not None:
        assert all(votes[made.lead] > number for shop, number in votes.items() if shop != made.lead)
        assert 2 * sum(votes.values()) >= members


@given(VOTES, st.integers(0, 12))
def test_the_deputy_is_another_shop_that_somebody_chose_and_nobody_else_got_more(
    votes: dict[int, int], members: int
) -> None:
    made = count(votes, members)
    if made.deputy is not None:
        rest = [number for shop, number in votes.items() if shop != made.lead]
        assert made.deputy != made.lead
        assert votes[made.deputy] == max(rest) > 0


@given(VOTES, st.integers(0, 12))
def test_nobody_is_elected_only_when_too_few_voted_or_two_are_first(
    votes: dict[int, int], members: int
) -> None:
    made = count(votes, members)
    best = max(votes.values(), default=0)
    if made.state == BallotState.UNDECIDED:
        assert list(votes.values()).count(best) > 1
    if made.state == BallotState.TOO_FEW:
        assert 2 * sum(votes.values()) < members or not sum(votes.values())


def test_among_those_second_whoever_stood_earlier_is_the_deputy() -> None:
    assert count({7: 2, 3: 4, 5: 2}, 10) == Outcome(BallotState.ELECTED, lead=3, deputy=7)
    assert count({3: 5}, 10) == Outcome(BallotState.ELECTED, lead=3)


def test_shops_stand_first_and_vote_then_and_each_bound_belongs_to_what_begins_there() -> None:
    votes_from, closes = NOON, NOON + timedelta(days=1)
    moment = timedelta(microseconds=1)
    at = [NOON - moment, NOON, closes - moment, closes]
    assert [phase(votes_from, closes, one) for one in at] == [
        Phase.STANDING,
        Phase.VOTING,
        Phase.VOTING,
        Phase.OVER,
    ]
