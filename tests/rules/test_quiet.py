"""What a quiet report may not say, whom one hides among, and who may ask for a name."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.quiet import BLACKED_OUT, Teller, hides, may_decide, may_open, without
from patrol.rules.receipts import digest_of, receipt_of, state_of
from patrol.rules.words import Step

AT = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
TELLER = Teller(1, "李梅", "limei", "13924178866", "g1-01", (("QX-7741", "梅花布行"),))


@pytest.mark.parametrize(
    "said",
    [
        "我是李梅", "李 梅", "call LIMEI", "139-2417-8866", "139 2417 8866", "13924178866", "at qx7741",
        "QX 7741", "梅花布行门口", "梅花 布行",
    ],
)  # fmt: skip
def test_words_that_name_the_teller_are_blacked_out(said: str) -> None:
    assert BLACKED_OUT in without(said, TELLER.words())


def test_other_words_stay_as_they_are() -> None:
    told = "two men with a bag at A105, phone 13900000000"
    assert without(told, TELLER.words()) == told


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_of_the_teller_is_left_however_it_is_embedded(before: str, after: str) -> None:
    left = without(f"{before}limei{after}", ("limei",))
    assert "limei" not in left.lower().replace(BLACKED_OUT, "|")


def test_two_open_shops_hide_nobody() -> None:
    assert [hides(n) for n in (0, 2, 3, 10)] == [False, False, True, True]


def test_a_second_person_decides_within_a_day_and_who_asked_reads_within_an_hour() -> None:
    day = {"asked_by": 1, "asked_at": AT}
    assert may_decide(decider=2, now=AT + timedelta(hours=24), **day)  # type: ignore[arg-type]
    assert not may_decide(decider=1, now=AT, **day)  # type: ignore[arg-type]
    assert not may_decide(decider=None, now=AT, **day)  # type: ignore[arg-type]
    assert not may_decide(decider=2, now=AT + timedelta(hours=25), **day)  # type: ignore[arg-type]
    assert may_open(asked_by=1, opener=1, decided_at=AT, now=AT + timedelta(minutes=60))
    assert not may_open(asked_by=1, opener=2, decided_at=AT, now=AT)
    assert not may_open(asked_by=1, opener=1, decided_at=AT, now=AT + timedelta(minutes=61))


@given(st.uuids(), st.uuids())
def test_a_receipt_belongs_to_one_command_and_is_read_however_it_is_typed(one: object, two: object) -> None:
    receipt = receipt_of("secret", str(one))
    assert receipt == receipt_of("secret", str(one))
    assert (receipt == receipt_of("secret", str(two))) == (one == two)
    assert receipt != receipt_of("another secret", str(one))
    typed = receipt.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert digest_of(typed) == digest_of(receipt)


def test_every_step_has_one_word_for_a_stranger() -> None:
    assert {state_of(step) for step in Step} == {"received", "in_hand", "under_way", "done", "not_accepted"}
