"""Several processes of each kind on one database and one broker: nothing lost, nothing done twice."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from patrol.clock import system_clock
from patrol.model.alerts import Alert
from patrol.model.signals import SignalRecord
from patrol.model.stream import Heartbeat, Meta
from patrol.rules.words import Condition
from tests.field.broker import ACCOUNTS, field_broker
from tests.field.site import Site, numbered
from tests.field.speaker import speaker

pytestmark = [pytest.mark.needs_mosquitto, pytest.mark.needs_postgres]
OURS = "patrol", ACCOUNTS["patrol"]


@pytest.fixture
def site(tmp_path: Path, postgres_url: str) -> Iterator[Site]:
    with field_broker() as broker:
        one = Site(tmp_path, postgres_url, broker)
        yield one
        one.close()


def mixed(first: int, last: int) -> list[tuple[str, bytes, int]]:
    """Messages of three devices whose classes fall to different parts."""
    devices = ("car/car", "button/button", "camera/camera-1")
    return [each for n in range(first, last) for each in numbered([n], device=devices[n % 3], qos=1)]


def by_device(site: Site) -> dict[int | None, int]:
    with site.town.sessions() as session:
        rows = session.execute(select(SignalRecord.device_id, func.count()).group_by(SignalRecord.device_id))
        return dict(iter(rows))


def test_two_parts_share_the_work_and_a_kill_of_each_loses_and_doubles_nothing(site: Site) -> None:
    with speaker(site.broker.port, OURS) as devices, ExitStack() as stack:
        parts = [site.run("ingest", "--part", f"{number}/2") for number in (1, 2)]
        talk = threading.Thread(target=devices.say_all, args=(mixed(0, 3000),))
        talk.start()
        for turn, share in enumerate((500, 1200, 1900, 2500)):
            site.until(lambda one, share=share: one.count() >= share)  # type: ignore[misc]
            parts[turn % 2].kill()
            parts[turn % 2] = site.run("ingest", "--part", f"{turn % 2 + 1}/2")
        talk.join()
        for part in parts:
            stack.enter_context(part)
        site.until(lambda one: one.count() >= 3000)
    assert site.subjects() == list(range(3000))
    assert set(by_device(site).values()) == {1000}


def test_ingest_counts_as_alive_only_while_all_its_parts_are(site: Site) -> None:
    def beat(name: str) -> Heartbeat | None:
        with site.town.sessions() as session:
            return session.get(Heartbeat, name)

    with site.run("ingest", "--part", "1/2") as first:
        site.until(lambda _: beat("ingest:1/2") is not None)
        assert beat("ingest") is None
        with site.run("ingest", "--part", "2/2"):
            site.until(lambda _: beat("ingest") is not None)
            first.kill()
            site.until(lambda _: newest(beat("ingest:2/2")) > newest(beat("ingest:1/2")) + 4)
            assert newest(beat("ingest")) == newest(beat("ingest:1/2"))


def newest(beat: Heartbeat | None) -> float:
    assert beat is not None
    return beat.at.timestamp()


def test_another_number_of_parts_takes_over_what_the_old_ones_had_waiting(site: Site) -> None:
    assert site.run("ingest").stop() == 0
    with speaker(site.broker.port, OURS) as devices:
        devices.say_all(mixed(0, 1500))
        with site.run("ingest", "--part", "1/2") as first, site.run("ingest", "--part", "2/2"):
            devices.say_all(mixed(1500, 1800))
            first.until("the old session patrol-ingest-bulk is empty and gone")
            site.until(lambda one: division(one) == "2")
            devices.say_all(mixed(1800, 2000))
            site.until(lambda one: one.count() >= 2000)
    assert site.subjects() == list(range(2000))
    with speaker(site.broker.port, OURS, name="patrol-ingest-alarm", keep_session=True) as old:
        assert not old.session_present


def division(site: Site) -> str:
    with site.town.sessions() as session:
        return session.get_one(Meta, "ingest:parts").value


def test_a_time_that_comes_while_one_of_two_schedulers_dies_comes_once(site: Site) -> None:
    alerts = [site.town.raise_alert(f"kind-{number}") for number in range(60)]
    with site.town.sessions.begin() as session:
        for number, alert_id in enumerate(alerts):
            due = system_clock() + timedelta(seconds=2 + number / 10)
            session.execute(update(Alert).where(Alert.id == alert_id).values(clear_at=due))
    first = site.run("jobs")
    with site.run("jobs") as second:
        site.until(lambda one: cleared(one) > 10)
        first.kill()
        second.until("keeps the time now")
        site.until(lambda one: cleared(one) >= 60)
    told = [entity for kind, entity in site.town.said() if kind == "alert.cleared"]
    assert sorted(told) == sorted(f"alert:{alert_id}" for alert_id in alerts)


def cleared(site: Site) -> int:
    with site.town.sessions() as session:
        done = select(func.count()).select_from(Alert).where(Alert.condition == Condition.CLEARED)
        return session.scalar(done) or 0
