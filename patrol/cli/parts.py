"""One process each: for a split deployment, and for the supervisor."""

import threading
from pathlib import Path

import click

from patrol.processes import logs
from patrol.processes.broker_address import demand_broker, with_broker
from patrol.processes.household import READY
from patrol.processes.loading import loading
from patrol.processes.possession import make_folder
from patrol.processes.supervisor import on_signal
from patrol.settings import Settings, from_environment


@click.command()
@click.option("--demo", is_flag=True, hidden=True, help="Let people of this machine in by one press.")
def web(demo: bool) -> None:
    """Run the screens alone, where PATROL_BIND says."""
    settings = _ready()
    with loading(but_not=("requests", "websocket")):
        from web.server import serve

    serve(settings, ready=lambda _address: _works(), demo=demo)


@click.command()
@click.option("--part", "part_of", metavar="I/N", default="1/1", help="Be one of N that divide the topics.")
def ingest(part_of: str) -> None:
    """Run the ear for devices alone, or one of several that share the work."""
    settings = _ready()
    with loading():
        from devices.division import read_part
        from devices.listener import run

    part = read_part(part_of)
    demand_broker(settings.mqtt_url or "")
    enough = threading.Event()
    on_signal(enough.set)
    run(settings, part=part, ready=_works, stop=enough)


@click.command()
def jobs() -> None:
    """Run what time does alone; a second one waits until the first is gone."""
    settings = _ready()
    with loading():
        from patrol.jobs.scheduler import run

    enough = threading.Event()
    on_signal(enough.set)
    run(settings, ready=_works, stop=enough)


@click.command()
@click.option("--broker-port", "port", type=click.IntRange(0, 65535), default=1883, show_default=True)
def broker(port: int) -> None:
    """Run the embedded broker alone, on the host that PATROL_BIND names."""
    from patrol.processes.broker import EmbeddedBroker

    settings = from_environment()
    make_folder(settings.data_dir)
    enough = threading.Event()
    on_signal(enough.set)
    one = EmbeddedBroker(settings.data_dir, host=settings.host, port=port, say=_say)
    address = one.start()
    _say(f"listens for MQTT on {address.host}:{address.port}; accounts in {_accounts(settings.data_dir)}")
    while one.poll() is None and not enough.wait(0.2):
        pass
    one.stop()
    if not enough.is_set():
        raise click.ClickException("the broker ended by itself; its lines above say why")


def _ready() -> Settings:
    """Settings with a broker in them, a folder to write to, and a log."""
    settings = from_environment()
    make_folder(settings.data_dir)
    logs.write_lines(settings.log_level)
    return with_broker(settings)


def _works() -> None:
    """Say so whatever the level of the log: the supervisor waits for this word."""
    click.echo(READY, err=True)


def _say(line: str) -> None:
    click.echo(f"broker: {line}", err=True)


def _accounts(data_dir: Path) -> Path:
    return data_dir / "broker" / "accounts.json"
