"""Every event of a room arrives once, in order and without gaps, however a client comes to it."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from patrol import outbox
from patrol.model.stream import EPOCH, Meta, StreamRecord
from tests.web.ears import Ears, say_in
from tests.web.house import House, a_house

ROOM = "market:yunda"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def test_a_newcomer_gets_a_snapshot_and_then_the_head(house: House) -> None:
    say_in(house, 3)
    ears = Ears(house, "officer")
    ears.hello(ROOM)
    (snapshot,) = ears.bodies("snapshot")
    assert (snapshot["room"], snapshot["seq"], snapshot["epoch"]) == (ROOM, 3, "first")
    assert snapshot["state"]["market"]["self"]["code"] == "yunda"
    assert ears.bodies("ready") == [{"heads": {ROOM: 3}}]
    assert ears.names() == ["snapshot", "ready"]


def test_what_is_said_afterwards_arrives_live(house: House) -> None:
    ears = Ears(house, "officer")
    ears.hello(ROOM)
    say_in(house, 2)
    house.live.relay.turn()
    assert ears.numbers() == [1, 2]
    event = ears.bodies("stream")[0]
    assert event["type"] == "device.online"
    assert event["at"] == "2026-09-01T04:00:00.000Z"


def test_a_client_that_was_away_gets_what_it_missed(house: House) -> None:
    say_in(house, 5)
    ears = Ears(house, "officer")
    ears.hello(ROOM, since=2, epoch="first")
    assert ears.names() == ["stream", "stream", "stream", "ready"]
    assert ears.numbers() == [3, 4, 5]


def test_a_long_absence_is_replayed_in_chunks_without_a_gap(house: House) -> None:
    with house.context.transaction() as (session, now):
        for number in range(1203):
            outbox.post(
                session, [ROOM], "device.online", entity=f"device:{number}", version=1, body={}, now=now
            )
    ears = Ears(house, "officer")
    ears.hello(ROOM, since=0, epoch="first")
    assert ears.numbers() == list(range(1, 1204))
    assert ears.names()[-1] == "ready"


def test_a_client_that_saw_a_gap_gets_the_rest_again(house: House) -> None:
    ears = Ears(house, "officer")
    ears.hello(ROOM)
    say_in(house, 4)
    house.live.relay.turn()
    ears.say("resume", {"room": ROOM, "since": 2})
    assert ears.numbers() == [1, 2, 3, 4, 3, 4]
    assert ears.bodies("ready")[-1] == {"heads": {ROOM: 4}}


def test_a_resumed_room_is_heard_live_once(house: House) -> None:
    ears = Ears(house, "officer")
    ears.hello(ROOM)
    ears.say("resume", {"room": ROOM, "since": 0})
    say_in(house)
    house.live.relay.turn()
    assert ears.numbers() == [1]


def test_what_is_no_longer_kept_resets_the_client_and_says_what_it_missed(house: House) -> None:
    say_in(house, 10)
    with house.context.transaction() as (session, _):
        session.execute(delete(StreamRecord).where(StreamRecord.seq < 8))
    ears = Ears(house, "officer")
    ears.hello(ROOM, since=3, epoch="first")
    assert ears.names() == ["reset", "snapshot", "ready"]
    (reset,) = ears.bodies("reset")
    assert (reset["room"], reset["reason"]) == (ROOM, "too-old")
    assert reset["missed"] == {"seconds": 0, "alerts": 0, "open": 0}


def test_the_last_number_kept_is_enough_to_replay(house: House) -> None:
    say_in(house, 10)
    with house.context.transaction() as (session, _):
        session.execute(delete(StreamRecord).where(StreamRecord.seq < 8))
    ears = Ears(house, "officer")
    ears.hello(ROOM, since=7, epoch="first")
    assert ears.numbers() == [8, 9, 10]


@pytest.mark.parametrize(("since", "epoch", "reason"), [(1, "another", "other-epoch"), (7, "first", "ahead")])
def test_numbers_of_another_time_reset_the_client(house: House, since: int, epoch: str, reason: str) -> None:
    say_in(house, 3)
    ears = Ears(house, "officer")
    ears.hello(ROOM, since=since, epoch=epoch)
    assert ears.bodies("reset")[0]["reason"] == reason
    assert ears.names() == ["reset", "snapshot", "ready"]


def test_a_backup_that_comes_back_under_a_board_resets_it(house: House) -> None:
    say_in(house, 3)
    ears = Ears(house, "officer")
    ears.hello(ROOM)
    house.live.relay.turn()
    with house.context.transaction() as (session, _):
        session.execute(update(Meta).where(Meta.name == EPOCH).values(value="second"))
    house.live.relay.turn()
    assert ears.names() == ["snapshot", "ready", "reset", "snapshot", "ready"]
    assert ears.bodies("snapshot")[-1]["epoch"] == "second"


def test_those_who_come_while_others_write_miss_nothing_and_get_nothing_twice(house: House) -> None:
    stop, enough, said = threading.Event(), threading.Event(), list[int]()

    def write_on() -> None:
        while not enough.is_set():
            say_in(house, 1)
            said.append(1)

    relay = threading.Thread(target=house.live.relay.run, args=(stop,))
    writer = threading.Thread(target=write_on)
    relay.start()
    writer.start()
    everybody = [Ears(house, "officer") for _ in range(6)]
    for ears in everybody:
        ears.hello(ROOM)
        wait_for(partial(_more, said, len(said) + 5))
    enough.set()
    writer.join()
    last = len(said)
    wait_for(lambda: all(ears.numbers()[-1:] == [last] for ears in everybody))
    stop.set()
    relay.join()
    for ears in everybody:
        assert ears.numbers() == list(range(from_(ears) + 1, last + 1))


def _more(said: list[int], count: int) -> bool:
    return len(said) > count


def from_(ears: Ears) -> int:
    return int(ears.bodies("snapshot")[0]["seq"])


def wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    pause = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if true():
            return
        pause.wait(0.05)
    assert true()


def test_the_room_of_a_person_begins_without_tasks_and_is_numbered_like_any_other(house: House) -> None:
    room = f"user:{house.person('guard').id}"
    ears = Ears(house, "guard")
    ears.hello(room)
    say_in(house, 1, [room])
    house.live.relay.turn()
    assert ears.bodies("snapshot")[0]["state"] == {"tasks": {}, "notices": {}}
    assert ears.numbers(room) == [1]
