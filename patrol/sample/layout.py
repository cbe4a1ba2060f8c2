"""How the sample market is laid out: its outline, streets, quarters, yard and gates, drawn by hand.

Metres in the straight drawing; `drawing.bend` carries everything onto the plan.
"""

from dataclasses import dataclass
from enum import StrEnum

from patrol.rules.register import Point
from patrol.sample.drawing import Quad


class Side(StrEnum):
    """How the outermost row of a quarter stands."""

    BACK = "back"  # one row, its back to the street
    FRONT = "front"  # two rows, the outer one faces the street


@dataclass(frozen=True, slots=True)
class Cut:
    """A cross lane through the blocks `first`…`last` at a share of the quarter's length."""

    share: float
    width: float
    first: int = 0
    last: int = 99
    tilt: float = 0.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """Blocks in parallel, a lane between each two; lanes run S–N, or W–E when `turned`."""

    grid: str
    quad: Quad
    lanes: int
    lane_m: float
    sides: tuple[Side, Side]
    cuts: tuple[Cut, ...]
    trades: tuple[str, ...]
    turned: bool = False
    voids: tuple[tuple[int, int], ...] = ()
    hall: bool = False


@dataclass(frozen=True, slots=True)
class Street:
    """A street drawn as a line; `gates` says which ends leave the market."""

    name: str
    line: tuple[Point, ...]
    width: float
    cars: bool = True


@dataclass(frozen=True, slots=True)
class GridPlan:
    """One grid: its short name, the prefix of its codes, how many shops, where its workroom stands."""

    code: str
    prefix: str
    short: str
    shops: int
    workroom: Point


GRIDS = (
    GridPlan("east-1", "E1", "东一", 370, (205, 108)),
    GridPlan("east-2", "E2", "东二", 360, (262, 94)),
    GridPlan("west-1", "W1", "西一", 380, (62, 112)),
    GridPlan("west-2", "W2", "西二", 350, (46, 100)),
    GridPlan("centre", "C", "中心", 340, (104, 50)),
)

OUTLINE: tuple[Point, ...] = (
    (-7, -3), (52, -4), (101, -7), (208, -1), (264, -2), (318, -5), (322, 30), (325, 88), (324, 110),
    (314, 152), (290, 174), (284, 205), (206, 207), (140, 205), (98, 199), (38, 201), (-2, 198),
    (-7, 150), (-8, 104),
)  # fmt: skip

RING: tuple[tuple[str, tuple[Point, ...]], ...] = (
    ("环市南路", ((-2.5, 1.5), (52, 0.8), (101, -2.2), (208, 3.6), (264, 2.6), (313.6, 0))),
    ("环市东路", ((313.6, 0), (317.4, 30), (320.2, 88), (319.2, 109.4), (309.8, 149.2),
                 (285.8, 171.6), (279.6, 200.6))),
    ("环市北路", ((279.6, 200.6), (206, 202.4), (140, 200.4), (98, 194.4), (38, 196.4), (2.2, 193.6))),
    ("环市西路", ((2.2, 193.6), (-2.4, 149.6), (-3.4, 104), (-2.5, 1.5))),
)  # fmt: skip

MAINS: tuple[Street, ...] = (
    Street("云达大街", ((-8, 106), (100, 103.5), (208, 100), (324.5, 97)), 8.0),
    Street("兴业路", ((101, -7), (99.6, 50), (100, 103.5)), 7.0),
    Street("福民路", ((208, -1), (207.4, 50), (208, 100)), 7.0),
    Street("丰收路", ((140, 102.2), (139, 150), (140, 205)), 7.0),
)
LESSER: tuple[Street, ...] = (
    Street("布行直街", ((52.6, 0.8), (53, 104.6)), 4.5),
    Street("海味直街", ((265.2, 2.6), (267, 98.4)), 4.5),
    Street("百货直街", ((62, 104.4), (65, 195.4)), 5.0),
    Street("五金直街", ((203, 100), (205, 202.4)), 5.0),
    Street("货场路", ((263, 98.4), (258, 150), (256.5, 201.2)), 6.0),
    Street("货场西口", ((258, 150), (284, 146), (309.8, 149.2)), 6.0),
    Street("货运专道", ((309.8, 149.2), (318.4, 146)), 7.0),
    Street("西北便道", ((2.2, 193.6), (-4.4, 194.6)), 4.0),
    Street("西南便道", ((-2.5, 1.5), (-7, -3)), 4.0),
)

BACK, FRONT = Side.BACK, Side.FRONT
QUARTERS: tuple[Quarter, ...] = (
    Quarter("west-2", Quad((3, 6), (49.6, 5), (50, 100), (2, 101)), 4, 3.6, (BACK, FRONT),
            (Cut(0.36, 3.6, 0, 2, 0.05), Cut(0.68, 4.0, 1, 9)), ("布匹", "床品")),
    Quarter("west-2", Quad((56, 4.4), (95.6, 2.4), (95.6, 99), (56.4, 100)), 6, 3.6, (BACK, FRONT),
            (Cut(0.45, 4.0, 2, 9, -0.03),), ("服装", "鞋帽", "辅料"), turned=True),
    Quarter("centre", Quad((104.6, 3), (203.4, 8), (203.4, 95.4), (104.6, 98.6)), 9, 3.4, (FRONT, FRONT),
            (Cut(0.3, 4.2), Cut(0.66, 4.2)), ("干货", "调味", "茶叶", "炒货", "糖果", "粮油"),
            voids=((4, 1), (5, 1)), hall=True),
    Quarter("east-2", Quad((211.6, 8), (262, 7), (263.6, 94), (212, 95.4)), 4, 3.8, (FRONT, BACK),
            (Cut(0.3, 3.8, 0, 2, -0.06), Cut(0.6, 4.4, 2, 9, 0.04)), ("果蔬", "肉类")),
    Quarter("east-2", Quad((268.6, 7), (309.4, 4.6), (315.4, 92), (270.4, 94)), 6, 3.8, (BACK, FRONT),
            (Cut(0.55, 4.0, 1, 4, 0.05),), ("水产", "冻品", "禽蛋"), turned=True),
    Quarter("west-1", Quad((1.4, 110.4), (59.6, 108.8), (61.6, 191.4), (6, 189.8)), 4, 4.0, (BACK, FRONT),
            (Cut(0.3, 4.0, 2, 9, 0.05), Cut(0.62, 4.4, 0, 3, -0.04)), ("小商品", "饰品")),
    Quarter("west-1", Quad((66.4, 108.6), (135, 106.6), (135.6, 195.6), (68.6, 190.6)), 6, 4.0, (FRONT, BACK),
            (Cut(0.38, 4.4, 0, 9, 0.03), Cut(0.72, 3.8, 0, 3)), ("玩具", "文具", "箱包"), turned=True),
    Quarter("east-1", Quad((143.8, 106.4), (199.6, 104.4), (201.4, 197.4), (144, 196)), 6, 4.0, (FRONT, BACK),
            (Cut(0.42, 4.2, 1, 9, -0.05),), ("五金", "工具", "水暖"), turned=True),
    Quarter("east-1", Quad((207.2, 104), (258.6, 102.6), (252.6, 196.4), (208.6, 197.2)), 4, 4.0,
            (BACK, BACK), (Cut(0.34, 4.4, 0, 2, 0.05), Cut(0.66, 4.0, 1, 9, 0.04)), ("灯具", "电料")),
)  # fmt: skip

YARD: tuple[Point, ...] = ((266, 101), (314.6, 100), (305.4, 146), (288, 143), (261.4, 146.4))
WAREHOUSE = Quad((262, 154), (280, 152), (276.6, 168), (261.2, 170))
COLD_STORE = Quad((288, 104), (311.6, 103), (309, 119), (288.4, 120))

GATES: tuple[tuple[str, str, str, Point, float], ...] = (
    ("gate-east", "东大门", "east-2", (324.5, 97), 90),
    ("gate-west", "西大门", "west-1", (-8, 106), 90),
    ("gate-south-1", "南一门", "west-2", (101, -7), 0),
    ("gate-south-2", "南二门", "centre", (208, -1), 0),
    ("gate-north", "北门", "west-1", (140, 205), 0),
    ("gate-freight", "货运门", "east-1", (317, 146.5), 75),
    ("gate-northwest", "西北便门", "west-1", (-4.4, 194.6), 80),
    ("gate-southwest", "西南便门", "west-2", (-7, -3), 45),
)
"""Code, name, the grid that keeps it, where, and how its barrier lies (degrees from the x axis)."""
