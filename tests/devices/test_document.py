"""A JSON object that is surely in order is read the quick way, and means the same as read the careful one."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.document import Document, read_object

LEAVES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
)


@settings(max_examples=60)
@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=4))
def test_both_ways_read_the_same(body: dict[str, object]) -> None:
    plain = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        plain.decode()
    except UnicodeDecodeError:
        return
    careful = plain[:-1] + b',"zz":"\\u0041"}' if body else b'{"zz":"\\u0041"}'
    quick, looked_at = read_object(plain), read_object(careful)
    assert isinstance(quick, Document)
    assert isinstance(looked_at, Document)
    assert {**quick.body, "zz": "A"} == looked_at.body
    assert quick.warnings == looked_at.warnings


@pytest.mark.parametrize(
    ("payload", "body", "warnings"),
    [
        (b'{"a":1,"a":2}', {"a": 2}, ("duplicate-key",)),
        (b'{"a":{"b":1,"b" :2}}', {"a": {"b": 2}}, ("duplicate-key",)),
        (b'{"a":1234567890123456789}', {"a": "1234567890123456789"}, ()),
        (b'{"a":NaN}', {"a": None}, ("not-a-number",)),
        (b'{"a":1e999}', {"a": None}, ("not-a-number",)),
        (b'{"a":"\\ud800"}', {"a": "?"}, ("unstorable-characters",)),
        ('{"名":"福田"}'.encode(), {"名": "福田"}, ()),
    ],
)
def test_what_is_odd_is_never_read_the_quick_way(
    payload: bytes, body: dict[str, object], warnings: tuple[str, ...]
) -> None:
    assert read_object(payload) == Document(body, (), warnings)
