"""The register of places of the sample market, from the street down to the shops."""

from collections.abc import Iterator
from math import cos, radians, sin
from random import Random

from patrol.rules.register import PlaceRow, Point
from patrol.rules.words import PlaceKind
from patrol.sample.drawing import Quad, bend
from patrol.sample.ground import grid_grounds, group_grounds, plan_ring, street_ground, tidy
from patrol.sample.layout import COLD_STORE, GATES, GRIDS, MAINS, OUTLINE, QUARTERS, RING, WAREHOUSE, YARD
from patrol.sample.names import chinese_number
from patrol.sample.shops import Shop, Site

MARKET, MARKET_NAME = "yunda", "云达批发市场"
STREET, COMMUNITIES = "jiangbin", ("江滨", "下湾", "云达", "石桥", "新塘", "东埠", "柳溪")
RING_LIMIT_KMH, YARD_LIMIT_KMH = 15, 10


def places(site: Site, rng: Random) -> Iterator[PlaceRow]:
    """Yield every place, parents before children."""
    yield from _above()
    for grid, ground in grid_grounds().items():
        name = next(g.short for g in GRIDS if g.code == grid)
        yield PlaceRow(PlaceKind.GRID, grid, f"{name}网格", MARKET, ground)
    yield from _workrooms(site)
    yield from _gates()
    yield from _zones()
    yield from _groups(site, rng)
    for shop in site.shops:
        yield PlaceRow(PlaceKind.SHOP, shop.code, shop.name, shop.group, shop.ground, _facts(shop))


def _above() -> Iterator[PlaceRow]:
    yield PlaceRow(PlaceKind.STREET, STREET, "江滨街道", None)
    for number, name in enumerate(COMMUNITIES, 1):
        yield PlaceRow(PlaceKind.COMMUNITY, f"{STREET}-{number}", f"{name}社区", STREET)
    home = f"{STREET}-{COMMUNITIES.index('云达') + 1}"
    yield PlaceRow(PlaceKind.MARKET, MARKET, MARKET_NAME, home, tidy(plan_ring(OUTLINE)))


def _workrooms(site: Site) -> Iterator[PlaceRow]:
    for grid in GRIDS:
        ground = site.workrooms[grid.code]
        yield PlaceRow(PlaceKind.WORKROOM, f"{grid.prefix}-W", f"{grid.short}工作室", grid.code, ground)


def _gates() -> Iterator[PlaceRow]:
    for code, name, grid, point, degrees in GATES:
        yield PlaceRow(PlaceKind.GATE, code, name, grid, _barrier(point, degrees))


def _barrier(point: Point, degrees: float) -> tuple[Point, ...]:
    """Eight metres by one and a half across the road."""
    turn, (x, y) = radians(degrees), bend(point)
    corners = ((-4.0, -0.75), (4.0, -0.75), (4.0, 0.75), (-4.0, 0.75))
    return tidy([(x + a * cos(turn) - b * sin(turn), y + a * sin(turn) + b * cos(turn)) for a, b in corners])


def _zones() -> Iterator[PlaceRow]:
    def zone(code: str, name: str, parent: str, ground: tuple[Point, ...], **facts: object) -> PlaceRow:
        return PlaceRow(PlaceKind.ZONE, code, name, parent, ground, facts)

    for number, street in enumerate(MAINS, 1):
        ground = street_ground(street.line, street.width - 2)
        yield zone(f"fire-lane-{number}", f"{street.name}消防通道", MARKET, ground, use="fire_lane")
    for number, (name, line) in enumerate(RING, 1):
        ground = street_ground(line, 6.0)
        yield zone(f"ring-{number}", f"{name}限速", MARKET, ground, use="speed_limit", limit=RING_LIMIT_KMH)
    hall = next(q for q in QUARTERS if q.hall)
    yield zone("hall", "中心交易大厅", hall.grid, _ground(hall.quad), use="hall")
    # No boundary: on the plan the roof lies over the stalls, and who stands among them is not on the roof.
    yield zone("hall-roof", "交易大厅屋面", hall.grid, (), use="restricted", floor="roof")
    yield zone("atrium", "大厅中庭", hall.grid, _ground(_inner(hall.quad)), use="no_parking")
    yield zone("yard", "东货场", "east-1", tidy(plan_ring(YARD)), use="speed_limit", limit=YARD_LIMIT_KMH)
    yield zone("warehouse", "中转仓库", "east-1", _ground(WAREHOUSE), use="restricted")
    yield zone("cold-store", "冷库", "east-1", _ground(COLD_STORE), use="restricted")
    for code, name, grid, (x, y), _ in GATES[:1] + GATES[5:6]:
        inner = Quad((x - 16, y - 4), (x - 3, y - 4), (x - 3, y + 4), (x - 16, y + 4))
        yield zone(f"{code}-clear", f"{name}禁停区", grid, _ground(inner), use="no_parking")


def _ground(quad: Quad) -> tuple[Point, ...]:
    return tidy(plan_ring((quad.sw, quad.se, quad.ne, quad.nw)))


def _inner(quad: Quad) -> Quad:
    """The middle of the hall, where no stall stands."""
    return Quad(quad.at(0.405, 0.34), quad.at(0.595, 0.34), quad.at(0.595, 0.62), quad.at(0.405, 0.62))


def _groups(site: Site, rng: Random) -> Iterator[PlaceRow]:
    grounds = group_grounds([[shop.ground for shop in shops] for shops in site.groups.values()])
    short = {grid.code: grid.short for grid in GRIDS}
    for (code, shops), ground in zip(site.groups.items(), grounds, strict=True):
        grid = shops[0].grid
        name = f"{short[grid]}联防{chinese_number(int(code[-2:]))}组"
        yield PlaceRow(PlaceKind.GROUP, code, name, grid, ground, {"lead": rng.choice(shops).code})


def _facts(shop: Shop) -> dict[str, object]:
    return {
        "trade": shop.trade,
        "owner": shop.owner,
        "phone": shop.phone,
        "opens": shop.hours[0],
        "closes": shop.hours[1],
        "lane": shop.lane,
        "face_x": shop.door[0],
        "face_y": shop.door[1],
    }
