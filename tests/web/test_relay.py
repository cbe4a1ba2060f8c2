"""The relay outlives what it reads from, and never waits for who does not listen."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.web.ears import Ears, say_in
from tests.web.house import Clock, House, a_house
from web.channel import CHUNK
from web.clients import Client, Clients, Key, right_of
from web.metronome import Metronome
from web.positions import Positions
from web.pulse import Pulse
from web.relay import BACKLOG_FULL, Ask, Gone, Relay, Source

ROOM = "market:yunda"


class FakeVoices:
    """Notes what is said; one client may leave everything untaken."""

    def __init__(self, untaken: int = 0) -> None:
        self.said: list[tuple[str, str, object]] = []
        self.dropped: list[str] = []
        self.untaken = untaken

    def say(self, to: str, event: str, body: object, *, but_not: tuple[str, ...] = ()) -> None:
        assert body is not None
        self.said.append((to, event, but_not))

    def enter(self, sid: str, group: str) -> None: ...

    def leave(self, sid: str, group: str) -> None: ...

    def backlog(self, sid: str) -> int:
        return self.untaken if sid else 0

    def drop(self, sid: str) -> None:
        self.dropped.append(sid)

    def disconnect(self, sid: str) -> None:
        self.dropped.append(sid)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def test_a_database_that_comes_back_is_read_on_where_it_stopped(house: House) -> None:
    ears = Ears(house, "officer")
    ears.hello(ROOM)
    with house.context.sessions.begin() as session:
        session.execute(text("ALTER TABLE room RENAME TO gone"))
    stop = threading.Event()
    relay = threading.Thread(target=house.live.relay.run, args=(stop,))
    relay.start()
    threading.Event().wait(0.6)
    assert house.live.pulse.parts()["relay"].age_s is None
    with house.context.sessions.begin() as session:
        session.execute(text("ALTER TABLE gone RENAME TO room"))
    say_in(house, 2)
    for _ in range(100):
        if ears.numbers() == [1, 2]:
            break
        threading.Event().wait(0.05)
    stop.set()
    relay.join()
    assert ears.numbers() == [1, 2]
    assert house.live.pulse.parts()["relay"].ok


def test_a_client_that_does_not_take_its_replay_is_given_up(house: House) -> None:
    say_in(house, CHUNK)
    context = house.context
    source = Source(context.readers, context.readers, context.register, context.clock)
    pulse = Pulse(context.readers, context.clock)
    relay = Relay(source, FakeVoices(untaken=CHUNK + 1), pulse, patience_s=0.1)
    with pytest.raises(Gone):
        relay.join("deaf", Ask(ROOM, since=0, epoch="first"))


def a_metronome(house: House, voices: FakeVoices, positions: Positions) -> Metronome:
    clients = Clients()
    with house.context.reading() as (session, now):
        person = house.person("officer")
        key = Key(person_id=person.id, epoch=person.session_epoch)
        viewer = right_of(session, key, now)
    assert viewer is not None
    clients.add(Client("sid-1", key, viewer))
    return Metronome(voices, clients, Pulse(house.context.readers, Clock()), positions)


def test_who_leaves_too_much_untaken_is_cut_off(house: House) -> None:
    voices = FakeVoices(untaken=BACKLOG_FULL + 1)
    a_metronome(house, voices, Positions()).beat()
    assert voices.dropped == ["sid-1"]


def test_who_is_behind_is_spared_the_positions(house: House) -> None:
    voices, positions = FakeVoices(untaken=50), Positions()
    positions.hear("patrol/live/positions/yunda", b'{"at":"x","items":[["car",1,2,3,4,5]]}')
    a_metronome(house, voices, positions).tick()
    assert voices.said == [("positions:yunda", "positions", ("sid-1",))]
    assert voices.dropped == []
