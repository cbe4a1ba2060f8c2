"""The roster of a market (who belongs to which group, who leads it, who holds which office) as files."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patrol.db import Sessions, make_engine, make_sessions
from patrol.model import Base
from patrol.queries.market import standing_market
from patrol.rules.register import GrantRow, MarketFile, MarketRow, PersonRow, PlaceRow
from patrol.rules.register_change import Verb
from patrol.rules.words import PlaceKind, Role
from patrol.sheets.files import read_file, written
from tests.actions.test_market import LATER, take
from tests.sheets.papers import file
from tests.sheets.test_round_trip import facts, words

MARKETS = count()
LONG = settings().max_examples > 100


@pytest.fixture
def sessions(database_url: str) -> Iterator[Sessions]:
    engine = make_engine(database_url)
    Base.metadata.create_all(engine)
    yield make_sessions(engine)
    engine.dispose()


@st.composite
def rosters(draw: Callable[..., object]) -> MarketFile:
    """A market of its own with groups of any size, a lead in some of them, and people with offices."""
    sizes: list[int] = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3))  # type: ignore[assignment] # what lists holds
    name = f"m{next(MARKETS)}"
    market = PlaceRow(PlaceKind.MARKET, name, name, None)
    places = [market, PlaceRow(PlaceKind.GRID, f"{name}-g", "网格", name)]
    people = [PersonRow(f"{name}-office", "保卫科", "0579-1", grants=(GrantRow(Role.OFFICER, name),))]
    for group, size in enumerate(sizes):
        code = f"{name}-g-{group}"
        shops = [f"{code}-{n}" for n in range(size)]
        lead = {"lead": shops[0]} if shops and draw(st.booleans()) else {}
        places.append(PlaceRow(PlaceKind.GROUP, code, f"{group}组", f"{name}-g", facts=lead))
        for shop in shops:
            about: dict[str, object] = draw(facts)  # type: ignore[assignment] # what facts holds
            places.append(PlaceRow(PlaceKind.SHOP, shop, str(draw(words)), code, facts=about))
            people.append(PersonRow(f"of-{shop}", str(draw(words)), grants=(GrantRow(Role.SHOP, shop),)))
    return MarketFile(
        MarketRow(name, name, "Asia/Shanghai", 29.3, 120.1), tuple(places), people=tuple(people)
    )


def test_a_roster_taken_in_written_and_taken_in_again_is_the_same(sessions: Sessions, tmp_path: Path) -> None:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300 if LONG else 4)
    @given(rosters(), st.sampled_from([".csv", ".json", ".xlsx"]))
    def hold(roster: MarketFile, ending: str) -> None:
        with sessions.begin() as session:
            take(session, roster)
        with sessions() as session:
            first = standing_market(session, roster.market.code)
        assert first is not None
        paper = file(tmp_path, f"roster{ending}", written(ending, first))
        again = read_file(paper).whole(first)
        with sessions.begin() as session:
            done = take(session, again, end_missing=True, now=LATER)
            assert {change.verb for change in done} == {Verb.SAME}
        with sessions() as session:
            assert standing_market(session, roster.market.code) == first
        assert {row.code: row for row in first.places} == {row.code: row for row in roster.places}
        assert {row.login: row.grants for row in first.people} == {p.login: p.grants for p in roster.people}

    hold()
