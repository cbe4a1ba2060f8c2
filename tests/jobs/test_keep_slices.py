"""On PostgreSQL history lies in slices of time, and goes a slice at a time."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, text

from patrol.jobs import keep_slices, slices
from patrol.model.signals import SignalRecord
from patrol.model.stream import StreamRecord
from patrol.rules.slices import FAMILIES
from tests.jobs.test_forgetting import count, kinds, store
from tests.jobs.town import Town, build

pytestmark = pytest.mark.needs_postgres


@pytest.fixture
def town(postgres_url: str) -> Iterator[Town]:
    one = build(postgres_url)
    yield one
    one.engine.dispose()


def names(town: Town, table: str = "signal") -> list[str]:
    with town.sessions() as session:
        return sorted(one.name for one in slices.slices_of(session, table))


def rest(town: Town, table: str = "signal") -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).select_from(text(f"{table}_rest"))) or 0


def test_what_came_before_there_were_slices_is_cut_and_stays(town: Town) -> None:
    evidence = town.raise_alert("door")
    for days in (0, 1, 40):
        town.later(days=days)
        for kind, alert_id in (("position", None), ("door", None), ("door", evidence)):
            store(town, kind, alert_id=alert_id)
    before = kinds(town)
    assert rest(town) == len(before) == 9
    town.do(keep_slices.run)
    assert (rest(town), rest(town, "stream_event")) == (0, 0)
    assert kinds(town) == before
    town.do(keep_slices.run)
    assert kinds(town) == ["door", "door", "door", "door", "position", "door", "door"]


def test_what_comes_afterwards_goes_where_it_belongs(town: Town) -> None:
    town.do(keep_slices.run)
    made = names(town), names(town, "stream_event")
    town.raise_alert()
    for _ in range(3):
        store(town, "position")
        town.later(days=1)
    assert (rest(town), rest(town, "stream_event")) == (0, 0)
    town.do(keep_slices.run)
    assert set(made[0]) <= set(names(town))
    assert set(made[1]) <= set(names(town, "stream_event"))


def test_whole_slices_go_and_the_newer_ones_stay(town: Town) -> None:
    town.do(keep_slices.run)
    (oldest,) = (name for name in names(town) if name.startswith("signal_position_20260901"))
    store(town, "position")
    town.later(days=3)
    town.do(keep_slices.run)
    store(town, "position")
    town.later(days=5)
    town.do(keep_slices.run)
    assert count(town, SignalRecord) == 1
    assert oldest not in names(town)


def test_after_weeks_without_a_scheduler_nothing_was_lost(town: Town) -> None:
    town.do(keep_slices.run)
    town.later(days=30)
    store(town, "door")
    town.raise_alert()
    assert rest(town) == 1
    town.do(keep_slices.run)
    assert (rest(town), count(town, SignalRecord), count(town, StreamRecord)) == (0, 1, 2)


def test_slices_are_made_once(town: Town) -> None:
    for _ in range(3):
        town.do(keep_slices.run)
    wanted = [one.name for family in FAMILIES if family.keep for one in family.wanted(town.now)]
    assert names(town) == sorted(wanted)


def test_a_query_for_an_alerts_signals_looks_at_evidence_alone(town: Town) -> None:
    town.do(keep_slices.run)
    wanted = select(SignalRecord.id).where(SignalRecord.alert_id == 1, SignalRecord.keep == "evidence")
    with town.sessions() as session:
        plan = "\n".join(
            session.scalars(
                text(f"EXPLAIN {wanted.compile(town.engine, compile_kwargs={'literal_binds': True})}")
            )
        )
    assert "signal_evidence_" in plan
    assert "signal_position_" not in plan
    assert "signal_signal_" not in plan
