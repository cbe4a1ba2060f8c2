"""What holds for every plan, whoever is away, joins or leaves."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.duty_calendar import Calendar
from patrol.rules.duty_members import Away, Member, Roster, Span
from patrol.rules.duty_slots import Pattern, SlotKind, Turn, in_time, turns
from patrol.rules.duty_words import DayMark, Source
from patrol.rules.fairness import UNIT, Books, Holder
from patrol.rules.rotation import Known, Placed, loose, plan
from tests.rules.groups import FIRST, LONG_AGO, ten_shops, two_turns, weights

DAYS = 40
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin"])


@dataclass(frozen=True, slots=True)
class Setting:
    """A group, its people and its turns over forty days; in Berlin, with a change of the clocks."""

    calendar: Calendar
    roster: Roster
    turns: tuple[Turn, ...]


def at(calendar: Calendar, day: int) -> datetime:
    return calendar.instant(date(2026, 3, 1) + timedelta(days=day), 0)


@st.composite
def settings(draw: st.DrawFn, *, away: bool = True, overlapping: bool = True) -> Setting:
    marks = {
        date(2026, 3, 1) + timedelta(days=n): DayMark.HOLIDAY for n in draw(st.sets(st.integers(0, DAYS)))
    }
    calendar = Calendar(draw(ZONES), marks)
    size = draw(st.integers(1, 13))
    absences = draw(st.lists(absence(calendar, size), max_size=25)) if away else []
    roster = ten_shops(absences, shops=size)
    pattern = draw(patterns(overlapping=overlapping))
    first = date(2026, 3, 1)
    made = turns(roster.rota, [pattern], calendar, first=first, last=first + timedelta(days=DAYS - 1))
    return Setting(calendar, roster, tuple(made))


def absence(calendar: Calendar, size: int) -> st.SearchStrategy[tuple[int, Away]]:
    def build(shop: int, day: int, days: int, excused: bool) -> tuple[int, Away]:  # noqa: FBT001 - drawn
        return shop, Away(Span(at(calendar, day), at(calendar, day + days)), excused)

    return st.builds(build, st.integers(1, size), st.integers(-2, DAYS), st.integers(1, DAYS), st.booleans())


@st.composite
def patterns(draw: st.DrawFn, *, overlapping: bool) -> Pattern:
    """One to three kinds; overlapping ones may begin at any hour and last up to a day."""
    kinds = []
    for number in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, 23)) * 60 if overlapping else number * 480
        minutes = draw(st.integers(1, 24)) * 60 if overlapping else 480
        seats, standby = draw(st.integers(1, 2)), draw(st.integers(0, 2))
        weight = draw(st.sampled_from([50, 100, 150, 275]))
        kinds.append(SlotKind(f"k{number}", start, minutes, weights(weight), seats, standby))
    return Pattern(1, FIRST, tuple(kinds), rest=draw(st.integers(0, 3)))


def planned(setting: Setting, known: Known | None = None, *, since: datetime = LONG_AGO) -> list[Placed]:
    return plan(setting.roster, setting.turns, known or Known(), since=since)[0]


def books_of(setting: Setting, placed: Iterable[Placed]) -> Books:
    known = Known({one.turn.id: one.holder for one in placed})
    return plan(setting.roster, setting.turns, known, since=LONG_AGO)[1]


def holders(placed: Iterable[Placed]) -> dict[str, Holder]:
    return {one.turn.id: one.holder for one in placed}


@given(settings())
def test_every_turn_has_exactly_one_holder(setting: Setting) -> None:
    assert [one.turn for one in planned(setting)] == sorted(setting.turns, key=in_time)


@given(settings())
def test_a_holder_is_a_member_who_is_there_unless_nobody_was(setting: Setting) -> None:
    placed = planned(setting)
    of = holders(placed)
    for one in placed:
        there = setting.roster.available(one.turn)
        if one.source is Source.FORCED:
            taken = {
                of[t.id] for t in setting.turns if t is not one.turn and meets(t, one.turn) and not t.standby
            }
            assert set(there) <= taken
            assert one.holder in (None, *setting.roster.leads(one.turn))
        else:
            assert one.holder in there or (one.turn.standby and one.holder is None)


@given(settings())
def test_nobody_is_at_two_posts_at_once(setting: Setting) -> None:
    by_holder = defaultdict(list)
    for one in planned(setting):
        if one.holder is not None:
            by_holder[one.holder].append(one.turn)
    for mine in by_holder.values():
        assert all(before.end <= after.start for before, after in pairwise(sorted(mine, key=in_time)))


@given(settings(), st.randoms(use_true_random=False))
def test_the_order_of_asking_changes_nothing(setting: Setting, dice: object) -> None:
    members, made = list(setting.roster.members), list(setting.turns)
    dice.shuffle(members)  # type: ignore[attr-defined] # a Random
    dice.shuffle(made)  # type: ignore[attr-defined] # a Random
    mixed = replace(setting, roster=replace(setting.roster, members=tuple(members)), turns=tuple(made))
    assert planned(mixed) == planned(setting)


@given(settings(), st.integers(0, DAYS))
def test_planning_again_changes_nothing_wherever_the_firm_days_end(setting: Setting, day: int) -> None:
    first = planned(setting)
    since, firm = at(setting.calendar, day), date(2026, 3, 1) + timedelta(days=day + 7)
    assert holders(again(setting, first, since=since, firm=firm)) == holders(first)


@given(settings(), st.integers(0, DAYS))
def test_planning_in_two_goes_is_planning_in_one(setting: Setting, day: int) -> None:
    whole = planned(setting)
    middle = date(2026, 3, 1) + timedelta(days=day)
    early = replace(setting, turns=tuple(turn for turn in setting.turns if turn.day < middle))
    first = planned(early)
    rest = planned(setting, Known(holders(first)))
    latest = max((turn.end for turn in early.turns), default=LONG_AGO)
    apart = [turn for turn in setting.turns if turn.day >= middle and turn.start < latest]
    if not apart:
        assert holders(first) | holders(rest) == holders(whole)
    assert all(holders(whole)[one.turn.id] == one.holder for one in first if not squeezed(whole, first, one))


@given(settings(overlapping=False), st.integers(5, 15), st.data())
def test_an_absence_moves_only_what_it_touches(setting: Setting, day: int, data: st.DataObject) -> None:
    first = planned(setting)
    since, firm = at(setting.calendar, day), date(2026, 3, 1) + timedelta(days=day + 14)
    shop, away = data.draw(absence(setting.calendar, len(setting.roster.members)))
    changed = with_absence(setting, shop, away)
    later = holders(again(changed, first, since=since, firm=firm))
    called = {
        one.holder for one in first if one.turn.standby and away.span.touches(one.turn.start, one.turn.end)
    }
    for one in first:
        moved = later[one.turn.id] != one.holder
        if moved and one.turn.day <= firm:
            assert one.turn.start >= since
            touched = away.span.touches(one.turn.start, one.turn.end)
            assert touched
            forced = one.source is Source.FORCED  # forced turns are tried again: somebody may be free now
            assert one.holder == shop or forced or (one.turn.standby and one.holder in called)


@given(settings(away=False), st.integers(0, DAYS))
def test_who_joins_or_leaves_changes_nothing_before(setting: Setting, day: int) -> None:
    moment = at(setting.calendar, day)
    size = len(setting.roster.members)
    newcomer = Member(size + 1, (Span(moment),))
    leaver = replace(setting.roster.members[-1], stays=(Span(LONG_AGO, moment),))
    members = (*setting.roster.members[:-1], leaver, newcomer)
    changed = holders(planned(replace(setting, roster=replace(setting.roster, members=members))))
    before = [one for one in planned(setting) if one.turn.end <= moment - timedelta(days=1)]
    assert all(changed[one.turn.id] == one.holder for one in before)


@given(settings())
def test_what_is_served_is_what_is_owed(setting: Setting) -> None:
    books = books_of(setting, planned(setting))
    everybody = {*books.load, *books.due}
    assert sum(books.ahead(one) for one in everybody) == 0
    assert all(sum(accounts.values()) == 0 for accounts in books.behind.values())


@given(settings(away=False, overlapping=False))
def test_without_absences_no_two_shops_differ_by_more_than_one_turn_of_a_sort(setting: Setting) -> None:
    counts: dict[str, dict[int, int]] = defaultdict(lambda: dict.fromkeys(shops(setting), 0))
    seats = max(turn.seat for turn in setting.turns if not turn.standby)
    if seats > len(shops(setting)):
        return
    for one in planned(setting):
        if not one.turn.standby and one.holder is not None:
            counts[one.turn.sort][one.holder] += 1
            assert max(counts[one.turn.sort].values()) - min(counts[one.turn.sort].values()) <= 1


@given(settings(overlapping=False))
def test_whoever_is_away_nobody_is_ahead_by_more_than_half_the_group(setting: Setting) -> None:
    sparse = [turn for turn in setting.turns if turn.seat > 1 and not turn.standby]
    if sparse or any(one.source is Source.FORCED for one in planned(setting)):
        return
    books = books_of(setting, planned(setting))
    heaviest = max(turn.weight for turn in setting.turns)
    bound = max(len(shops(setting)) / 2, 2) * heaviest * UNIT
    assert all(abs(books.ahead(shop)) <= bound for shop in shops(setting) if not owes_absences(setting, shop))


@given(settings(overlapping=False))
def test_standby_is_the_next_in_the_same_order(setting: Setting) -> None:
    placed = {(one.turn.start, one.turn.standby, one.turn.seat): one for one in planned(setting)}
    for (start, standby, seat), one in placed.items():
        if not standby or seat != 1 or one.holder is None:
            continue
        holder = placed[(start, False, 1)].holder
        alone = replace(setting, roster=without(setting.roster, holder, one.turn.start))
        if ((start, False, 2)) not in placed and placed[(start, False, 1)].source is Source.GENERATED:
            earlier = Known(
                {other.turn.id: other.holder for other in placed.values() if other.turn.start < start}
            )
            upto = replace(alone, turns=tuple(turn for turn in setting.turns if turn.start <= start))
            ((_, next_one), *_) = [
                (p.turn, p.holder)
                for p in planned(upto, earlier)
                if p.turn.start == start and not p.turn.standby
            ]
            assert next_one == one.holder
        break


def again(setting: Setting, placed: Sequence[Placed], *, since: datetime, firm: date) -> list[Placed]:
    held = {one.turn.id: (one.holder, one.source) for one in placed}
    free = loose(setting.roster, setting.turns, held, since=since, firm=firm)
    fixed = Known({one.turn.id: one.holder for one in placed if one.turn.id not in free})
    new = {one.turn.id: one for one in planned(setting, fixed, since=since)}
    return [new.get(one.turn.id, one) for one in placed]


def with_absence(setting: Setting, shop: int, away: Away) -> Setting:
    members = tuple(
        replace(member, away=(*member.away, away)) if member.id == shop else member
        for member in setting.roster.members
    )
    return replace(setting, roster=replace(setting.roster, members=members))


def without(roster: Roster, holder: Holder, moment: datetime) -> Roster:
    """The same people, but one of them away from an instant on, owing as before."""
    away = Away(Span(moment), excused=False)
    members = tuple(
        replace(member, away=(*member.away, away)) if member.id == holder else member
        for member in roster.members
    )
    return replace(roster, members=members)


def squeezed(whole: Sequence[Placed], first: Sequence[Placed], one: Placed) -> bool:
    """A standby who was called to a later turn that overlaps; only a longer plan can know."""
    return one.turn.standby and holders(whole)[one.turn.id] != holders(first)[one.turn.id]


def shops(setting: Setting) -> list[int]:
    return [member.id for member in setting.roster.members]


def owes_absences(setting: Setting, shop: int) -> bool:
    return any(not away.excused for away in setting.roster.members[shop - 1].away)


def meets(one: Turn, other: Turn) -> bool:
    return one.start < other.end and other.start < one.end


def test_a_group_with_nobody_there_falls_to_the_lead_then_the_deputy_then_the_workroom() -> None:
    calendar = Calendar("Asia/Shanghai")
    everybody = [(shop, Away(Span(LONG_AGO))) for shop in range(1, 4)]
    pattern = two_turns(headcount=3)
    made = turns("r", [pattern], calendar, first=FIRST, last=FIRST)
    placed, _ = plan(ten_shops(everybody, shops=3), made, Known(), since=LONG_AGO)
    posts = [one for one in placed if not one.turn.standby]
    assert [one.holder for one in posts] == [1, 2, None, 1, 2, None]
    assert {one.source for one in posts} == {Source.FORCED}
