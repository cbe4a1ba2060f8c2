"""Rosters of guards: what the check finds, and that the greedy one never breaks what it must hold."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.duty_calendar import Calendar
from patrol.rules.shift_check import LACKS, Breach, Rule, breaches
from patrol.rules.shift_cost import CHANGED, cost, fair_shares
from patrol.rules.shift_greedy import greedy
from patrol.rules.shifts import Key, Tally, Terms, Wish, WishKind, Workroom
from tests.rules.workrooms import away, day, guards, shifts, workroom


def staffing(*rows: tuple[int, str, set[int]]) -> dict[Key, frozenset[int]]:
    return {(day(n), kind): frozenset(who) for n, kind, who in rows}


def found(room: Workroom, *rows: tuple[int, str, set[int]]) -> list[tuple[Rule, int, str, int | None, int]]:
    told = [one for one in breaches(room, staffing(*rows)) if one.rule not in LACKS]
    return [(one.rule, (one.key[0] - day(0)).days, one.key[1], one.guard, one.amount) for one in told]


def test_a_shift_with_too_few_or_too_many_is_named_with_how_many() -> None:
    room = workroom(1)
    told = breaches(room, staffing((0, "early", {1}), (0, "late", {2, 3, 4}), (0, "night", {5, 6})))
    assert told == [
        Breach(Rule.TOO_FEW, (day(0), "early"), amount=1),
        Breach(Rule.TOO_MANY, (day(0), "late"), amount=1),
    ]


def test_eight_hours_between_late_and_early_are_too_little_rest() -> None:
    room = workroom(2)
    assert found(room, (0, "late", {1}), (1, "early", {1})) == [(Rule.REST, 1, "early", 1, 480)]


def test_two_shifts_of_one_day_are_one_too_many() -> None:
    assert found(workroom(1), (0, "early", {1}), (0, "night", {1})) == [(Rule.TWICE, 0, "night", 1, 480)]


def test_nobody_goes_from_a_night_to_the_next_days_late_shift_even_where_eight_hours_would_do() -> None:
    room = workroom(3, terms=Terms(rest=timedelta(hours=8)))
    assert found(room, (0, "night", {1}), (1, "late", {1})) == [(Rule.AFTER_NIGHT, 1, "late", 1, 480)]
    assert found(room, (0, "night", {1}), (1, "night", {1}), (2, "night", {1})) == []


def test_the_seventh_day_running_is_named_and_the_past_counts() -> None:
    worked = tuple((shift, frozenset({1})) for shift in shifts(3, first=-3) if shift.kind == "early")
    room = replace(workroom(4), past=worked)
    rows = [(n, "early", {1}) for n in range(4)]
    assert found(room, *rows) == [(Rule.RUNNING, 3, "early", 1, 7)]
    assert found(replace(room, past=()), *rows) == []


def test_whoever_is_away_or_belongs_elsewhere_can_not_come() -> None:
    room = workroom(2, away=[(1, away(1, 1))])
    assert found(room, (1, "early", {1, 99})) == [
        (Rule.AWAY, 1, "early", 1, 0),
        (Rule.STRANGER, 1, "early", 99, 0),
    ]


def test_a_patrol_without_anybody_who_drives_is_named() -> None:
    room = workroom(1, (1, 0, 0), 3, drivers=[3])
    assert [one.rule for one in breaches(room, staffing((0, "early", {1})))] == [Rule.NO_DRIVER]
    assert breaches(room, staffing((0, "early", {3}))) == []


def test_who_was_away_owes_less_and_who_did_much_lately_owes_less() -> None:
    room = workroom(14, away=[(1, away(0, 7))])
    done = tuple(replace(guard, done=Tally(9 if guard.id == 2 else 5), days=14) for guard in room.guards)
    shares = fair_shares(replace(room, guards=done))
    assert shares[1].shifts.high < shares[3].shifts.low
    assert shares[2].shifts.high < shares[3].shifts.low


def test_cost_counts_wishes_and_published_shifts_that_moved() -> None:
    wishes = [Wish(1, day(0), WishKind.FREE), Wish(2, day(0), WishKind.WORK, "night")]
    room = replace(workroom(1, (1, 1, 1), wishes=wishes), kept=staffing((0, "late", {3})))
    told = cost(room, staffing((0, "early", {1}), (0, "late", {4}), (0, "night", {2})))
    assert (told.lacks, told.wishes, told.changed) == (0, 6, CHANGED)


@st.composite
def rooms(draw: st.DrawFn) -> Workroom:
    """Any headcount, any absences, wishes, promises and decisions, in two zones."""
    days, count = draw(st.integers(3, 16)), draw(st.integers(1, 12))
    calendar = Calendar(draw(st.sampled_from(["Asia/Shanghai", "Europe/Berlin"])))
    heads = [draw(st.integers(0, 4)) for _ in range(3)]
    people, dates = st.integers(1, count), st.integers(0, days - 1)
    gone = draw(st.lists(st.tuples(people, dates, st.integers(1, 9)), max_size=12))
    driving = draw(st.sets(people, max_size=4))
    wanted = st.builds(Wish, people, dates.map(day), st.sampled_from(WishKind), st.none())
    made = shifts(days, heads, drivers=1 if driving else 0, calendar=calendar)
    members = guards(count, away=[(who, away(first, n)) for who, first, n in gone], drivers=driving)
    some = st.dictionaries(st.sampled_from([one.key for one in made]), st.frozensets(people, max_size=3))
    before = shifts(7, heads, calendar=calendar, first=-7)
    return Workroom(
        made,
        members,
        Terms(timedelta(hours=draw(st.integers(8, 12))), draw(st.integers(3, 6))),
        tuple(draw(st.lists(wanted, max_size=8))),
        past=tuple((one, draw(st.frozensets(people, max_size=2))) for one in before),
        kept=draw(some),
        fixed={key: frozenset(sorted(who)[: heads[0]]) for key, who in draw(some).items()},
    )


@given(rooms())
def test_the_greedy_roster_breaks_no_rule_and_says_which_shift_lacks_how_many(room: Workroom) -> None:
    made = greedy(room)
    told = breaches(room, made)
    for one in told:
        if one.rule in LACKS:
            continue
        mine = {key for key in (one.key, one.other) if key}
        assert one.guard is None or any(one.guard in room.fixed.get(key, ()) for key in mine), one
    for shift in room.shifts:
        lacking = shift.headcount - len(made[shift.key])
        assert [b.amount for b in told if (b.rule, b.key) == (Rule.TOO_FEW, shift.key)] == (
            [lacking] if lacking > 0 else []
        )


@given(rooms())
def test_what_a_person_decided_stays_and_nobody_away_is_named(room: Workroom) -> None:
    made, people, ahead = greedy(room), {one.id: one for one in room.guards}, room.by_key()
    for key, who in room.fixed.items():
        assert {one for one in who if people[one].can_come(ahead[key])} <= made[key]
    assert all(people[one].can_come(ahead[key]) for key, who in made.items() for one in who)


def test_ten_guards_keep_three_shifts_for_four_weeks_without_a_gap_and_in_balance() -> None:
    room = workroom(28, (3, 2, 2))
    assert breaches(room, greedy(room)) == []
    assert cost(room, greedy(room)).balance <= 30


def test_where_nobody_is_left_it_says_so_instead_of_breaking_a_rule() -> None:
    room = workroom(3, (1, 1, 1), 2)
    assert {one.rule for one in breaches(room, greedy(room))} == {Rule.TOO_FEW}
