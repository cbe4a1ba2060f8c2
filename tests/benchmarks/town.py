"""The market that is measured: the sample, as often side by side as a measurement wants it large."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Engine

from patrol.actions import people
from patrol.actions.installation import keep_epoch
from patrol.actions.market import import_market
from patrol.actions.people import NewToken
from patrol.clock import system_clock
from patrol.db import make_engine, make_sessions
from patrol.migrations import upgrade
from patrol.rules.register import DeviceRow, LaneRow, MarketFile, PlaceRow, Point
from patrol.rules.words import DeviceClass, PlaceKind, Role
from patrol.sample import sample_market
from tests.benchmarks.load import DEVICES, Load, Say
from tests.parts.ready_made import ready_made

APART_M = 400.0
_ABOVE = (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.MARKET)
_CLASSES = {
    Say.POSITIONS: (DeviceClass.CAR, DeviceClass.PHONE),
    Say.STORED: (DeviceClass.SENSOR,),
    Say.ALERTS: (DeviceClass.CAMERA,),
    Say.SOS: (DeviceClass.BUTTON,),
}


@dataclass(frozen=True, slots=True)
class Town:
    """A database that is filled, and the key that opens its board."""

    url: str
    token: str
    market: str
    codes: Mapping[Say, tuple[str, ...]]

    def load(self, say: Say) -> Load:
        """Give the stream of messages of this kind; which devices speak is always the same."""
        return Load(
            say, Random(7).sample(self.codes[say], k=min(DEVICES[say], len(self.codes[say]))), self.market
        )


def build(url: str, *, copies: int = 1) -> Town:
    """Bring an empty database to this version and put the market into it; a single market is copied."""
    if copies == 1:
        return replace(ready_made(url, "town", lambda engine: _settle(engine, sample_market())), url=url)
    engine = make_engine(url)
    built = _settle(engine, tiled(sample_market(), copies))
    engine.dispose()
    return replace(built, url=url)


def _settle(engine: Engine, file: MarketFile) -> Town:
    upgrade(engine)
    now = system_clock()
    with make_sessions(engine).begin() as session:
        keep_epoch(session)
        import_market(session, file, None, end_missing=False, now=now)
        place = people.place_named(session, file.market.code, None)
        token = people.create_token(session, NewToken("bench", Role.OFFICER, place), now)
    codes = {
        say: tuple(f"{d.device_class}/{d.code}" for d in file.devices if d.device_class in classes)
        for say, classes in _CLASSES.items()
    }
    return Town("", token, file.market.code, codes)


def tiled(file: MarketFile, copies: int) -> MarketFile:
    """Lay so many copies of a market's ground in a row, as one market."""
    tiles = range(1, copies)
    return replace(
        file,
        places=(*file.places, *(row for tile in tiles for row in _places(file, tile))),
        lanes=(*file.lanes, *(_lane(lane, tile) for tile in tiles for lane in file.lanes)),
        devices=(*file.devices, *(_device(d, tile, file) for tile in tiles for d in file.devices)),
    )


def _places(file: MarketFile, tile: int) -> Iterator[PlaceRow]:
    kept = {place.code for place in file.places if place.kind in _ABOVE}
    for place in file.places:
        if place.code in kept:
            continue
        parent = place.parent if place.parent in kept else _named(place.parent, tile)
        facts = {
            **place.facts,
            **({"lead": _named(str(place.facts["lead"]), tile)} if "lead" in place.facts else {}),
        }
        yield replace(
            place,
            code=f"{place.code}.{tile}",
            parent=parent,
            boundary=tuple(_moved(p, tile) for p in place.boundary),
            facts=facts,
        )


def _lane(lane: LaneRow, tile: int) -> LaneRow:
    line = tuple(_moved(p, tile) for p in lane.line)
    start, end = f"{lane.start}.{tile}", f"{lane.end}.{tile}"
    return replace(lane, code=f"{lane.code}.{tile}", start=start, end=end, line=line)


def _device(device: DeviceRow, tile: int, file: MarketFile) -> DeviceRow:
    place = device.place if device.place == file.market.code else _named(device.place, tile)
    return replace(
        device,
        code=f"{device.code}.{tile}",
        place=place,
        parent=_named(device.parent, tile),
        at=_moved(device.at, tile) if device.at else None,
        keys=tuple((source, instance, f"{key}.{tile}") for source, instance, key in device.keys),
    )


def _named(code: str | None, tile: int) -> str | None:
    return code and f"{code}.{tile}"


def _moved(point: Point, tile: int) -> Point:
    return (point[0] + tile * APART_M, point[1])
