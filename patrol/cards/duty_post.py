"""Where a group's post is: where somebody said, else the middle of its shops' doors."""

from collections.abc import Iterable
from math import hypot

from patrol.model.duty import Rota
from patrol.rules.entries import Register
from patrol.rules.register import Point
from patrol.rules.words import PlaceKind


def post_of(rota: Rota, register: Register, shops: Iterable[int] | None = None) -> Point | None:
    """Give the post in plan metres; None: no shop of the group has a door on the plan."""
    if rota.post_x is not None and rota.post_y is not None:
        return rota.post_x, rota.post_y
    doors = [door for shop in shops or shops_of(rota, register) if (door := door_of(register, shop))]
    if not doors:
        return None
    return sum(x for x, _ in doors) / len(doors), sum(y for _, y in doors) / len(doors)


def shops_of(rota: Rota, register: Register) -> list[int]:
    """Give the shops that stand in a group now, in the order of their codes."""
    mine = [p for p in register.places.values() if p.parent_id == rota.place_id and p.kind is PlaceKind.SHOP]
    return [place.id for place in sorted(mine, key=lambda place: place.code)]


def door_of(register: Register, shop: int) -> Point | None:
    """Give the door of a shop."""
    place = register.places.get(shop)
    match place.facts if place else None:
        case {"face_x": int() | float() as x, "face_y": int() | float() as y}:
            return float(x), float(y)
    return None


def metres_to(register: Register, shop: int, post: Point | None) -> float | None:
    """Give how far a shop's door is from the post, as the crow flies."""
    door = door_of(register, shop)
    return None if door is None or post is None else hypot(door[0] - post[0], door[1] - post[1])
