"""Taking over a market file: what it adds, what it ends, and that twice is once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions.market import import_market
from patrol.db import Sessions, make_engine, make_sessions
from patrol.errors import Invalid
from patrol.model import Base
from patrol.model.devices import Device, DeviceName
from patrol.model.people import Grant, Person
from patrol.model.places import Market, Place, PlaceVersion
from patrol.model.stream import REGISTER_VERSION, Meta
from patrol.queries.market import standing_market
from patrol.rules.register import DeviceRow, GrantRow, LaneRow, MarketFile, MarketRow, PersonRow, PlaceRow
from patrol.rules.register_change import Change, Sheet, Verb
from patrol.rules.words import DeviceClass, PlaceKind, Role
from patrol.sample import sample_market
from tests.parts.ready_made import migrate

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def sessions(database_url: str) -> Iterator[Sessions]:
    migrate(database_url)
    engine = make_engine(database_url)
    yield make_sessions(engine)
    engine.dispose()


def place(kind: PlaceKind, code: str, parent: str | None, name: str = "") -> PlaceRow:
    return PlaceRow(kind, code, name or code, parent, ((0.0, 0.0), (4.0, 0.0), (4.0, 5.0)))


def small_market(**parts: object) -> MarketFile:
    market = MarketFile(
        market=MarketRow("m", "小市场", "Asia/Shanghai", 29.3, 120.1),
        places=(
            place(PlaceKind.MARKET, "m", None),
            place(PlaceKind.GRID, "g", "m"),
            place(PlaceKind.GROUP, "t", "g"),
            place(PlaceKind.SHOP, "s-1", "t", "甲"),
            place(PlaceKind.SHOP, "s-2", "t", "乙"),
        ),
        lanes=(LaneRow("l", "街", "a", "b", ((0.0, 0.0), (9.0, 0.0))),),
        devices=(
            DeviceRow(DeviceClass.BRIDGE, "gw", "网关", "g"),
            DeviceRow(
                DeviceClass.BUTTON, "b", "按钮", "s-1", (1.0, 2.0), parent="gw", keys=(("z", "z", "b"),)
            ),
        ),
        people=(PersonRow("wang", "王", "16100000001", grants=(GrantRow(Role.GUARD, "g"),)),),
    )
    return replace(market, **parts)  # type: ignore[arg-type] # the caller names the parts


def take(
    session: Session, file: MarketFile, *, end_missing: bool = False, now: datetime = NOW
) -> tuple[Change, ...]:
    standing = standing_market(session, file.market.code, logins=[p.login for p in file.people])
    return import_market(session, file, standing, end_missing=end_missing, now=now)


def verbs(done: tuple[Change, ...]) -> Counter[Verb]:
    return Counter(change.verb for change in done)


def test_the_sample_goes_in_once_and_a_second_time_changes_nothing(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert set(verbs(take(session, sample_market()))) == {Verb.ADD}
    with sessions.begin() as session:
        assert set(verbs(take(session, sample_market(), end_missing=True, now=LATER))) == {Verb.SAME}
        assert session.scalars(select(Market.register_version)).one() == 1


def test_caches_hear_of_a_change_and_of_nothing_else(sessions: Sessions) -> None:
    def counter(file: MarketFile) -> str:
        with sessions.begin() as session:
            take(session, file)
            return session.get_one(Meta, REGISTER_VERSION).value

    first = counter(small_market())
    assert counter(small_market()) == first
    assert counter(small_market(lanes=(replace(small_market().lanes[0], name="路"),))) != first


def test_what_stands_is_what_was_taken_over(sessions: Sessions) -> None:
    with sessions.begin() as session:
        take(session, small_market())
    with sessions() as session:
        standing = standing_market(session, "m")
    assert standing == small_market()


def test_a_new_boundary_ends_the_old_version_and_begins_another(sessions: Sessions) -> None:
    moved = ((0.0, 0.0), (8.0, 0.0), (8.0, 5.0))
    with sessions.begin() as session:
        take(session, small_market())
    with sessions.begin() as session:
        places = [replace(p, boundary=moved) if p.code == "s-1" else p for p in small_market().places]
        done = take(session, small_market(places=tuple(places)), now=LATER)
        assert [(c.code, c.differs) for c in done if c.verb is Verb.CHANGE] == [("s-1", ("boundary",))]
    with sessions() as session:
        versions = session.scalars(
            select(PlaceVersion).join(Place, Place.id == PlaceVersion.place_id).where(Place.code == "s-1")
        )
        history = [(v.valid_from, v.valid_to, len(v.boundary), v.boundary[1][0]) for v in versions]
    assert history == [(NOW, LATER, 3, 4.0), (LATER, None, 3, 8.0)]


def test_what_a_file_leaves_out_stays_unless_it_is_told_to_end(sessions: Sessions) -> None:
    without = tuple(p for p in small_market().places if p.code != "s-2")
    with sessions.begin() as session:
        take(session, small_market())
    with sessions.begin() as session:
        assert set(verbs(take(session, small_market(places=without)))) == {Verb.SAME}
    with sessions.begin() as session:
        ended = take(session, small_market(places=without), end_missing=True, now=LATER)
        assert [c.code for c in ended if c.verb is Verb.END] == ["s-2"]
    with sessions() as session:
        standing = standing_market(session, "m")
        assert standing
        assert "s-2" not in {p.code for p in standing.places}


def test_a_part_that_a_file_does_not_have_is_left_alone(sessions: Sessions) -> None:
    with sessions.begin() as session:
        take(session, small_market())
    with sessions.begin() as session:
        done = take(session, small_market(lanes=(), devices=(), people=()), end_missing=True)
        assert set(verbs(done)) == {Verb.SAME}


def test_a_place_in_which_something_stands_can_not_end(sessions: Sessions) -> None:
    with sessions.begin() as session:
        take(session, small_market())
    without = tuple(p for p in small_market().places if p.code != "s-1")
    with sessions.begin() as session, pytest.raises(Invalid) as refused:
        take(session, small_market(places=without, devices=()), end_missing=True)
    assert refused.value.faults == ("devices b: its place s-1 ends",)


def test_a_place_that_ended_can_begin_again_but_not_as_another_kind(sessions: Sessions) -> None:
    without = tuple(p for p in small_market().places if p.code != "s-2")
    with sessions.begin() as session:
        take(session, small_market())
        take(session, small_market(places=without), end_missing=True, now=LATER)
    with sessions.begin() as session:
        done = take(session, small_market(), now=LATER + timedelta(days=1))
        assert [c.code for c in done if c.verb is Verb.ADD] == ["s-2"]
    turned = small_market(places=(*without, place(PlaceKind.GATE, "s-2", "g")))
    with sessions.begin() as session, pytest.raises(Invalid) as refused:
        take(session, turned)
    assert "places s-2" in refused.value.faults[0]
    with sessions.begin() as session:
        take(session, small_market(places=without), end_missing=True, now=LATER + timedelta(days=2))
    with sessions.begin() as session, pytest.raises(Invalid, match="s-2"):
        take(session, turned)


def test_names_on_the_wire_can_change_hands_and_are_given_back(sessions: Sessions) -> None:
    gateway, button = small_market().devices
    swapped = (replace(gateway, keys=button.keys), replace(button, keys=()))
    with sessions.begin() as session:
        take(session, small_market())
    with sessions.begin() as session:
        take(session, small_market(devices=swapped))
        owner = session.scalars(select(Device.code).join(DeviceName, DeviceName.device_id == Device.id)).all()
        assert owner == ["gw"]
    with sessions.begin() as session:
        take(session, small_market(devices=(gateway,)), end_missing=True)
        assert session.scalars(select(DeviceName)).all() == []
        assert session.scalars(select(Device.active).order_by(Device.code)).all() == [False, True]


def test_a_device_can_not_take_the_name_of_another_markets_device(sessions: Sessions) -> None:
    with sessions.begin() as session:
        take(session, small_market())
    other = small_market(
        market=MarketRow("n", "另一市场", "Asia/Shanghai", 29.3, 120.1),
        places=(place(PlaceKind.MARKET, "n", None),),
        devices=(DeviceRow(DeviceClass.BUTTON, "x", "按钮", "n", keys=(("z", "z", "b"),)),),
        people=(),
    )
    with sessions.begin() as session, pytest.raises(Invalid, match="device x"):
        take(session, other)


def test_roles_that_are_no_longer_named_end_and_the_account_stays(sessions: Sessions) -> None:
    person = replace(small_market().people[0], grants=(GrantRow(Role.SHIFT_LEADER, "m"),))
    with sessions.begin() as session:
        take(session, small_market())
    with sessions.begin() as session:
        take(session, small_market(people=(person,)), now=LATER)
        grants = [(g.role, g.valid_to) for g in session.scalars(select(Grant).order_by(Grant.id))]
        assert grants == [(Role.GUARD, LATER), (Role.SHIFT_LEADER, None)]
        assert session.scalars(select(Person.login)).all() == ["wang"]


def test_somebody_known_elsewhere_is_given_a_role_here_and_keeps_the_other(sessions: Sessions) -> None:
    with sessions.begin() as session:
        take(session, small_market())
    other = MarketFile(
        market=MarketRow("n", "另一市场", "Asia/Shanghai", 29.3, 120.1),
        places=(place(PlaceKind.MARKET, "n", None),),
        people=(PersonRow("wang", "王", "16100000001", grants=(GrantRow(Role.OFFICER, "n"),)),),
    )
    with sessions.begin() as session:
        take(session, other)
        standing = session.scalars(
            select(Grant.role).where(Grant.valid_to.is_(None)).order_by(Grant.id)
        ).all()
        assert standing == [Role.GUARD, Role.OFFICER]


def test_all_of_a_refused_file_is_refused(sessions: Sessions) -> None:
    people = (PersonRow("zhao", "赵", grants=(GrantRow(Role.GUARD, "g"),)),)
    doubled = (DeviceRow(DeviceClass.BUTTON, "x", "按钮", "n", keys=(("z", "z", "b"),)),)
    other = MarketFile(
        MarketRow("n", "另一市场", "Asia/Shanghai", 29.3, 120.1),
        places=(place(PlaceKind.MARKET, "n", None),),
        devices=doubled,
        people=people,
    )
    with sessions.begin() as session:
        take(session, small_market())
    with pytest.raises(Invalid), sessions.begin() as session:
        take(session, other)
    with sessions() as session:
        assert standing_market(session, "n") is None
        assert session.scalars(select(Person.login)).all() == ["wang"]


NAMES = st.sampled_from(["甲", "乙", "丙"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(names=st.lists(NAMES, min_size=1, max_size=6), earlier=st.lists(NAMES, max_size=6))
def test_whatever_stood_before_the_same_file_twice_changes_nothing(
    names: list[str], earlier: list[str]
) -> None:
    engine = make_engine("sqlite://")
    Base.metadata.create_all(engine)

    def shops(of: list[str]) -> MarketFile:
        rows = [place(PlaceKind.SHOP, f"s-{n}", "t", name) for n, name in enumerate(of)]
        return small_market(places=(*small_market().places[:3], *rows), devices=())

    with make_sessions(engine).begin() as session:
        take(session, shops(earlier))
        take(session, shops(names), end_missing=True, now=LATER)
        again = take(session, shops(names), end_missing=True, now=LATER + timedelta(days=1))
        assert set(verbs(again)) == {Verb.SAME}
        assert standing_market(session, "m") == shops(names)
    engine.dispose()


def test_changes_name_their_sheet(sessions: Sessions) -> None:
    with sessions.begin() as session:
        done = take(session, small_market())
    assert {change.sheet for change in done} == set(Sheet)
