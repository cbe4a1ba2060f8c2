"""How far it is from every shop to every other on foot, along the lanes."""

from collections.abc import Sequence
from math import hypot

from patrol.rules.lanes import LaneGraph, Spot
from patrol.rules.register import Point

APART = 10_000.0
"""Metres between two that no lane joins: far, but a number, so that somebody is still the nearest."""


def walking_metres(lanes: LaneGraph, points: Sequence[Point]) -> tuple[tuple[float, ...], ...]:
    """Measure from each point to each other; where there are no lanes, as the crow flies."""
    spots = [lanes.nearest(point) for point in points]
    if any(spot is None for spot in spots):
        return tuple(tuple(hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    return _along(lanes, [spot for spot in spots if spot is not None])


def _along(lanes: LaneGraph, spots: Sequence[Spot]) -> tuple[tuple[float, ...], ...]:
    import numpy
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    names = sorted({end for lane in lanes.lanes.values() for end in (lane.start, lane.end)})
    nodes = {name: n for n, name in enumerate(names)}
    begins = [nodes[lane.start] for lane in lanes.lanes.values()]
    ends = [nodes[lane.end] for lane in lanes.lanes.values()]
    lengths = [max(lanes.metres[code], 1e-6) for code in lanes.lanes]
    graph = coo_matrix((lengths, (begins, ends)), shape=(len(nodes), len(nodes)))
    near = sorted({nodes[e] for s in spots for e in (lanes.lanes[s.lane].start, lanes.lanes[s.lane].end)})
    at = {node: n for n, node in enumerate(near)}
    between = dijkstra(graph.tocsr(), directed=False, indices=near)[:, near]
    gap = numpy.array([spot.gap for spot in spots])
    along = numpy.array([spot.along for spot in spots])
    rest = numpy.array([lanes.metres[spot.lane] for spot in spots]) - along
    start = numpy.array([at[nodes[lanes.lanes[spot.lane].start]] for spot in spots])
    end = numpy.array([at[nodes[lanes.lanes[spot.lane].end]] for spot in spots])
    sides = ((along, start), (rest, end))
    ways = numpy.min(
        [a[:, None] + between[numpy.ix_(i, j)] + b[None, :] for a, i in sides for b, j in sides], axis=0
    )
    numbers = {code: n for n, code in enumerate(lanes.lanes)}
    lane = numpy.array([numbers[spot.lane] for spot in spots])
    same = lane[:, None] == lane[None, :]
    ways = numpy.where(same, numpy.minimum(ways, abs(along[:, None] - along[None, :])), ways)
    ways = numpy.minimum(ways + gap[:, None] + gap[None, :], APART)
    numpy.fill_diagonal(ways, 0.0)
    return tuple(map(tuple, ways.tolist()))
