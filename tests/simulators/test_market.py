"""The play reads what the market's export writes."""

from dataclasses import asdict
from pathlib import Path

from patrol.sample import sample_market
from patrol.sheets.files import write_file
from simulators.market import read_market
from simulators.stage import CARS, CONTACTS, DETECTORS, PHONES, SMOKE, stage_of
from simulators.timeline import Timeline
from tests.simulators.markets import START, small_market


def test_an_exported_market_is_read_whole(tmp_path: Path) -> None:
    sample = sample_market()
    path = tmp_path / "market.json"
    write_file(path, sample)
    market = read_market(path)
    assert [device.code for device in market.devices] == [device.code for device in sample.devices]
    assert (market.code, market.zone, len(market.grids)) == ("yunda", "Asia/Shanghai", 5)
    assert len(market.posts) >= 10, "gates and workrooms"
    assert len(market.lanes.nodes) > 100


def test_every_sort_of_device_has_players_in_the_sample_market(tmp_path: Path) -> None:
    path = tmp_path / "market.json"
    write_file(path, sample_market())
    groups = stage_of(read_market(path), Timeline(START, 0), 1).groups
    counts = {name: len(groups[name]) for name in (DETECTORS, SMOKE, CONTACTS, CARS, PHONES)}
    assert counts[DETECTORS] == 40
    assert counts[SMOKE] == 250
    assert counts[CONTACTS] > 40
    assert min(counts.values()) > 5


def test_a_device_without_a_place_stands_somewhere_in_the_market() -> None:
    assert all(len(device.at) == 2 for device in small_market().devices)
    assert asdict(small_market().globe)["lat"] == 29.3321
