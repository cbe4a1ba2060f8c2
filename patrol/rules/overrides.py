"""Overrides that can be taken back, also one after the other: which row of its ledger a turn stands as."""

from collections.abc import Mapping

DECIDED, BACK = "override:", "back:"
"""How the marks of an override, and of taking it back, begin; the rest of both is the same."""


def stands_as(ledger: Mapping[int, str | None]) -> int:
    """Give the number of the row a turn stands as, from the marks of its rows by their numbers.

    Where the last row takes an override back, the turn stands as it did before that override.
    """
    seq = max(ledger)
    while (mark := ledger[seq] or "").startswith(BACK):
        undone = mark.replace(BACK, DECIDED, 1)
        seq = max(number for number, other in ledger.items() if number < seq and other == undone) - 1
    return seq
