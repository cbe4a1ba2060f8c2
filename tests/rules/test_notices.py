"""When somebody is told: quiet hours, storms, tries."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules import notices
from patrol.rules.notice_words import NoticeKind
from patrol.rules.notices import Fold, QuietHours, Standing
from patrol.rules.words import NEVER_HIDDEN, Severity

NOON = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
"""12:00 in the market."""
NIGHT = QuietHours(22 * 60, 7 * 60, "Asia/Shanghai")

instants = st.integers(0, 8 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))
quiet_hours = st.builds(
    QuietHours,
    st.integers(0, 1439),
    st.integers(0, 1439),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "UTC"]),
)


def test_quiet_hours_pass_midnight_and_end_in_the_morning() -> None:
    before, late, early = (NOON.replace(hour=h, minute=m) for h, m in ((13, 59), (14, 0), (22, 59)))
    assert NIGHT.until(before) is None
    assert NIGHT.until(late) == datetime(2026, 9, 1, 23, 0, tzinfo=UTC)
    assert NIGHT.until(early) == datetime(2026, 9, 1, 23, 0, tzinfo=UTC)
    assert NIGHT.until(early + timedelta(minutes=1)) is None


@given(quiet_hours, instants, st.sampled_from(NoticeKind), st.sampled_from(Severity), st.sampled_from(Fold))
def test_quiet_hours_never_hold_back_sos_or_fire(
    quiet: QuietHours, now: datetime, kind: NoticeKind, severity: Severity, fold: Fold
) -> None:
    for about in NEVER_HIDDEN:
        urgent = notices.is_urgent(kind, severity, about)
        assert notices.leaves_at(urgent=urgent, fold=fold, quiet=quiet, now=now) == now
    urgent = notices.is_urgent(kind, Severity.CRITICAL, "door")
    assert notices.leaves_at(urgent=urgent, fold=fold, quiet=quiet, now=now) == now


@given(quiet_hours, instants)
def test_what_is_held_back_leaves_when_the_quiet_hours_are_over_and_never_within_them(
    quiet: QuietHours, now: datetime
) -> None:
    at = notices.leaves_at(urgent=False, fold=Fold.ALONE, quiet=quiet, now=now)
    assert now < at <= now + timedelta(days=1, hours=1)
    assert quiet.until(at) is None


@given(st.lists(st.integers(0, 30), min_size=1, max_size=120))
def test_in_a_storm_everything_is_counted_once_and_few_messages_leave(gaps: list[int]) -> None:
    told: list[Standing] = []
    counts: dict[int, int] = {}
    now = NOON
    for number, gap in enumerate(gaps):
        now += timedelta(seconds=gap)
        fold, into = notices.folding(told, now)
        if into is not None:
            counts[into] += 1
            old = next(one for one in told if one.id == into)
            told[told.index(old)] = Standing(into, old.told_at, now, old.gathers, old.read)
        else:
            told.insert(0, Standing(number, now, now, fold is Fold.BEGIN, False))
            counts[number] = 1
    assert sum(counts.values()) == len(gaps)
    minutes = (now - NOON).total_seconds() / 60
    assert len(counts) <= notices.STORM_FROM * (minutes + 1) + 1
    for start in told:
        near = [one for one in told if start.told_at <= one.told_at < start.told_at + timedelta(minutes=1)]
        assert len(near) <= notices.STORM_FROM + 1


def test_a_collection_that_was_read_is_not_added_to() -> None:
    read = Standing(7, NOON, NOON, gathers=True, read=True)
    assert notices.folding([read], NOON + timedelta(seconds=5)) == (Fold.ALONE, None)


def test_tries_become_rarer_and_end() -> None:
    waits = [notices.try_again_at(n, NOON) for n in range(1, len(notices.BACK_OFF) + 2)]
    assert waits[-1] is None
    given_again = [at for at in waits if at is not None]
    gaps = [at - NOON for at in given_again]
    assert gaps == sorted(gaps)
