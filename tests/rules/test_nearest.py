"""Who is recommended, who is not, and why."""

from dataclasses import replace
from math import hypot, inf

from patrol.rules.nearest import Candidate, Unit, passed_over, rank
from patrol.rules.register import Point
from patrol.rules.words import DeviceClass, DeviceStatus


def straight(a: Point, b: Point, by_car: bool) -> float:  # noqa: FBT001 - a callback's shape
    return hypot(a[0] - b[0], a[1] - b[1])


def a_unit(code: str, *, at: Point | None = (0, 0), age: float | None = 5, **more: object) -> Unit:
    device_class = DeviceClass(str(more.get("device_class", DeviceClass.PHONE)))
    status = DeviceStatus(str(more.get("status", DeviceStatus.ONLINE)))
    return Unit(code, code, device_class, status, at, age)


def codes(found: list[Candidate]) -> list[str]:
    return [candidate.unit.code for candidate in found]


def test_the_quicker_unit_comes_first_even_when_it_is_further_away() -> None:
    walker = a_unit("guard", at=(100, 0))
    car = a_unit("car", at=(200, 0), device_class="car")
    assert codes(rank([walker, car], (0, 0), metres=straight)) == ["car", "guard"]


def test_a_unit_that_is_not_heard_comes_last_and_says_why() -> None:
    near = a_unit("near", at=(1, 0), status="silent")
    far = a_unit("far", at=(90, 0))
    found = rank([near, far], (0, 0), metres=straight)
    assert codes(found) == ["far", "near"]
    assert [reason.key for reason in found[1].why_not] == ["not_heard"]


def test_a_stale_fix_is_said_and_a_very_old_one_is_not_counted_on() -> None:
    found = rank([a_unit("stale", age=300), a_unit("ancient", age=4000)], (0, 0), metres=straight)
    assert [reason.key for reason in found[0].reasons] == ["walk", "old_fix"]
    assert [reason.key for reason in found[1].why_not] == ["fix_too_old"]


def test_where_no_lane_leads_nobody_is_sent() -> None:
    found = rank([a_unit("guard")], (0, 0), metres=lambda a, b, by_car: inf)
    assert [reason.key for reason in found[0].why_not] == ["no_way"]


def test_who_came_a_little_nearer_since_the_board_asked_is_not_passed_over() -> None:
    units = [a_unit("best", at=(14, 0)), a_unit("near", at=(40, 0)), a_unit("far", at=(44, 0))]
    ranked = rank(units, (0, 0), metres=straight)
    assert passed_over(ranked, ["device:best"]) == ()
    assert passed_over(ranked, ["device:near"]) == ()
    assert passed_over(ranked, ["device:far"]) == ("device:best",)


def test_a_shop_stands_still_and_only_its_own_part_is_passed_over() -> None:
    shops = [replace(a_unit(code, at=at), device_class=None) for code, at in (("A", (10, 0)), ("B", (12, 0)))]
    ranked = rank([*shops, a_unit("guard", at=(1, 0))], (0, 0), metres=straight)
    assert passed_over(ranked, ["place:B"]) == ("place:A",)


def test_who_can_not_be_counted_on_is_never_as_near_as_the_best() -> None:
    ranked = rank([a_unit("heard"), a_unit("silent", status="silent")], (0, 0), metres=straight)
    assert passed_over(ranked, ["device:silent"]) == ("device:heard",)
