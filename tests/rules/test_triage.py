"""Rules as data: what can be read, what is refused, and what the default set says of every kind."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules import conditions
from patrol.rules.conditions import BadCondition, Facts
from patrol.rules.default_rules import DEFAULT_RULES
from patrol.rules.triage import Rule, RuleBook, may_hide, read_rule
from patrol.rules.words import Category, Kind, Severity

BOOK = RuleBook(read_rule(code, rank, body) for rank, (code, body) in enumerate(DEFAULT_RULES))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["all", "any", "not", "field", "is", "in", "kind", "hour"]), inner)
    ),
    max_leaves=12,
)


def ruled(**facts: object) -> Rule:
    asked = Facts(**facts)  # type: ignore[arg-type] # facts by name
    rule = BOOK.find(asked.kind, lambda: asked)
    assert rule == next(rule for rule in BOOK.rules if rule.asks(asked)), "sorting by kind changed the answer"
    assert rule is not None
    return rule


@pytest.mark.parametrize("kind", list(Kind))
def test_the_default_rules_say_something_of_every_kind_by_name(kind: Kind) -> None:
    for market_open in (True, False):
        assert ruled(kind=kind, market_open=market_open).code != "unknown-kind"


def test_a_kind_nobody_knows_becomes_a_notice() -> None:
    outcome = ruled(kind="flood").outcome
    assert outcome is not None
    assert (outcome.category, outcome.severity) == (Category.OTHER, Severity.NOTICE)


@pytest.mark.parametrize("kind", [Kind.SOS, Kind.FIRE])
def test_nothing_makes_help_or_fire_wait_or_go_by_itself(kind: Kind) -> None:
    outcome = ruled(kind=kind).outcome
    assert outcome is not None
    assert not may_hide(kind)
    assert (outcome.delay_s, outcome.repeats, outcome.auto_clear_s) == (0, None, None)
    assert outcome.correlate is None
    assert outcome.severity is Severity.CRITICAL


def test_a_person_by_day_is_no_alert_and_by_night_is_one() -> None:
    assert ruled(kind="person", market_open=True).outcome is None
    assert ruled(kind="person", market_open=False).code == "person-where-nobody-should-be"
    assert ruled(kind="person", zone_use=frozenset({"restricted"})).outcome is not None


def test_a_detection_the_camera_itself_calls_an_alert_rings_at_any_hour() -> None:
    assert ruled(kind="person", severity="high").code == "camera-alert"
    assert ruled(kind="vehicle", severity="high").code == "vehicle-in-fire-lane"


def test_what_hangs_on_a_lost_parent_is_kept_and_not_told() -> None:
    assert ruled(kind="device_silent", device_class="camera", parent_lost=True).outcome is None
    assert ruled(kind="device_silent", device_class="bridge").code == "bridge-lost"


@given(JSON)
def test_any_document_is_a_condition_or_is_refused_with_its_place(document: object) -> None:
    try:
        question = conditions.read(document)
    except BadCondition as refused:
        said = str(refused)
    else:
        said = "when" if question(Facts(kind="sos")) in (True, False) else "neither true nor false"
    assert said.startswith("when")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"when": {"field": "nose", "is": "red"}, "then": "store"}, "no field 'nose'"),
        ({"when": {"field": "hour", "is": 3}, "then": "store"}, "can not be compared|cannot be compared"),
        ({"when": {}, "then": {"category": "XX"}}, "XX"),
        ({"when": {}, "then": {"category": "PO", "delay_s": -1}}, "seconds"),
        ({"when": {}, "then": {"category": "PO", "loud": True}}, "loud"),
        ({"when": {}}, "then"),
        ({"when": {}, "then": "store", "else": 1}, "else"),
    ],
)
def test_a_rule_that_cannot_be_read_says_why(body: dict[str, object], says: str) -> None:
    with pytest.raises(BadCondition, match=says):
        read_rule("mine", 1, body)


def test_default_rules_survive_being_stored_as_json() -> None:
    for rank, (code, body) in enumerate(DEFAULT_RULES):
        assert read_rule(code, rank, json.loads(json.dumps(body))).outcome == BOOK.rules[rank].outcome


def test_numbers_that_are_unknown_satisfy_no_comparison() -> None:
    fast = conditions.read({"field": "speed_kmh", "at_least": 20})
    slow = conditions.read({"field": "speed_kmh", "below": 20})
    assert not fast(Facts(kind="x"))
    assert not slow(Facts(kind="x"))
    assert fast(Facts(kind="x", speed_kmh=20.0))
