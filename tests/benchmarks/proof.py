"""A lower bound that nobody can argue with: the grouping as a mixed-integer programme, given to HiGHS."""

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

from patrol.rules.grouping import Grounds, Sizes

NEAREST, SECONDS = 40, 300.0


def least_metres(grounds: Grounds, sizes: Sizes, *, groups: int) -> float:
    """Give the least sum of ways into so many groups, or the bound proven in the time."""
    metres = numpy.asarray(grounds.metres)
    shops = len(metres)
    arcs = [(i, int(j)) for i in range(shops) for j in numpy.argsort(metres[i], kind="stable")[:NEAREST]]
    prices = numpy.array([metres[arc] for arc in arcs])
    rows = _Rows(len(arcs), shops)
    for shop in range(shops):
        rows.add([(n, 1.0) for n, arc in enumerate(arcs) if arc[0] == shop], 1, 1)
        mine = [(n, 1.0) for n, arc in enumerate(arcs) if arc[1] == shop]
        rows.add([*mine, (len(arcs) + shop, -float(sizes.high))], -numpy.inf, 0)
        rows.add([*mine, (len(arcs) + shop, -float(sizes.low))], 0, numpy.inf)
    for number, arc in enumerate(arcs):
        rows.add([(number, 1.0), (len(arcs) + arc[1], -1.0)], -numpy.inf, 0)
    rows.add([(len(arcs) + shop, 1.0) for shop in range(shops)], groups, groups)
    found = milp(
        numpy.concatenate([prices, numpy.zeros(shops)]),
        constraints=rows.constraint(),
        integrality=numpy.concatenate([numpy.zeros(len(arcs)), numpy.ones(shops)]),
        bounds=Bounds(0, 1),
        options={"time_limit": SECONDS},
    )
    return float(found.mip_dual_bound)


class _Rows:
    """Rows of a sparse programme as they are written down."""

    def __init__(self, arcs: int, shops: int) -> None:
        self._shape = arcs + shops
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._values: list[float] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def add(self, entries: list[tuple[int, float]], low: float, high: float) -> None:
        """Write one row."""
        for column, value in entries:
            self._rows.append(len(self._low))
            self._columns.append(column)
            self._values.append(value)
        self._low.append(low)
        self._high.append(high)

    def constraint(self) -> LinearConstraint:
        """Give all rows."""
        shape = (len(self._low), self._shape)
        matrix = coo_matrix((self._values, (self._rows, self._columns)), shape=shape)
        return LinearConstraint(matrix.tocsr(), self._low, self._high)
