"""Rounds: laid down from routes, walked by people, settled by time."""

import threading
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.actions import checkpoints
from patrol.errors import Forbidden, Invalid, NotNow, VersionConflict
from patrol.model.notices import Notice
from patrol.model.rounds import Round
from patrol.rules.live import apply
from patrol.rules.round_words import RouteKind
from tests.round_world import SPOTS, WINDOW, RoundWorld, a_round_world


@pytest.fixture
def town(tmp_path: Path) -> RoundWorld:
    made = a_round_world(tmp_path)
    made.route()
    made.tick()
    return made


def because(refused: NotNow) -> object:
    return refused.details()["because"]


def test_the_rounds_of_today_and_tomorrow_are_laid_down_once(town: RoundWorld) -> None:
    assert [row.state for row in town.rounds()] == ["due", "planned"]
    assert len(town.stops()) == 3
    town.tick()
    assert len(town.rounds()) == 2


def test_a_new_version_of_a_route_moves_only_what_nobody_has_seen(town: RoundWorld) -> None:
    town.route(stops=("c3", "c1"), expected_version=1)
    town.tick()
    seen, planned = town.rounds()
    assert [len(town.stops(row.id)) for row in (seen, planned)] == [3, 2]
    assert seen.route_version_id != planned.route_version_id
    with pytest.raises(VersionConflict):
        town.route(stops=("c1",), expected_version=1)


def test_a_guard_walks_a_round_and_it_is_over_when_all_is_reached(town: RoundWorld) -> None:
    cards = [town.later(minutes=3).scan(code)["card"] for code in SPOTS]
    card = cards[-1]
    assert (card["state"], card["reached"], card["odd"], card["person"]) == ("walked", 3, 0, "guard")
    assert {stop.proof for stop in town.stops()} == {"qr"}
    assert town.world.open_alerts() == []


def test_a_position_proves_when_it_is_fresh_exact_and_near(town: RoundWorld) -> None:
    for wrong, why in (
        (town.position(50, age_s=90), "position-stale"),
        (town.position(50, acc=60), "position-coarse"),
        (town.position(90), "position-far"),
    ):
        with pytest.raises(NotNow) as refused:
            town.do("scan", checkpoint="c1", position=wrong)
        assert because(refused.value) == why
    town.do("scan", checkpoint="c1", position=town.position(55))
    first = town.stops()[0]
    assert (first.proof, round(first.distance_m or 0)) == ("position", 5)


def test_without_code_or_position_nobody_was_there(town: RoundWorld) -> None:
    with pytest.raises(Invalid):
        town.do("scan", checkpoint="c1")
    with pytest.raises(NotNow) as refused:
        town.do("scan", checkpoint="c1", code="1-AAAAAAAAAAAAAAAA")
    assert because(refused.value) == "wrong-code"


def test_a_code_read_far_from_its_checkpoint_counts_and_is_marked(town: RoundWorld) -> None:
    town.scan("c1", position=town.position(300))
    assert town.stops()[0].far
    town.world.later(minutes=5)
    town.scan("c2", position=town.position(300, age_s=600))
    assert not town.stops()[1].far


def test_what_is_late_and_what_is_missed_become_alerts_by_the_rules(town: RoundWorld) -> None:
    town.world.later(minutes=40)
    town.scan("c1")
    town.world.later(minutes=8)
    town.scan("c2")
    assert [(a.kind, a.category, a.severity) for a in town.world.open_alerts()] == [
        ("checkpoint_late", "PA", "notice")
    ]
    town.world.later(minutes=15)
    town.tick()
    assert town.today().state == "partly"
    missed = town.world.open_alerts()[-1]
    assert (missed.kind, missed.subject["checkpoints"]) == ("checkpoint_missed", "C3")


def test_a_round_nobody_walked_is_an_alert_and_a_rule_can_say_otherwise(town: RoundWorld) -> None:
    town.world.later(minutes=61)
    town.tick()
    assert (town.today().state, town.world.alert().kind) == ("missed", "round_missed")


def test_what_was_done_without_a_signal_counts_when_it_is_told_later(town: RoundWorld) -> None:
    began = town.world.now
    town.world.later(minutes=61)
    town.tick()
    assert town.world.alert().kind == "round_missed"
    for minute, code in enumerate(SPOTS):
        at = began.replace(minute=20 + 5 * minute)
        town.scan(code, happened_at=at.isoformat())
    assert town.today().state == "walked"
    assert town.world.alert().condition == "cleared"
    assert [stop.received_at for stop in town.stops()] == [town.world.now] * 3


def test_what_the_phone_could_not_have_done_is_refused(town: RoundWorld) -> None:
    ahead = town.world.now.replace(minute=40).isoformat()
    with pytest.raises(NotNow) as refused:
        town.scan("c1", happened_at=ahead)
    assert because(refused.value) == "clock-ahead"


def test_two_at_one_checkpoint_the_second_is_told_who_was_first(town: RoundWorld) -> None:
    town.scan("c1")
    again = town.scan("c1")
    assert again["card"]["reached"] == 1
    with pytest.raises(VersionConflict) as refused:
        town.scan("c1", by="guard2")
    assert refused.value.details()["by"] == "guard"
    with pytest.raises(VersionConflict):
        town.do("begin", by="guard2")


def test_the_same_command_twice_is_one_change(town: RoundWorld) -> None:
    key = uuid4().hex
    first = town.scan("c1", command_id=key)
    assert town.scan("c1", command_id=key) == first
    with pytest.raises(Invalid):
        town.scan("c1", by="guard2", command_id=key)


def test_a_skipped_stop_needs_its_reason_and_is_not_missed(town: RoundWorld) -> None:
    with pytest.raises(Invalid):
        town.do("skip", checkpoint="c1")
    town.do("skip", checkpoint="c1", reason="the lane is dug up")
    town.scan("c2")
    town.world.later(minutes=3)
    card = town.scan("c3")["card"]
    assert (card["state"], card["skipped"], card["odd"]) == ("walked", 1, 0)


def test_a_leap_and_a_wrong_order_are_marked(town: RoundWorld) -> None:
    town.scan("c2")
    town.world.later(seconds=5)
    town.scan("c1")
    marks = [(stop.out_of_order, stop.too_fast) for stop in town.stops()]
    assert marks == [(False, True), (True, False), (False, False)]


def test_an_old_print_says_that_it_is_old(town: RoundWorld) -> None:
    old = town.code("c1")
    with town.world.sessions.begin() as session:
        checkpoints.renew(session, 1, expected_version=1)
    with pytest.raises(NotNow) as refused:
        town.do("scan", checkpoint="c1", code=old)
    assert because(refused.value) == "old-print"
    town.scan("c1")


def test_a_checkpoint_on_a_route_stays(town: RoundWorld) -> None:
    with town.world.sessions.begin() as session, pytest.raises(NotNow):
        checkpoints.end(session, 1, expected_version=1, now=town.world.now)


def test_the_office_assigns_and_calls_off_and_guards_do_not(town: RoundWorld) -> None:
    town.do("assign", by="leader", person=town.case.people["guard2"])
    assert town.today().person_id == town.case.people["guard2"]
    with pytest.raises(VersionConflict):
        town.do("cancel", by="leader", reason="rain", version=1)
    with pytest.raises(Forbidden):
        town.do("cancel", reason="rain")
    with pytest.raises(Forbidden):
        town.scan("c1", by="leader")
    town.do("cancel", by="leader", reason="rain")
    town.world.later(minutes=70)
    town.tick()
    assert (town.today().state, town.world.open_alerts()) == ("cancelled", [])
    with pytest.raises(NotNow):
        town.scan("c1")


@pytest.mark.parametrize("room", ["market:yunda", "grid:g1"])
def test_an_old_picture_and_the_stream_of_a_round_give_the_fresh_picture(tmp_path: Path, room: str) -> None:
    town = a_round_world(tmp_path)
    before = town.world.snapshot(room)
    town.route()
    town.tick()
    town.scan("c1")
    town.do("skip", checkpoint="c2", reason="locked")
    town.do("assign", by="leader")
    middle = town.world.snapshot(room)
    assert middle.state["rounds"] != {}
    town.world.later(minutes=61)
    town.tick()
    state = before.state
    for event in town.world.since(before.seq, room):
        state = apply(state, event)
    assert state == town.world.snapshot(room).state


def test_guards_who_scan_at_once_are_one_winner_and_one_who_hears_it(
    tmp_path: Path, database_url: str
) -> None:
    town = a_round_world(tmp_path, url=database_url)
    town.route()
    town.tick()
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def come(who: str) -> None:
        gate.wait()
        try:
            town.scan("c1", by=who)
            outcomes.append("won")
        except VersionConflict as lost:
            outcomes.append(str(lost.details()["by"]))

    threads = [threading.Thread(target=come, args=(who,)) for who in ("guard", "guard2") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = town.stops()[0].by_id
    names = {number: name for name, number in town.case.people.items()}
    assert sorted(outcomes) == sorted(["won", "won", names[winner or 0], names[winner or 0]])
    town.world.engine.dispose()


def test_whoever_was_named_is_told_when_it_opens_and_when_it_was_missed(town: RoundWorld) -> None:
    tomorrow = town.rounds()[1]
    with town.world.sessions.begin() as session:
        session.get_one(Round, tomorrow.id).person_id = town.case.people["guard"]
    town.later(days=1)
    town.tick()
    town.later(minutes=61)
    town.tick()
    with town.world.sessions() as session:
        told = session.scalars(select(Notice).order_by(Notice.id)).all()
        assert [(notice.kind, notice.person_id) for notice in told] == [
            ("round_due", town.case.people["guard"]),
            ("round_missed", town.case.people["guard"]),
        ]


def test_windows_must_make_sense(town: RoundWorld) -> None:
    with pytest.raises(Invalid):
        town.route("south", windows=(WINDOW, WINDOW))
    with pytest.raises(Invalid):
        town.route("south", stops=("c1", "nowhere"))
    with pytest.raises(Invalid):
        town.route("south", RouteKind.HAZARDS, grid=None)
