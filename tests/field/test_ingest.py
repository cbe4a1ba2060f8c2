"""Ingest at the shipped broker: what is said while it is away, or dying, is all there afterwards."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.field.broker import ACCOUNTS, FieldBroker, field_broker
from tests.field.site import Site, numbered
from tests.field.speaker import speaker

pytestmark = pytest.mark.needs_mosquitto
CAR = "yunda/car/car", ACCOUNTS["yunda/car/car"]


@pytest.fixture
def broker() -> Iterator[FieldBroker]:
    with field_broker() as one:
        yield one


@pytest.fixture
def site(tmp_path: Path, broker: FieldBroker, database_url: str) -> Iterator[Site]:
    one = Site(tmp_path, database_url, broker)
    yield one
    one.close()


def test_five_thousand_messages_wait_for_ingest_and_an_sos_among_them_rings(
    site: Site, broker: FieldBroker
) -> None:
    assert site.run("ingest").stop() == 0
    with speaker(broker.port, CAR) as car:
        car.say_all(numbered(range(5000)))
        car.say("patrol/v1/yunda/car/car/event", b'{"kind":"sos","id":"help","subject":{"n":5000}}')
    with site.run("ingest"):
        site.until(lambda one: one.count() >= 5001)
    assert site.subjects() == list(range(5001))
    assert site.open_alerts() == ["sos"]


def test_ingest_killed_in_the_middle_loses_and_doubles_nothing(site: Site, broker: FieldBroker) -> None:
    said = numbered(range(3000))
    with speaker(broker.port, CAR) as car:
        ingest = site.run("ingest")
        talk = threading.Thread(target=car.say_all, args=(said,))
        talk.start()
        for share in (300, 1200, 2100):
            site.until(lambda one, share=share: one.count() >= share)  # type: ignore[misc]
            ingest.kill()
            ingest = site.run("ingest")
        talk.join()
        with ingest:
            site.until(lambda one: one.count() >= 3000)
    assert site.subjects() == list(range(3000))


def test_a_broker_killed_and_started_again_finds_ingest_again(site: Site, broker: FieldBroker) -> None:
    with site.run("ingest") as ingest:
        with speaker(broker.port, CAR) as car:
            car.say_all(numbered(range(100)))
        site.until(lambda one: one.count() == 100)
        broker.until_saved()
        broker.kill()
        ingest.until("the broker is gone")
        broker.start()
        with speaker(broker.port, CAR) as car:
            car.say_all(numbered(range(100, 200)))
        site.until(lambda one: one.count() >= 200)
    assert site.subjects() == list(range(200))
