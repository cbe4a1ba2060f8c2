"""The sample market stands on real ground: nothing overlaps, everything is reachable."""

from collections import Counter
from functools import cache
from math import dist

import pytest
from shapely import Polygon, STRtree, unary_union

from patrol.rules.frame import Frame, contains
from patrol.rules.lanes import LaneGraph
from patrol.rules.register import MarketFile, PlaceRow
from patrol.rules.words import DeviceClass, PlaceKind, Role
from patrol.sample import sample_market


@cache
def market() -> MarketFile:
    return sample_market()


def of(kind: PlaceKind) -> list[PlaceRow]:
    return [place for place in market().places if place.kind is kind]


def ground(kind: PlaceKind) -> dict[str, Polygon]:
    return {place.code: Polygon(place.boundary) for place in of(kind)}


def test_the_same_seed_makes_the_same_market_and_another_seed_another() -> None:
    assert sample_market(1) == market()
    assert sample_market(2) != market()


@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_every_seed_keeps_the_measure(seed: int) -> None:
    kinds = Counter(place.kind for place in sample_market(seed).places)
    assert kinds[PlaceKind.SHOP] == 1800
    assert kinds[PlaceKind.GROUP] == 180


def test_it_has_the_real_measure() -> None:
    assert 63_000 < ground(PlaceKind.MARKET)["yunda"].area < 65_000
    grid_of = {group.code: group.parent for group in of(PlaceKind.GROUP)}
    shops = Counter(grid_of[shop.parent or ""] for shop in of(PlaceKind.SHOP))
    assert len(shops) == 5
    assert sum(shops.values()) == 1800
    assert all(340 <= number <= 380 for number in shops.values())
    assert set(Counter(shop.parent for shop in of(PlaceKind.SHOP)).values()) == {10}
    assert (len(of(PlaceKind.WORKROOM)), len(of(PlaceKind.GATE)), len(of(PlaceKind.COMMUNITY))) == (5, 8, 7)


def test_every_boundary_is_a_plain_polygon_in_centimetres() -> None:
    for place in market().places:
        if place.boundary:
            assert Polygon(place.boundary).is_valid, place.code
            assert all(round(c, 2) == c for point in place.boundary for c in point)


def test_no_two_buildings_overlap() -> None:
    shapes = [*ground(PlaceKind.SHOP).values(), *ground(PlaceKind.WORKROOM).values()]
    tree = STRtree(shapes)
    for index, shape in enumerate(shapes):
        for other in tree.query(shape):
            assert other <= index or shape.intersection(shapes[other]).area < 1e-6


def test_frontages_are_those_of_a_market() -> None:
    areas = [shape.area for shape in ground(PlaceKind.SHOP).values()]
    assert min(areas) > 5
    assert max(areas) < 45
    assert len({round(area, 1) for area in areas}) > 150


def test_the_grids_tile_the_market_and_hold_their_shops() -> None:
    grids = ground(PlaceKind.GRID)
    whole = ground(PlaceKind.MARKET)["yunda"]
    assert abs(sum(shape.area for shape in grids.values()) - whole.area) < 1
    assert unary_union(list(grids.values())).symmetric_difference(whole).area < 1
    grid_of = {group.code: group.parent or "" for group in of(PlaceKind.GROUP)}
    for shop in of(PlaceKind.SHOP):
        assert grids[grid_of[shop.parent or ""]].contains(Polygon(shop.boundary))


def test_group_outlines_hold_their_own_shops_and_nobody_elses() -> None:
    groups, shops = ground(PlaceKind.GROUP), of(PlaceKind.SHOP)
    tree = STRtree(list(groups.values()))
    codes = list(groups)
    for shop in shops:
        shape = Polygon(shop.boundary)
        for index in tree.query(shape):
            share = groups[codes[index]].intersection(shape).area / shape.area
            assert share > 0.97 if codes[index] == shop.parent else share < 0.06


def test_a_group_is_ten_neighbours_along_the_lanes() -> None:
    graph = LaneGraph(market().lanes)
    doors: dict[str, list[tuple[float, float]]] = {}
    for shop in of(PlaceKind.SHOP):
        doors.setdefault(shop.parent or "", []).append((shop.facts["face_x"], shop.facts["face_y"]))  # type: ignore[arg-type] # facts are of any type
    for code, points in doors.items():
        reached, rest = [points[0]], points[1:]
        while rest:
            near = [
                p for p in rest if any(dist(p, r) < 16 or graph.metres_between(p, r) < 24 for r in reached)
            ]
            assert near, code
            reached += near
            rest = [p for p in rest if p not in near]
        assert max(dist(a, b) for a in points for b in points) < 75, code


def test_the_lead_shop_belongs_to_its_group() -> None:
    parents = {shop.code: shop.parent for shop in of(PlaceKind.SHOP)}
    assert all(parents[str(group.facts["lead"])] == group.code for group in of(PlaceKind.GROUP))


def test_every_lane_can_be_reached_from_every_other() -> None:
    graph = LaneGraph(market().lanes)
    start = graph.nearest((100.0, 100.0))
    assert start
    nodes = {node for lane in market().lanes for node in (lane.start, lane.end)}
    assert set(graph.reach(start)) == nodes


def test_every_shop_opens_onto_its_lane() -> None:
    lanes = {lane.code for lane in market().lanes}
    graph = LaneGraph(market().lanes)
    for shop in of(PlaceKind.SHOP):
        assert shop.facts["lane"] in lanes
        spot = graph.nearest((shop.facts["face_x"], shop.facts["face_y"]))  # type: ignore[arg-type] # facts are of any type
        assert spot
        assert spot.gap < 7


def test_cars_can_drive_round_and_through() -> None:
    graph = LaneGraph(market().lanes)
    assert graph.metres_between((0, 0), (300, 150), cars=True) < 700
    assert any(not lane.cars for lane in market().lanes)


def test_shop_names_and_telephone_numbers_differ() -> None:
    shops = of(PlaceKind.SHOP)
    assert len({shop.name for shop in shops}) == 1800
    assert len({shop.facts["phone"] for shop in shops}) == 1800


def test_the_devices_are_those_the_wire_samples_speak_of() -> None:
    keys = [key for device in market().devices for key in device.keys]
    assert len(keys) == len(set(keys))
    assert {
        ("frigate", "frigate", "d2_east_gate"),
        ("frigate", "frigate", "d5_atrium"),
        ("traccar", "traccar", "013800000001"),
        ("traccar", "traccar", "865000000000009"),
        ("patrol", "yunda", "car/car-01"),
        ("zigbee2mqtt", "zigbee2mqtt", "D2/B1/smoke-017"),
        ("zigbee2mqtt", "zigbee2mqtt", "D3/shop-1207/sos"),
        ("tasmota", "tasmota", "d2-shutter-7"),
        ("owntracks", "owntracks", "guard017/phone"),
    } <= set(keys)
    assert all(("patrol", "yunda", f"{d.device_class}/{d.code}") in d.keys for d in market().devices)


def test_devices_stand_in_the_market_with_parents_that_exist() -> None:
    codes = {device.code for device in market().devices}
    places = {place.code for place in market().places}
    outline = list(of(PlaceKind.MARKET)[0].boundary)
    numbers = Counter(device.device_class for device in market().devices)
    assert numbers[DeviceClass.CAMERA] == 400
    assert numbers[DeviceClass.BUTTON] > 600
    for device in market().devices:
        assert device.parent is None or device.parent in codes
        assert device.place in places
        assert device.at is None or contains(outline, *device.at) or device.device_class is DeviceClass.GATE


def test_everybody_who_shows_a_role_is_there() -> None:
    people = {person.login: person for person in market().people}
    roles = {
        login: people[login].grants[0].role for login in ("admin", "officer", "officer2", "leader", "guard")
    }
    assert roles == {
        "admin": Role.ADMINISTRATOR, "officer": Role.OFFICER, "officer2": Role.OFFICER,
        "leader": Role.SHIFT_LEADER, "guard": Role.GUARD,
    }  # fmt: skip
    assert people["lead"].grants[0].role is Role.LEAD
    assert people["shop"].grants[0].role is Role.SHOP
    assert people["police"].grants[0].role is Role.POLICE
    assert {f"lead-{number:03d}" for number in range(1, 181)} <= set(people)
    assert people["officer2"].language == "zh_Hant"
    places = {place.code for place in market().places}
    assert all(grant.place in places for person in people.values() for grant in person.grants)


def test_the_first_fixes_of_the_trackers_lie_inside() -> None:
    row = market().market
    x, y = Frame(row.lat, row.lon).to_plan(29.3321457, 120.1032186)
    assert contains(list(of(PlaceKind.MARKET)[0].boundary), x, y)
