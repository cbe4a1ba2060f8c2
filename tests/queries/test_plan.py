"""The plan a board draws: complete, small, quick, and without personal data."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from patrol.actions.market import import_market
from patrol.clock import monotonic
from patrol.db import Sessions, make_engine, make_sessions
from patrol.errors import NotFound
from patrol.model import Base
from patrol.queries.market import standing_market
from patrol.queries.plan import plan
from patrol.rules.register import MarketFile
from patrol.rules.words import PlaceKind
from patrol.sample import sample_market

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sessions]:
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('plan')}/patrol.sqlite3")
    Base.metadata.create_all(engine)
    sessions = make_sessions(engine)
    take(sessions, sample_market(), NOW)
    yield sessions
    engine.dispose()


def take(sessions: Sessions, file: MarketFile, now: datetime) -> None:
    with sessions.begin() as session:
        import_market(session, file, standing_market(session, file.market.code), end_missing=False, now=now)


def test_everything_of_the_market_is_in_it(sessions: Sessions) -> None:
    with sessions() as session:
        body = plan(session, "yunda", NOW).body
    assert body["market"]["code"] == "yunda"
    sizes = {name: len(body[name]) for name in ("grids", "groups", "shops", "workrooms", "gates")}
    assert sizes == {"grids": 5, "groups": 180, "shops": 1800, "workrooms": 5, "gates": 8}
    assert body["frame"]["lat"] == 29.3321
    assert len(body["lanes"]) > 300
    assert len(body["devices"]) > 1300


def test_every_shop_knows_its_group_and_its_grid(sessions: Sessions) -> None:
    with sessions() as session:
        body = plan(session, "yunda", NOW).body
    grids = {grid["code"] for grid in body["grids"]}
    groups = {group["code"]: group["parent"] for group in body["groups"]}
    assert all(shop["grid"] in grids and groups[shop["parent"]] == shop["grid"] for shop in body["shops"])


def test_it_holds_no_personal_data(sessions: Sessions) -> None:
    with sessions() as session:
        text = plan(session, "yunda", NOW).json().decode()
    assert '"owner"' not in text
    assert '"phone":' not in text
    assert not any(person.name in text for person in sample_market().people if len(person.name) > 2)
    assert "1610000" not in text


def test_it_is_small_and_quick(sessions: Sessions) -> None:
    took, body = [], b""
    with sessions() as session:
        for _ in range(5):
            begun = monotonic()
            body = plan(session, "yunda", NOW).json()
            took.append(monotonic() - begun)
    assert len(gzip.compress(body)) < 250_000
    assert min(took) < 0.5  # 0.06 s on a quiet machine


def test_its_version_changes_with_the_register_and_only_then(sessions: Sessions) -> None:
    with sessions() as session:
        first, second = plan(session, "yunda", NOW), plan(session, "yunda", NOW + timedelta(hours=1))
    assert first.version == second.version
    file = sample_market()
    renamed = [replace(p, name="新名字") if p.code == "E1-001" else p for p in file.places]
    take(sessions, replace(file, places=tuple(renamed)), NOW + timedelta(days=1))
    with sessions() as session:
        third = plan(session, "yunda", NOW + timedelta(days=1))
        before = plan(session, "yunda", NOW + timedelta(hours=23))
    assert third.version != first.version == before.version
    assert orjson.loads(before.json()) == before.body


def test_before_the_market_was_registered_its_ground_is_empty(sessions: Sessions) -> None:
    with sessions() as session:
        assert plan(session, "yunda", NOW - timedelta(days=1)).body["shops"] == []


def test_a_market_that_does_not_exist_has_none(sessions: Sessions) -> None:
    with sessions() as session, pytest.raises(NotFound):
        plan(session, "nowhere", NOW)


def test_kinds_are_the_words_of_the_register(sessions: Sessions) -> None:
    with sessions() as session:
        body = plan(session, "yunda", NOW).body
    assert {zone["kind"] for zone in body["zones"]} == {PlaceKind.ZONE}
    assert {zone["facts"]["use"] for zone in body["zones"]} >= {"fire_lane", "restricted", "no_parking"}
