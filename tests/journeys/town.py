"""The market of the stories: one house for all of them, with guards on shift and a group that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import orjson
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from patrol.actions.people import HASHER
from patrol.cards.on_duty import roster
from patrol.clock import system_clock
from patrol.db import make_sessions
from patrol.model.devices import Device, DeviceName, DeviceState
from patrol.model.duty import Slot
from patrol.model.people import Person
from patrol.model.places import Place, PlaceVersion
from patrol.model.quiet import Poster
from patrol.queries.register import RegisterCache
from patrol.rules.frame import Frame
from patrol.rules.register import Point
from patrol.rules.words import DeviceClass
from tests.journeys.house import MARKET, PARTS, House
from tests.journeys.test_kills import until
from tests.processes.mqtt_client import Talker, talker

PATIENCE_S = 15.0
PASSWORD = "the same for everybody in a story"
GROUP = "E1-G01"
"""Ten shops, `E1-001` to `E1-010`; the last five and the lead have a telephone in the story."""


@dataclass
class Town:
    """A running market, and the voice of its devices."""

    house: House
    frame: Frame
    shift: Sequence[str]
    """Guards who are on duty, by login."""
    devices: Talker = field(init=False)

    def __post_init__(self) -> None:
        """Bring the devices onto the broker."""
        self.devices = talker(self.house.url(), "devices")

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return f"http://127.0.0.1:{self.house.port}"

    def camera_sees_somebody(self, camera: str) -> None:
        """Let the detector report a person, as Frigate does."""
        seen = {"id": uuid4().hex, "camera": camera, "severity": "alert", "data": {"objects": ["person"]}}
        self.devices.say("frigate/reviews", orjson.dumps({"type": "new", "before": {}, "after": seen}))

    def device_says(self, device: str, kind: str) -> None:
        """Let a device of ours (`class/code`) say something."""
        self._say(device, "event", {"kind": kind, "id": uuid4().hex})

    def guards_walk(self, where: Point, logins: Sequence[str]) -> None:
        """Let the phones of guards tell where they are, one beside another, until the office knows it."""
        began = system_clock()
        phones = [f"phone-{login}" for login in logins]
        for number, phone in enumerate(phones):
            lat, lon = self.frame.to_wgs84(where[0] + 3.0 * number, where[1])
            at = {"lat": lat, "lon": lon}
            told = {"at": system_clock().isoformat(), "position": at}
            self._say(f"phone/{phone}", "position", told)
        until(lambda: self._placed(phones, since=began) == len(phones), PATIENCE_S)

    def _placed(self, phones: Sequence[str], *, since: datetime) -> int:
        states = select(func.count(DeviceState.device_id)).join(Device, Device.id == DeviceState.device_id)
        with self.house.reading() as session:
            here = states.where(Device.code.in_(phones), DeviceState.fix_at >= since)
            return session.scalars(here).one()

    def point_of_camera(self, camera: str) -> Point:
        """Where a camera of the detector hangs, by its name there; plan metres."""
        named = select(Device).join(DeviceName, DeviceName.device_id == Device.id)
        with self.house.reading() as session:
            found = session.scalars(named.where(DeviceName.key == camera)).one()
        assert found.x is not None
        assert found.y is not None
        return found.x, found.y

    def point_of_shop(self, code: str) -> Point:
        """Where a shop has its door; plan metres."""
        with self.house.reading() as session:
            facts = session.scalars(_standing().where(Place.code == code)).one().facts
        return facts["face_x"], facts["face_y"]

    def telephone_of_shop(self, code: str) -> str:
        """The number that the register has of a shop."""
        with self.house.reading() as session:
            return str(session.scalars(_standing().where(Place.code == code)).one().facts["phone"])

    def name_of(self, login: str) -> str:
        """How boards name somebody."""
        with self.house.reading() as session:
            return session.scalars(select(Person.name).where(Person.login == login)).one()

    def device_in(self, device_class: DeviceClass, group: str) -> tuple[str, str]:
        """The first device of a class in the shops of a group, as the wire names it, and the shop's code."""
        shops = select(Place.id).join(PlaceVersion, PlaceVersion.place_id == Place.id)
        there = select(Device.code, Place.code).join(Place, Place.id == Device.place_id)
        with self.house.reading() as session:
            group_id = session.scalars(select(Place.id).where(Place.code == group)).one()
            inside = shops.where(PlaceVersion.parent_id == group_id, PlaceVersion.valid_to.is_(None))
            wanted = there.where(Device.device_class == device_class, Place.id.in_(inside))
            device, shop = session.execute(wanted.order_by(Device.code).limit(1)).one()
        return f"{device_class}/{device}", shop

    def poster_at(self, gate: str) -> str:
        """The code of the poster that hangs at a gate."""
        hung = select(Poster.code).join(Place, Place.id == Poster.place_id).where(Place.code == gate)
        with self.house.reading() as session:
            return session.scalars(hung).one()

    def _say(self, device: str, channel: str, body: Mapping[str, object]) -> None:
        self.devices.say(f"patrol/v1/{MARKET}/{device}/{channel}", orjson.dumps(body))


def open_town(prepared: Path, folder: Path) -> Town:
    """Start a market in which the stories can be told at any hour of the day."""
    house = House.like(prepared, folder)
    with make_sessions(house.engine).begin() as session:
        session.execute(update(Person).values(password_hash=HASHER.hash(PASSWORD)))
        shift = _keep_on_shift(session)
        _open_all_day(session)
        frame = next(iter(RegisterCache().current(session).markets.values())).frame
    try:
        house.start(*PARTS)
        return Town(house, frame, shift)
    except BaseException:
        house.stop()
        raise


def close_town(town: Town) -> None:
    """Let everybody go home."""
    town.devices.leave()
    town.house.stop()


def _keep_on_shift(session: Session) -> list[str]:
    """Give the guards who have a turn now; nobody goes home in the middle of a story."""
    now = system_clock()
    market_id = next(iter(RegisterCache().current(session).markets))
    shift = [login for login in sorted(roster(session, market_id, now=now).on) if login.startswith("guard")]
    theirs = select(Person.id).where(Person.login.in_(shift))
    running = (Slot.holder_id.in_(theirs), Slot.starts_at <= now, Slot.ends_at > now)
    session.execute(update(Slot).where(*running).values(ends_at=now + timedelta(hours=2)))
    return shift


def _open_all_day(session: Session) -> None:
    """Let the group's shops be open whatever the hour, led by the shop whose keeper is `lead`."""
    for place in session.scalars(_standing().where(Place.code.startswith(f"{GROUP[:2]}-0"))):
        place.facts = {**place.facts, "opens": 0, "closes": 24 * 60}
    group = session.scalars(_standing().where(Place.code == GROUP)).one()
    group.facts = {**group.facts, "lead": f"{GROUP[:2]}-005"}


def _standing() -> Select[PlaceVersion]:
    here = PlaceVersion.place_id == Place.id
    return select(PlaceVersion).join(Place, here).where(PlaceVersion.valid_to.is_(None))
