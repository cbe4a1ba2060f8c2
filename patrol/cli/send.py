"""`patrol send`: one message onto the broker, for machines without an MQTT client."""

import sys
from pathlib import Path
from queue import Empty, SimpleQueue

import click
from paho.mqtt.client import Client

from patrol import mqtt
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
    answer: SimpleQueue[str] = SimpleQueue()
    client.on_connect = lambda _c, _u, _f, code, _p: answer.put(str(code) if code.is_failure else "")
    mqtt.connect(client, url)
    client.loop_start()
    try:
        _publish(client, answer, topic, payload, retain)
    finally:
        client.disconnect()
        client.loop_stop()
    click.echo(f"{len(payload)} bytes sent to {topic}")


def _publish(client: Client, answer: SimpleQueue[str], topic: str, payload: bytes, retain: bool) -> None:
    """Publish once the broker let us in, and wait until it has taken the message."""
    try:
        refusal = answer.get(timeout=PATIENCE_S)
    except Empty:
        raise Unavailable("the broker does not answer to a connection") from None
    if refusal:
        raise Unavailable(f"the broker refused: {refusal}; check PATROL_MQTT_URL")
    told = client.publish(topic, payload, qos=1, retain=retain)
    told.wait_for_publish(PATIENCE_S)
    if not told.is_published():
        raise Unavailable(f"the broker did not take {topic!r}; the embedded one knows no topics with spaces")


def _url(data: Path | None) -> str:
    settings = from_environment()
    if settings.mqtt_url and data is None:
        return settings.mqtt_url
    folder = (data or settings.data_dir).expanduser().resolve()
    address = read_address(folder)
    if address is None:
        raise Unavailable(f"no broker was ever started in {folder}: name its folder with --data")
    return url_for(folder, address, BRIDGE)
