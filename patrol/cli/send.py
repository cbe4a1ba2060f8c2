"""`patrol send`: one message onto the broker, for machines without an MQTT client."""

import sys
from pathlib import Path

import click

from patrol import mqtt
from patrol.clock import monotonic
from patrol.errors import Unavailable
from patrol.processes.accounts import BRIDGE
from patrol.processes.broker_address import read_address, url_for
from patrol.settings import from_environment

PATIENCE_S = 10.0


@click.command()
@click.argument("topic")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--retain", is_flag=True, help="Let it wait for who comes later.")
@click.option("--data", type=click.Path(path_type=Path), help="The data folder, if not PATROL_DATA_DIR.")
def send(topic: str, file: Path, retain: bool, data: Path | None) -> None:
    """Publish FILE (- for what is typed) to TOPIC as a gateway would, with QoS 1."""
    payload = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    url = _url(data)
    client = mqtt.make_client(url, "patrol-send")
    refusals: list[str] = []
    client.on_connect = lambda _c, _u, _f, code, _p: refusals.append(str(code)) if code.is_failure else None
    mqtt.connect(client, url)
    client.loop_start()
    told = client.publish(topic, payload, qos=1, retain=retain)
    until = monotonic() + PATIENCE_S
    while not told.is_published() and not refusals and monotonic() < until:
        told.wait_for_publish(0.1)
    client.disconnect()
    client.loop_stop()
    if refusals:
        raise Unavailable(f"the broker refused: {refusals[0]}; check PATROL_MQTT_URL")
    if not told.is_published():
        raise Unavailable(f"the broker did not take {topic!r}; the embedded one knows no topics with spaces")
    click.echo(f"{len(payload)} bytes sent to {topic}")


def _url(data: Path | None) -> str:
    settings = from_environment()
    if settings.mqtt_url and data is None:
        return settings.mqtt_url
    folder = (data or settings.data_dir).expanduser().resolve()
    address = read_address(folder)
    if address is None:
        raise Unavailable(f"no broker was ever started in {folder}: name its folder with --data")
    return url_for(folder, address, BRIDGE)
