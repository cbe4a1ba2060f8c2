"""What else is wired: buttons, smoke sensors, contacts, barriers, cars, phones and their gateways."""

from collections.abc import Iterable, Iterator

from patrol.rules.register import DeviceRow, PersonRow, Point
from patrol.rules.words import DeviceClass, Role
from patrol.sample.cameras import Keys, own_key
from patrol.sample.drawing import bend
from patrol.sample.layout import GATES, GRIDS
from patrol.sample.places import MARKET
from patrol.sample.shops import Shop, Site

SMOKE_SENSORS = 250
CARS = 9
EBIKE_NUMBER = "865000000000009"
BATTERY_SILENT_S, CAR_SILENT_S = 26 * 3600, 600
"""After how long without a word a battery device, or a car, counts as silent."""


def devices(site: Site, people: Iterable[PersonRow]) -> Iterator[DeviceRow]:
    """Yield everything but the cameras, gateways before what speaks through them."""
    zigbee = ("zigbee2mqtt", "zigbee2mqtt", "bridge")
    yield _row(DeviceClass.BRIDGE, "zigbee-01", "传感网关服务", MARKET, keys=(zigbee,))
    for number, grid in enumerate(GRIDS, 1):
        yield _row(DeviceClass.BRIDGE, f"gw-{number}", f"{grid.short}无线网关", f"{grid.prefix}-W",
                   _middle(site.workrooms[grid.code]))  # fmt: skip
    yield from _buttons(site)
    yield from _smoke(site)
    yield from _contacts(site)
    for code, name, _, point, _ in GATES:
        yield _row(DeviceClass.GATE, code.replace("gate", "barrier"), f"{name}道闸", code, bend(point))
    yield from _cars()
    for person in people:
        if any(grant.role is Role.GUARD for grant in person.grants):
            yield _phone(person)


def _row(
    device_class: DeviceClass, code: str, name: str, place: str | None, at: Point | None = None,
    *, parent: str | None = None, silent: int | None = None, keys: Keys = (),
) -> DeviceRow:  # fmt: skip
    own = own_key(device_class, code)
    return DeviceRow(device_class, code, name, place, at, None, parent, silent, (own, *keys))


def _grid_number(shop: Shop) -> int:
    return [grid.code for grid in GRIDS].index(shop.grid) + 1


def _gateway(shop: Shop) -> str:
    return f"gw-{_grid_number(shop)}"


def _from_second_grid(site: Site) -> list[Shop]:
    """All shops in the order in which the wiring was done: the second grid came first."""
    shops = site.shops
    return shops[GRIDS[0].shops :] + shops[: GRIDS[0].shops]


def _buttons(site: Site) -> Iterator[DeviceRow]:
    """A button in every third shop and one in each workroom."""
    for index, shop in enumerate(site.shops):
        if index % 3 == 0:
            key = ("zigbee2mqtt", "zigbee2mqtt", f"D{_grid_number(shop)}/shop-1{shop.code[-3:]}/sos")
            yield _row(DeviceClass.BUTTON, f"btn-{shop.code}", f"{shop.name}报警按钮", shop.code,
                       _inside(shop), parent=_gateway(shop), silent=BATTERY_SILENT_S,
                       keys=(key,))  # fmt: skip
    for grid in GRIDS:
        code = f"{grid.prefix}-W"
        yield _row(DeviceClass.BUTTON, f"btn-{code}", f"{grid.short}工作室报警按钮", code,
                   _middle(site.workrooms[grid.code]))  # fmt: skip


def _smoke(site: Site) -> Iterator[DeviceRow]:
    """Spread over the shops; they speak through the gateway of their grid."""
    shops = _from_second_grid(site)
    for number in range(1, SMOKE_SENSORS + 1):
        shop = shops[(number * 7 + 3) * len(shops) // (7 * SMOKE_SENSORS + 10)]
        key = ("zigbee2mqtt", "zigbee2mqtt", f"D{_grid_number(shop)}/B1/smoke-{number:03d}")
        yield _row(DeviceClass.SENSOR, f"smoke-{number:03d}", f"{shop.name}烟感", shop.code, _inside(shop),
                   parent=_gateway(shop), silent=BATTERY_SILENT_S, keys=(key,))  # fmt: skip


def _contacts(site: Site) -> Iterator[DeviceRow]:
    """Shutters of one shop in forty, and the doors of what is locked."""
    for index, shop in enumerate(_from_second_grid(site)[5::40], 1):
        key = ("tasmota", "tasmota", f"d{_grid_number(shop)}-shutter-{index}")
        yield _row(DeviceClass.SENSOR, f"shutter-{index:02d}", f"{shop.name}卷帘门", shop.code, shop.door,
                   parent=_gateway(shop), silent=BATTERY_SILENT_S, keys=(key,))  # fmt: skip
    doors = (
        ("door-warehouse", "仓库门磁", "warehouse", (270, 153)),
        ("door-cold-store", "冷库门磁", "cold-store", (300, 119)),
        ("door-roof", "大厅上屋面门磁", "hall-roof", (106, 52)),
    )
    for code, name, place, point in doors:
        yield _row(DeviceClass.SENSOR, code, name, place, bend(point), silent=BATTERY_SILENT_S)


def _cars() -> Iterator[DeviceRow]:
    """Nine patrol cars with trackers, and the electric bicycle."""
    for number in range(1, CARS + 1):
        phone = f"0138{number:08d}"
        keys = (("traccar", "traccar", phone), ("jt808", "jt808", phone))
        yield _row(
            DeviceClass.CAR,
            f"car-{number:02d}",
            f"巡逻车{number}号",
            MARKET,
            silent=CAR_SILENT_S,
            keys=keys,
        )
    ebike = ("traccar", "traccar", EBIKE_NUMBER)
    yield _row(DeviceClass.CAR, "ebike-01", "巡逻电动车1号", MARKET, silent=CAR_SILENT_S, keys=(ebike,))


def _phone(person: PersonRow) -> DeviceRow:
    key = ("owntracks", "owntracks", f"{person.login}/phone")
    place = person.grants[0].place
    return _row(DeviceClass.PHONE, f"phone-{person.login}", f"手持终端 {person.login}", place, keys=(key,))


def _inside(shop: Shop) -> Point:
    """A metre or so behind the door: two fifths of the way to the middle."""
    x, y = _middle(shop.ground)
    return round(shop.door[0] * 0.6 + x * 0.4, 2), round(shop.door[1] * 0.6 + y * 0.4, 2)


def _middle(ground: Iterable[Point]) -> Point:
    corners = list(ground)
    return (
        round(sum(x for x, _ in corners) / len(corners), 2),
        round(sum(y for _, y in corners) / len(corners), 2),
    )
