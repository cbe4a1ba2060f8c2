"""Seven nights and days of a market, told on real parts: what people press, and what is left of it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Route, expect

from patrol.rules.words import DeviceClass
from tests.journeys import chronicle
from tests.journeys.acts import accepted, ask_with, look_up, put_out
from tests.journeys.cast import Cast
from tests.journeys.chronicle import looks_at, raised, reported
from tests.journeys.endings import closed_by, closed_by_two, evaluated, rated
from tests.journeys.town import GROUP, Town, close_town, open_town

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.timeout(300)]

CAMERA = "d1_freight_gate"
BROKEN_INTO = "E1-008"


@pytest.fixture(scope="module")
def town(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One market for all seven."""
    one = open_town(prepared, tmp_path_factory.mktemp("stories") / "house")
    try:
        yield one
    finally:
        close_town(one)


@pytest.fixture(scope="module")
def cast(town: Town, browser: Browser) -> Iterator[Cast]:
    """The people, each with a browser of their own."""
    players = Cast(town, browser)
    yield players
    players.go_home()
    assert players.faults == []


@pytest.fixture(scope="session")
def picture() -> FilePayload:
    """What a guard's telephone takes."""
    with BytesIO() as written:
        Image.new("RGB", (320, 240), "teal").save(written, "JPEG")
        return {"name": "seen.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def test_a_break_in_at_night(cast: Cast, town: Town, picture: FilePayload) -> None:
    first, second = town.shift[:2]
    phones = [cast.on_phone(first), cast.on_phone(second)]
    town.guards_walk(town.point_of_camera(CAMERA), (first, second))
    wang = cast.at_board("officer")

    alert = raised(town.house, "person", lambda: town.camera_sees_somebody(CAMERA))
    case = accepted(town, wang, alert)
    wang.sends_those_recommended(2)
    for phone in phones:
        phone.is_sent_to("Public order")
        phone.goes()
        phone.arrives()
    wang.sees_tasks("on scene", 2)
    wang.orders("Say where it is", {"Where?": BROKEN_INTO, "Note": "the shutter is forced"})
    phones[0].is_sent_to(BROKEN_INTO)
    called = {"Handed over to": "110", "Called": "just now", "Their number": "110-4471"}
    wang.orders("Hand over to 110 / 119", {**called, "Spoke with": "duty officer Liu"})
    wang.ticks_off("Look at the camera", "Think of calling 110", "Keep the footage")
    phones[0].is_done("One man held at the shutter, handed to the police", picture=picture)
    phones[1].is_done("Stood at the back door", without="it was dark")
    wang.sees_tasks("done", 2)
    wang.leaves_the_card()
    closed_by_two(cast, case, "Handed over")
    rated(cast, case, by="shop03")
    evaluated(cast, case, by="police")

    case.is_settled()
    assert (case.row().result, case.outside()) == ("handed_over", ["110"])
    assert sorted(case.who("respond")) == [first, second]
    assert case.who("accept", "verify", "close", "rate") == ["officer", "officer2", "leader", "shop03"]


def test_a_fire_in_a_group_of_ten(cast: Cast, town: Town, picture: FilePayload) -> None:
    smoke, burning = town.device_in(DeviceClass.SENSOR, GROUP)
    button, caller = town.device_in(DeviceClass.BUTTON, GROUP)
    guards = town.shift[:2]
    town.guards_walk(town.point_of_shop(burning), guards)
    before = cast.reports_in_the_figures()
    wang = cast.at_board("officer")

    fire = raised(town.house, "fire", lambda: town.device_says(smoke, "fire"))
    call = raised(town.house, "sos", lambda: town.device_says(button, "sos"))
    case = accepted(town, wang, fire)
    wang.leaves_the_card()
    accepted(town, wang, call)
    wang.orders("Merge into another", {"Merge into": case.row().number})
    wang.leaves_the_card()
    wang.goes_to(case.entity)
    wang.calls_the_roll()
    for login in ("lead", "shop", "shop02", "shop03", "shop04", "shop05"):
        cast.on_phone(login).answers_the_roll_call("I am safe")
    wang.sees_the_rate("6 / 9")
    wang.orders("Hand over to 110 / 119", {"Handed over to": "119", "Called": "just now"})
    wang.sends(*map(town.name_of, guards))
    put_out(cast, guards, picture)
    steps = (
        "Look at the camera",
        "Call 119",
        "Roll call of the group",
        "Clear the fire lane",
        "Cut the power",
    )
    wang.ticks_off(*steps)
    wang.leaves_the_card()
    closed_by_two(cast, case, "Solved")
    evaluated(cast, case, by="police")

    case.is_settled()
    assert (case.outside(), case.row().drill, case.row().pictures) == (["119"], False, 2)
    assert case.roll_calls() == [(10, {caller: "caller"}, 6)]
    assert cast.reports_in_the_figures() == before + 1


def test_a_drill_of_the_same_fire_is_outside_the_figures(cast: Cast, town: Town) -> None:
    before = cast.reports_in_the_figures()
    leader = cast.at_board("leader")
    leader.reports("Fire", "Normal", "E1-007", "Smoke in the store room, an exercise")
    case = reported(town.house, "Smoke in the store room, an exercise")
    leader.orders("This is a drill", {"Number of the drill plan": "2026-4"})
    expect(leader.card).to_contain_text("Drill: it is not counted in any figure")
    leader.accepts()
    leader.orders("Solved on the spot", {"How it ended": "Drill", "Note": "ten shops out in four minutes"})
    leader.leaves_the_card()
    evaluated(cast, case, by="police")

    case.is_settled(steps=4)
    assert (case.row().drill, case.row().drill_plan, case.row().result) == (True, "2026-4", "drill")
    assert cast.reports_in_the_figures() == before


def test_a_lost_bag(cast: Cast, town: Town) -> None:
    keeper = "E1-007"
    ending = town.telephone_of_shop(keeper)[-4:]
    gate = cast.page(None, f"/r/{town.poster_at('gate-freight')}", phone=True)
    words = f"A brown bag lay here, in it a torn paper that ends in {ending}"
    gate.get_by_label("Help").check()
    gate.get_by_label("It is over").check()
    gate.get_by_label("What, and where exactly?").fill(words)
    wang = cast.at_board("officer")
    gate.wait_for_timeout(max(0.0, 3100 - gate.evaluate("performance.now()")))  # nobody fills it in faster
    gate.get_by_role("button", name="Tell it").click()
    receipt = gate.locator(".receipt").inner_text()

    case = reported(town.house, words)
    wang.goes_to(case.entity)
    wang.accepts()
    look_up(cast, town, keeper, ending)
    wang.orders("Solved on the spot", {"How it ended": "Solved", "Note": "The keeper has it back"})
    wang.leaves_the_card()
    gate.get_by_role("link", name="Ask how it stands").click()
    ask_with(gate, receipt)
    evaluated(cast, case, by="leader")

    case.is_settled(steps=4)
    assert (case.row().source, case.evaluated_by()) == ("poster", {"reporter", "shift_leader"})
    assert looks_at(town.house, keeper) == [("officer", "a bag was found")]


def test_a_quarrel_about_a_deal(cast: Cast, town: Town, picture: FilePayload) -> None:
    shop, guard = cast.on_phone("shop"), cast.on_phone(town.shift[0])
    town.guards_walk(town.point_of_shop("E1-006"), town.shift[:1])
    words = "He wants his money back for forty boxes and shouts"
    shop.reports("Dispute", "Normal", words)
    case = reported(town.house, words)

    wang = cast.at_board("officer")
    wang.goes_to(case.entity)
    wang.accepts()
    wang.sends_those_recommended(1)
    guard.is_sent_to(words)
    guard.goes()
    guard.arrives()
    guard.is_done("They share the loss and have signed it", picture=picture)
    guard.has_no_task()
    wang.leaves_the_card()
    closed_by(cast, "officer2", case, "Settled by mediation")
    rated(cast, case, by="shop")
    evaluated(cast, case, by="leader")

    case.is_settled()
    assert case.who("report", "rate") == ["shop", "shop"]
    assert case.evaluated_by() == {"shop", "shift_leader"}
    assert (case.row().result, case.states()) == ("settled", ["done"])


def test_a_lost_child(cast: Cast, town: Town, picture: FilePayload) -> None:
    teller, first, second = town.shift[:3]
    town.guards_walk(town.point_of_camera(CAMERA), (first, second))
    words = "A boy of five in a red jacket is gone, last seen at the gate"
    cast.on_phone(teller).reports("Help", "High", words, where="gate-freight")
    case = reported(town.house, words)

    wang = cast.at_board("officer")
    wang.goes_to(case.entity)
    wang.accepts()
    wang.tells_everybody()
    wang.sends_those_recommended(2)
    wang.ticks_off("Look at the camera", "Watch the gates")
    lead = cast.page("lead", "/notices", phone=True)
    expect(lead.locator(".notice", has_text=words).first).to_be_visible()
    lead.close()
    for login in (first, second):
        cast.on_phone(login).is_sent_to(words)
        cast.on_phone(login).goes()
    cast.on_phone(first).arrives()
    cast.on_phone(first).is_done("He sat behind the scales, his mother has him", without="a child")
    cast.on_phone(first).has_no_task()
    wang.calls_back(town.name_of(second), "he is found")
    cast.on_phone(second).has_no_task()
    wang.leaves_the_card()
    closed_by_two(cast, case, "Solved")
    evaluated(cast, case, by="police")

    case.is_settled()
    assert case.states() == ["done", "withdrawn"]
    assert case.who("report", "note") == [teller, "officer"]
    assert sorted(case.who("respond")) == [first, second]


def test_two_officers_at_once(cast: Cast, town: Town) -> None:
    fast, slow = cast.at_board("officer"), cast.at_board("officer2")
    alert = raised(town.house, "overspeed", lambda: town.device_says("car/car-01", "overspeed"))
    fast.goes_to(alert)
    slow.goes_to(alert)

    def let_the_other_go_first(route: Route) -> None:
        fast.accepts()
        route.continue_()

    slow.page.route("**/commands", let_the_other_go_first)
    slow.page.keyboard.press("a")
    told = slow.card.get_by_role("status")
    expect(told).to_contain_text(f"{town.name_of('officer')} accepted it")
    expect(told).to_contain_text("You can: watch, join")
    slow.page.unroute("**/commands")
    case = chronicle.behind(town.house, alert)
    slow.presses("Join in")
    slow.leaves_the_card()
    fast.orders("Solved on the spot", {"How it ended": "Solved", "Note": "The driver was spoken to"})
    fast.leaves_the_card()
    evaluated(cast, case, by="leader")

    case.is_settled(steps=4)
    assert case.who("accept", "join") == ["officer", "officer2"]


def test_a_guard_in_the_basement(cast: Cast, town: Town) -> None:
    login, words = town.shift[0], "Two porters shout in the cold store"
    guard, wang = cast.on_phone(login), cast.at_board("officer")
    town.guards_walk(town.point_of_shop("E1-013"), (login,))
    wang.reports("Dispute", "Normal", "E1-013", words)
    case = reported(town.house, words)
    wang.accepts()
    wang.sends_those_recommended(1)
    guard.is_sent_to(words)

    with guard.without_a_signal():
        guard.goes()
        guard.arrives()
        guard.is_all_right()
        guard.waits_to_send(3)
        assert case.states() == ["sent"]
    guard.waits_to_send(0)
    wang.sees_tasks("on scene", 1)
    with guard.without_a_signal():
        guard.is_done("They went home", without="no light")
        wang.calls_back(town.name_of(login), "he is needed elsewhere")
    guard.reads_what_was_refused("This task is already over.")
    guard.has_no_task()
    wang.leaves_the_card()
    closed_by(cast, "officer2", case, "Settled by mediation")
    evaluated(cast, case, by="leader")

    case.is_settled()
    assert case.states() == ["withdrawn"]
    kept = case.entries("respond", "arrive", "check_in")
    assert [line.verb for line in kept] == ["respond", "arrive", "check_in"]
    assert sorted(line.happened_at for line in kept) == [line.happened_at for line in kept]
    assert all(line.happened_at < line.received_at for line in kept)
