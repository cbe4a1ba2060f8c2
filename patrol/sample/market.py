"""The sample market put together: 云达, 64,000 m², five grids, 1,800 shops in 180 groups."""

from random import Random

from patrol.rules.register import MarketFile, MarketRow
from patrol.rules.words import PlaceKind
from patrol.sample.cameras import cameras
from patrol.sample.devices import devices
from patrol.sample.people import people
from patrol.sample.places import MARKET, MARKET_NAME, places
from patrol.sample.shops import build

LAT, LON = 29.3321, 120.1032


def sample_market(seed: int = 1) -> MarketFile:
    """Make the market; the ground is the same for every seed, shops and people differ."""
    rng = Random(seed)  # noqa: S311 - a made-up market plays dice
    site = build(rng)
    staff = tuple(people(site, rng))
    register = tuple(places(site, rng))
    grids = {place.code: place.boundary for place in register if place.kind is PlaceKind.GRID}
    return MarketFile(
        market=MarketRow(MARKET, MARKET_NAME, "Asia/Shanghai", LAT, LON, opens=2 * 60, closes=22 * 60),
        places=register,
        lanes=site.lanes,
        devices=(*cameras(site.lanes, grids), *devices(site, staff)),
        people=staff,
    )
