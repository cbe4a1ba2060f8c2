"""Groups in the register: applied, memberships end and begin, and history stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions.grouping import apply_groups
from patrol.actions.market import import_market
from patrol.cards.grounds import grids_of, grounds_of
from patrol.db import make_engine, make_sessions
from patrol.errors import Invalid, VersionConflict
from patrol.model import Base
from patrol.model.places import Place, PlaceVersion
from patrol.queries.market import standing_market
from patrol.queries.register import RegisterCache
from patrol.rules.grouping import Circle, Proposal, Sizes
from patrol.rules.register import LaneRow, MarketFile, MarketRow, PlaceRow
from patrol.rules.words import PlaceKind
from patrol.solving.grouping import rearrange

NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
SIZES = Sizes(low=2, high=4, usual=3)


def a_market(swapped: tuple[str, str]) -> MarketFile:
    """One lane with eight shops, the left ones in one group; two of them the wrong way round."""
    home = {f"S{n}": "g1-01" if n < 4 else "g1-02" for n in range(8)}
    one, other = swapped
    home[one], home[other] = home[other], home[one]
    places = [
        PlaceRow(PlaceKind.MARKET, "yunda", "云达", None),
        PlaceRow(PlaceKind.GRID, "g1", "一网格", "yunda"),
        PlaceRow(PlaceKind.GROUP, "g1-01", "一组", "g1"),
        PlaceRow(PlaceKind.GROUP, "g1-02", "二组", "g1"),
        *(
            PlaceRow(
                PlaceKind.SHOP, f"S{n}", f"商户{n}", home[f"S{n}"], (), {"face_x": 4.0 * n, "face_y": 1.0}
            )
            for n in range(8)
        ),
    ]
    lane = LaneRow("L", "L", "a", "b", ((0.0, 0.0), (40.0, 0.0)))
    return MarketFile(MarketRow("yunda", "云达", "Asia/Shanghai", 29.3, 120.1), tuple(places), (lane,))


def test_applied_groups_end_memberships_and_begin_others_and_nobody_else_is_touched(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/x.db")
    Base.metadata.create_all(engine)
    sessions = make_sessions(engine)
    with sessions.begin() as session:
        import_market(session, a_market(("S0", "S7")), None, end_missing=False, now=NOON)
    with sessions.begin() as session:
        register = RegisterCache().current(session)
        market = register.markets[1]
        [grid] = grids_of(market, register)
        grounds = grounds_of(grid, market, register)
        made = rearrange(grounds, SIZES)
        assert set(made.moved(grounds.now)) == {"S0", "S7"}
        standing = standing_market(session, "yunda")
        assert standing is not None
        with pytest.raises(VersionConflict):
            apply_groups(session, standing, "g1", made, grounds, expected=1, version=2, sizes=SIZES, now=NOON)
        wrong = Proposal((Circle("g1-01", "S0", ("S0", "S1")),), 0.0)
        with pytest.raises(Invalid):
            apply_groups(session, standing, "g1", wrong, grounds, sizes=SIZES, now=NOON)
        later = NOON + timedelta(days=1)
        done = apply_groups(session, standing, "g1", made, grounds, sizes=SIZES, now=later)
        assert {change.code for change in done} == {"S0", "S7"}
    with sessions() as session:
        rows = session.execute(
            select(Place.code, PlaceVersion.valid_from, PlaceVersion.valid_to)
            .join(PlaceVersion, PlaceVersion.place_id == Place.id)
            .where(Place.code.in_(["S0", "S1"]))
            .order_by(Place.code, PlaceVersion.id)
        ).all()
        assert [(code, start, end) for code, start, end in rows] == [
            ("S0", NOON, later),
            ("S0", later, None),
            ("S1", NOON, None),
        ]
    engine.dispose()
