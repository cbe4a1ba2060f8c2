"""`patrol send`: one message onto the broker, for machines without an MQTT client."""

import sys
import threading
import uuid
from pathlib import Path

import click
from paho.mqtt.client import Client

from patrol import mqtt
from patrol.errors import Unavailable
from patrol.processes.accounts import BRIDGE
from patrol.processes.broker_address import demand_broker, read_address, url_for
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
    demand_broker(url)
    client = mqtt.make_client(url, f"patrol-send-{uuid.uuid4().hex[:8]}")
    connected = threading.Event()
    client.on_connect = lambda *_: connected.set()
    mqtt.connect(client, url)
    client.loop_start()
    taken = connected.wait(PATIENCE_S) and _publish(client, topic, payload, retain=retain)
    client.disconnect()
    client.loop_stop()
    if not taken:
        raise Unavailable(f"the broker did not take {topic!r}; the embedded one knows no topics with spaces")
    click.echo(f"{len(payload)} bytes sent to {topic}")


def _publish(client: Client, topic: str, payload: bytes, *, retain: bool) -> bool:
    told = client.publish(topic, payload, qos=1, retain=retain)
    try:
        told.wait_for_publish(PATIENCE_S)
        return told.is_published()
    except RuntimeError:
        return False


def _url(data: Path | None) -> str:
    settings = from_environment()
    if settings.mqtt_url and data is None:
        return settings.mqtt_url
    folder = (data or settings.data_dir).expanduser().resolve()
    address = read_address(folder)
    if address is None:
        raise Unavailable(f"no broker was ever started in {folder}: name its folder with --data")
    return url_for(folder, address, BRIDGE)
