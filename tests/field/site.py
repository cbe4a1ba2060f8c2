"""A market as in the field: a migrated database, and our processes started by their real commands."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import Engine, func, select

from patrol.model.alerts import Alert
from patrol.model.devices import DeviceName
from patrol.model.signals import SignalRecord
from tests.cli.running import Running
from tests.field.broker import FieldBroker
from tests.field.speaker import until
from tests.jobs.town import Town, build

NAMES = {"car": "car/car", "button": "button/button", "camera-1": "camera/camera-1"}


class Site:
    """The market's database, and the surroundings of its processes."""

    def __init__(self, folder: Path, database_url: str, broker: FieldBroker) -> None:
        self.folder, self.broker = folder, broker
        self.started: list[Running] = []
        self.town: Town = build(database_url)
        self.told = {
            "PATROL_DATABASE_URL": database_url,
            "PATROL_MQTT_URL": broker.url(),
            "PATROL_MARKET": "yunda",
        }
        with self.town.sessions.begin() as session:
            for code, key in NAMES.items():
                device = self.town.ids[code]
                session.add(DeviceName(device_id=device, source="patrol", instance="yunda", key=key))

    @property
    def engine(self) -> Engine:
        return self.town.engine

    def run(self, *words: str) -> Running:
        """Start one of our processes and wait until it says that it is ready."""
        one = Running(self.folder, *words, env=self.told)
        self.started.append(one)
        one.until("ready")
        return one

    def count(self, what: type = SignalRecord) -> int:
        with self.town.sessions() as session:
            return session.scalar(select(func.count()).select_from(what)) or 0

    def subjects(self) -> list[int]:
        """The numbers that messages bore, as stored."""
        with self.town.sessions() as session:
            return sorted(int(subject["n"]) for subject in session.scalars(select(SignalRecord.subject)))

    def open_alerts(self) -> list[str]:
        with self.town.sessions() as session:
            return sorted(session.scalars(select(Alert.kind).where(Alert.closed_at.is_(None))))

    def until(self, happened: Callable[["Site"], bool]) -> None:
        until(lambda: happened(self))

    def close(self) -> None:
        for one in self.started:
            if one.process.poll() is None:
                one.kill()
        self.engine.dispose()


def numbered(
    numbers: Iterable[int], *, device: str = "car/car", qos: int | None = None
) -> list[tuple[str, bytes, int]]:
    """Messages of a device that can be told apart; every other one at QoS 0 unless said otherwise."""
    return [
        (
            f"patrol/v1/yunda/{device}/event",
            b'{"kind":"telemetry","id":"%s-%d","subject":{"n":%d}}' % (device.encode(), n, n),
            n % 2 if qos is None else qos,
        )
        for n in numbers
    ]
