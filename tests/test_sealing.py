"""Sealed words open with one key, for one thing, unaltered; and their length tells nothing."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol import sealing
from patrol.errors import Invalid

PRIVATE, PUBLIC = sealing.new_pair()


@settings(max_examples=25)
@given(st.text(max_size=3000), st.text(max_size=40))
def test_what_was_sealed_opens_as_it_was(words: str, about: str) -> None:
    assert sealing.unseal(PRIVATE, sealing.seal(PUBLIC, words, about=about), about=about) == words


def test_it_opens_with_no_other_key_and_for_nothing_else() -> None:
    sealed = sealing.seal(PUBLIC, "裴若蘭", about="incident:7")
    other, _ = sealing.new_pair()
    for key, about in ((other, "incident:7"), (PRIVATE, "incident:8")):
        with pytest.raises(Invalid):
            sealing.unseal(key, sealed, about=about)


def test_a_changed_byte_anywhere_closes_it_for_good() -> None:
    raw = bytearray(base64.b64decode(sealing.seal(PUBLIC, "裴若蘭", about="x")))
    for at in range(0, len(raw), 61):
        bent = bytes(raw[:at]) + bytes([raw[at] ^ 1]) + bytes(raw[at + 1 :])
        with pytest.raises(Invalid):
            sealing.unseal(PRIVATE, base64.b64encode(bent).decode(), about="x")


def test_names_of_every_length_look_alike() -> None:
    assert {len(sealing.seal(PUBLIC, "x" * n, about="x")) for n in (0, 1, 40, 1000)} == {
        len(sealing.seal(PUBLIC, "", about="x"))
    }
    assert sealing.seal(PUBLIC, "same", about="x") != sealing.seal(PUBLIC, "same", about="x")
