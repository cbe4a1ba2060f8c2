"""Overrides taken back in any order: a turn stands as the last decision that nobody took back."""

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.overrides import BACK, DECIDED, stands_as


@given(st.lists(st.sampled_from(["decide", "back", "plan"]), max_size=12))
def test_a_turn_stands_as_the_last_decision_that_was_not_taken_back(acts: list[str]) -> None:
    ledger: dict[int, str | None] = {1: None}
    standing = [1]
    for act in acts:
        seq = len(ledger) + 1
        if act == "back" and (ledger[standing[-1]] or "").startswith(DECIDED):
            ledger[seq] = (ledger[standing.pop()] or "").replace(DECIDED, BACK)
        elif act == "decide":
            ledger[seq] = f"{DECIDED}{seq}"
            standing.append(seq)
        else:
            ledger[seq] = None
            standing.append(seq)
        assert stands_as(ledger) == standing[-1]
