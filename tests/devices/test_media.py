"""Pictures leave the payload and what stays is small, storable text."""

import json
from base64 import b64encode
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from devices.media import RAW_LIMIT, cut_media, may_hold_media, raw_of
from tests.devices.wire import message, only

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8


def test_a_picture_is_cut_out_and_named_by_its_hash() -> None:
    kept, (medium,) = cut_media({"image": b64encode(JPEG).decode(), "note": "x"})
    assert medium.content == JPEG
    assert medium.mime == "image/jpeg"
    sha = sha256(JPEG).hexdigest()
    assert kept == {"image": {"sha256": sha, "bytes": len(JPEG), "mime": "image/jpeg"}, "note": "x"}


def test_a_picture_is_known_by_its_first_bytes_under_any_name() -> None:
    _kept, media = cut_media([{"x": [b64encode(JPEG).decode()]}])
    assert len(media) == 1


def test_a_data_address_is_a_picture_too() -> None:
    _kept, (medium,) = cut_media({"p": "data:image/png;base64," + b64encode(JPEG).decode()})
    assert medium.mime == "image/png"


@given(st.binary(min_size=90, max_size=400), st.sampled_from(["", "\n", " "]))
def test_whatever_holds_a_picture_is_searched_for_one(content: bytes, edge: str) -> None:
    body = {"note": 'a "word"', "image": edge + b64encode(content).decode()}
    payload = json.dumps(body).encode()
    assert may_hold_media(payload) or not cut_media(body)[1]


def test_plain_messages_are_not_searched_for_pictures() -> None:
    assert not may_hold_media(json.dumps({"kind": "sos", "data": {"note": "x" * 100}}).encode())


def test_long_text_stays() -> None:
    words = {"text": "a quiet night on the east gate " * 20, "hex": "deadbeef" * 40}
    assert cut_media(words) == (words, ())


def test_a_signal_carries_the_picture_apart_from_its_subject() -> None:
    body = {"kind": "person", "data": {"thumbnail": b64encode(JPEG).decode()}}
    signal = only(message("patrol/v1/yunda/camera/c1/event", body))
    assert signal.media[0].content == JPEG
    assert len(str(signal.subject)) < 300


def test_raw_text_of_a_megabyte_picture_is_short() -> None:
    raw = raw_of(json.dumps({"multimedia": b64encode(JPEG * 500).decode(), "n": 1}).encode())
    assert len(raw) < 300
    assert '"n": 1' in raw


@given(st.binary(max_size=300), st.integers(0, 400))
def test_raw_text_is_always_storable_and_small(payload: bytes, times: int) -> None:
    raw = raw_of(payload * times)
    assert "\x00" not in raw
    assert len(raw.encode("utf-8")) <= RAW_LIMIT
