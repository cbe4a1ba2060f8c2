"""How a unit stands, in one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.case_words import TaskState
from patrol.rules.unit_states import Sign, UnitState, state_of
from patrol.rules.words import DeviceStatus

ONLINE, SILENT, OFFLINE, UNKNOWN = (
    DeviceStatus.ONLINE,
    DeviceStatus.SILENT,
    DeviceStatus.OFFLINE,
    DeviceStatus.UNKNOWN,
)
SIGNS = st.builds(
    Sign,
    st.sampled_from([None, *DeviceStatus]),
    st.sampled_from([None, True, False]),
    st.booleans(),
    st.lists(st.sampled_from(list(TaskState)), max_size=3),
    st.booleans(),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("sign", "state"),
    [
        (Sign(ONLINE, True), "free"),
        (Sign(ONLINE, False), "off"),
        (Sign(ONLINE), "free"),
        (Sign(ONLINE, True, tasks=[TaskState.SENT]), "sent"),
        (Sign(ONLINE, True, tasks=[TaskState.COMING, TaskState.SENT]), "coming"),
        (Sign(ONLINE, False, tasks=[TaskState.ARRIVED, TaskState.SENT]), "arrived"),
        (Sign(ONLINE, True, tasks=[TaskState.DONE, TaskState.CANNOT]), "free"),
        (Sign(SILENT), "silent"),
        (Sign(SILENT, False), "off"),
        (Sign(OFFLINE), "off"),
        (Sign(OFFLINE, True), "silent"),
        (Sign(OFFLINE, True, just_heard=True), "free"),
        (Sign(OFFLINE, tasks=[TaskState.COMING], just_heard=True), "coming"),
        (Sign(UNKNOWN, True), "silent"),
        (Sign(UNKNOWN, True, awaited=True), "expected"),
        (Sign(SILENT, True, awaited=True), "expected"),
        (Sign(UNKNOWN, awaited=True), "off"),
        (Sign(UNKNOWN, True, tasks=[TaskState.SENT], awaited=True), "silent"),
        (Sign(UNKNOWN, tasks=[TaskState.ARRIVED]), "silent"),
        (Sign(None, True), "free"),
        (Sign(None, True, is_open=False), "off"),
        (Sign(None, is_open=False, tasks=[TaskState.COMING]), "coming"),
    ],
)
def test_a_unit_stands_as_the_office_would_say_it(sign: Sign, state: str) -> None:
    assert state_of(sign) == state


@given(SIGNS)
def test_nobody_who_is_out_is_ever_called_free_or_off(sign: Sign) -> None:
    out = any(task.open for task in sign.tasks)
    assert not (out and state_of(sign) in (UnitState.FREE, UnitState.OFF))


@given(SIGNS)
def test_only_what_has_a_voice_can_be_silent_and_whoever_is_heard_is_not(sign: Sign) -> None:
    if sign.status in (None, ONLINE) or sign.just_heard:
        assert state_of(sign) not in (UnitState.SILENT, UnitState.EXPECTED)
