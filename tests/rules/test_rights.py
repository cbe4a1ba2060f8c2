"""A role counts where it was given and in everything that lies inside."""

import pytest

from patrol.rules.rights import (
    RIGHTS,
    Holding,
    Permission,
    PlacePath,
    Spot,
    markets_of,
    may,
    may_hear,
    rooms_for,
)
from patrol.rules.words import PlaceKind, Role

STREET = (Spot(PlaceKind.STREET, "street", None),)


def market(code: str = "yunda") -> PlacePath:
    return (Spot(PlaceKind.MARKET, code, code), *STREET)


def grid(code: str = "g1", *, of: str = "yunda") -> PlacePath:
    return (Spot(PlaceKind.GRID, code, of), *market(of))


def group(code: str = "g1-01", *, of: str = "yunda") -> PlacePath:
    return (Spot(PlaceKind.GROUP, code, of), *grid(of=of))


def shop(code: str = "A001", *, of: str = "yunda") -> PlacePath:
    return (Spot(PlaceKind.SHOP, code, of), *group(of=of))


def test_every_role_stands_in_the_table() -> None:
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize("place", [market(), grid(), group(), shop()])
def test_an_officer_of_a_market_may_handle_alerts_in_all_of_it(place: PlacePath) -> None:
    assert may([Holding(Role.OFFICER, market())], Permission.HANDLE_ALERTS, place)


@pytest.mark.parametrize("place", [market("other"), grid(of="other"), STREET, ()])
def test_an_officer_may_do_nothing_outside_the_market(place: PlacePath) -> None:
    assert not may([Holding(Role.OFFICER, market())], Permission.SEE_ALERTS, place)


def test_a_grid_of_the_same_code_in_another_market_is_another_grid() -> None:
    assert not may([Holding(Role.GUARD, grid())], Permission.SEE_ALERTS, grid(of="other"))


def test_a_guard_sees_the_groups_of_the_grid_but_not_the_market() -> None:
    guard = [Holding(Role.GUARD, grid())]
    assert may(guard, Permission.SEE_ALERTS, group())
    assert not may(guard, Permission.SEE_ALERTS, market())


def test_only_those_on_duty_handle_alerts() -> None:
    handlers = {role for role, rights in RIGHTS.items() if Permission.HANDLE_ALERTS in rights}
    assert handlers == {Role.OFFICER, Role.SHIFT_LEADER}


def test_only_the_administrator_changes_rules() -> None:
    assert {role for role, rights in RIGHTS.items() if Permission.SET_RULES in rights} == {Role.ADMINISTRATOR}


def test_a_role_at_a_street_covers_the_markets_on_it() -> None:
    assert may([Holding(Role.POLICE, STREET)], Permission.SEE_BOARD, market())


@pytest.mark.parametrize(
    ("role", "place", "rooms"),
    [
        (Role.OFFICER, market(), ("market:yunda", "user:7")),
        (Role.WALL, market(), ("market:yunda", "user:7")),
        (Role.GUARD, grid(), ("grid:g1", "user:7")),
        (Role.LEAD, group(), ("group:g1-01", "user:7")),
        (Role.SHOP, shop(), ("group:g1-01", "user:7")),
        (Role.POLICE, market(), ("market:yunda", "police:yunda", "user:7")),
    ],
)
def test_each_role_is_offered_its_own_rooms(role: Role, place: PlacePath, rooms: tuple[str, ...]) -> None:
    assert rooms_for([Holding(role, place)], 7) == rooms


@pytest.mark.parametrize(
    ("role", "held_at", "kind", "room_place", "heard"),
    [
        (Role.OFFICER, market(), "grid", grid("g5"), True),
        (Role.OFFICER, grid(), "market", market(), False),
        (Role.OFFICER, market(), "police", market(), False),
        (Role.GUARD, grid(), "grid", grid(), True),
        (Role.GUARD, grid(), "grid", grid("g2"), False),
        (Role.GUARD, grid(), "market", market(), False),
        (Role.SHOP, shop(), "group", group(), True),
        (Role.SHOP, shop(), "group", group("g1-02"), False),
        (Role.SHOP, shop(), "grid", grid(), False),
        (Role.POLICE, market(), "police", market(), True),
        (Role.POLICE, market(), "police", market("other"), False),
        (Role.WALL, market(), "market", market("other"), False),
    ],
)
def test_a_room_is_heard_by_those_who_answer_for_its_place(
    role: Role, held_at: PlacePath, kind: str, room_place: PlacePath, heard: object
) -> None:
    assert may_hear([Holding(role, held_at)], kind, room_place) is heard


def test_the_markets_of_an_officer_are_those_of_the_roles_held() -> None:
    held = [Holding(Role.OFFICER, market()), Holding(Role.SHOP, shop(of="other"))]
    assert markets_of(held, Permission.SEE_BOARD) == ("yunda",)
