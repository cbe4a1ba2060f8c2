"""Who is silent, and who only stands behind a silent gateway."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from patrol.rules.liveness import Change, Life, find_silent, is_awaited
from patrol.rules.words import DeviceClass, DeviceStatus

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)


def life(device_class: DeviceClass = DeviceClass.CAMERA, *, silent_for: timedelta, number: int = 1) -> Life:
    return Life(
        device_id=number,
        device_class=device_class,
        status=DeviceStatus.ONLINE,
        status_since=LONG_AGO,
        last_seen_at=NOW - silent_for,
    )


def silent(*lives: Life, listening_since: datetime = LONG_AGO) -> list[Change]:
    return find_silent(lives, listening_since=listening_since, now=NOW)


@pytest.mark.parametrize(
    ("device_class", "patience"),
    [
        (DeviceClass.CAR, timedelta(minutes=5)),
        (DeviceClass.PHONE, timedelta(minutes=30)),
        (DeviceClass.BUTTON, timedelta(hours=26)),
        (DeviceClass.CAMERA, timedelta(minutes=2)),
        (DeviceClass.SENSOR, timedelta(hours=26)),
        (DeviceClass.GATE, timedelta(minutes=10)),
        (DeviceClass.BRIDGE, timedelta(minutes=2)),
    ],
)
def test_each_class_has_its_own_patience(device_class: DeviceClass, patience: timedelta) -> None:
    assert silent(life(device_class, silent_for=patience)) == []
    just_over = patience + timedelta(milliseconds=1)
    assert silent(life(device_class, silent_for=just_over)) == [Change(1, DeviceStatus.SILENT)]


def test_a_car_on_its_way_is_missed_after_a_minute() -> None:
    car = life(DeviceClass.CAR, silent_for=timedelta(seconds=61))
    assert silent(car) == []
    assert silent(replace(car, moving=True)) == [Change(1, DeviceStatus.SILENT)]


def test_a_device_may_have_a_patience_of_its_own() -> None:
    car = replace(life(DeviceClass.CAR, silent_for=timedelta(seconds=21)), silent_after_s=20, moving=True)
    assert silent(car) == [Change(1, DeviceStatus.SILENT)]
    assert silent(replace(car, silent_after_s=22)) == []


@pytest.mark.parametrize("status", [DeviceStatus.OFFLINE, DeviceStatus.SILENT])
def test_who_is_known_to_be_gone_is_not_missed_again(status: DeviceStatus) -> None:
    assert silent(replace(life(silent_for=timedelta(days=1)), status=status)) == []


def test_who_never_spoke_is_not_missed() -> None:
    assert silent(replace(life(silent_for=timedelta(0)), last_seen_at=None)) == []


def test_a_lost_gateway_is_one_silence_and_its_children_are_unknown() -> None:
    gateway = life(DeviceClass.BRIDGE, silent_for=timedelta(minutes=3), number=9)
    children = [
        replace(life(DeviceClass.CAMERA, silent_for=timedelta(minutes=3), number=n), parent_id=9)
        for n in (1, 2)
    ]
    assert silent(*children, gateway) == [
        Change(9, DeviceStatus.SILENT),
        Change(1, DeviceStatus.UNKNOWN),
        Change(2, DeviceStatus.UNKNOWN),
    ]


def test_children_of_a_gateway_that_said_good_bye_are_unknown_too() -> None:
    gateway = replace(
        life(DeviceClass.BRIDGE, silent_for=timedelta(0), number=9), status=DeviceStatus.OFFLINE
    )
    child = replace(life(DeviceClass.BUTTON, silent_for=timedelta(hours=1)), parent_id=9)
    assert silent(gateway, child) == [Change(1, DeviceStatus.UNKNOWN)]


def test_a_child_gets_its_time_again_when_the_gateway_is_back() -> None:
    gateway = replace(
        life(DeviceClass.BRIDGE, silent_for=timedelta(0), number=9), status_since=NOW - timedelta(minutes=1)
    )
    child = replace(
        life(DeviceClass.CAMERA, silent_for=timedelta(hours=1)), parent_id=9, status=DeviceStatus.UNKNOWN
    )
    assert silent(gateway, child) == []
    longer = replace(gateway, status_since=NOW - timedelta(minutes=3))
    assert silent(longer, child) == [Change(1, DeviceStatus.SILENT)]


def test_nobody_is_missed_for_the_time_in_which_we_did_not_listen() -> None:
    camera = life(DeviceClass.CAMERA, silent_for=timedelta(hours=3))
    assert silent(camera, listening_since=NOW - timedelta(minutes=2)) == []
    assert silent(camera, listening_since=NOW - timedelta(minutes=3)) == [Change(1, DeviceStatus.SILENT)]


@pytest.mark.parametrize(
    ("minutes_ago", "last_word", "awaited"),
    [
        (30, None, True),
        (31, None, False),
        (30, 31, True),
        (30, 29, False),
        (None, None, True),
    ],
)
def test_a_first_word_is_awaited_for_as_long_as_a_device_may_be_still(
    minutes_ago: int | None, last_word: int | None, *, awaited: bool
) -> None:
    def ago(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOW - timedelta(minutes=minutes)

    patience = timedelta(minutes=30)
    assert is_awaited(ago(last_word), since=ago(minutes_ago), patience=patience, now=NOW) is awaited
