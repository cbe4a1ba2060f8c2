"""What somebody who has just started everything wants to know."""

import json
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

from patrol import mqtt
from patrol.processes.accounts import BRIDGE, accounts_of
from patrol.processes.broker_address import folder_of
from patrol.processes.standing import PEOPLE_FILE
from patrol.settings import Settings

SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "frigate-review.json"
TOPIC = "frigate/reviews"


def welcome_to(tell: Callable[[str], None], *, browse: bool) -> Callable[[Settings], None]:
    """Make the greeting; it may open the browser."""

    def welcome(settings: Settings) -> None:
        for line in lines(settings):
            tell(line)
        if browse:
            webbrowser.open(address(settings))

    return welcome


def address(settings: Settings) -> str:
    """Where the screens answer."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared only
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def lines(settings: Settings) -> Iterator[str]:
    """Say where, who, and how to speak to the broker by hand."""
    yield ""
    yield f"  Open      {address(settings)}"
    yield from _people(settings)
    yield from _by_hand(settings)
    yield "  Stop      Ctrl-C"
    yield ""


def _people(settings: Settings) -> Iterator[str]:
    path = settings.data_dir / PEOPLE_FILE
    if not path.exists():
        return
    told = json.loads(path.read_text(encoding="utf-8"))
    yield f"  Sign in   press a role on the page, or: {', '.join(told['logins'])}"
    yield f"            password {told['password']}"


def _by_hand(settings: Settings) -> Iterator[str]:
    """The broker's address for devices; its password is only shown for the embedded one."""
    host, port = mqtt.address(settings.mqtt_url or "")
    if not (folder_of(settings.data_dir) / "nats.conf").exists():
        yield f"  Devices   mqtt://{host}:{port}"
        return
    secret = accounts_of(folder_of(settings.data_dir)).bridge
    yield f"  Devices   mqtt://{BRIDGE}:{secret}@{host}:{port}"
    yield "  By hand   a Frigate review, with any MQTT client or without one:"
    yield f"            mosquitto_pub -h {host} -p {port} -u {BRIDGE} -P {secret} -q 1 -t {TOPIC} -f {SAMPLE}"
    yield f"            ./patrolctl send --data {settings.data_dir} {TOPIC} {SAMPLE}"
