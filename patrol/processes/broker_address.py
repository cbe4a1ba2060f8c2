"""Where the embedded broker of a data folder answers, for the processes that need it."""

import json
import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import quote

from patrol import mqtt
from patrol.errors import Unavailable
from patrol.processes.accounts import OWN, accounts_of
from patrol.settings import Settings


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where it listens, and which process it is."""

    host: str
    port: int
    pid: int


def folder_of(data_dir: Path) -> Path:
    """Give the folder in which the broker keeps everything."""
    return data_dir / "broker"


def write_address(data_dir: Path, address: BrokerAddress) -> None:
    """Hand the address on to processes that are started by hand."""
    draft = data_dir / "broker.json.new"
    draft.write_text(json.dumps(asdict(address)), encoding="utf-8")
    draft.replace(data_dir / "broker.json")


def read_address(data_dir: Path) -> BrokerAddress | None:
    """Give the address the broker had when it last started here, if it ever did."""
    try:
        return BrokerAddress(**json.loads((data_dir / "broker.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def url_for(data_dir: Path, address: BrokerAddress, user: str = OWN) -> str:
    """Write the address as a URL with the account's password in it."""
    password = accounts_of(folder_of(data_dir)).password_of(user)
    host = "127.0.0.1" if address.host in ("0.0.0.0", "::") else address.host  # noqa: S104 - compared only
    host = f"[{host}]" if ":" in host else host
    return f"mqtt://{user}:{quote(password, safe='')}@{host}:{address.port}"


def with_broker(settings: Settings) -> Settings:
    """Fill in the embedded broker where no other one is set."""
    if settings.mqtt_url is not None:
        return settings
    address = read_address(settings.data_dir)
    if address is None:
        raise Unavailable(
            f"no broker was ever started in {settings.data_dir}: run `patrol broker`, or set PATROL_MQTT_URL"
        )
    return replace(settings, mqtt_url=url_for(settings.data_dir, address))


def demand_broker(url: str) -> None:
    """Raise `Unavailable` when the broker does not answer, or does not know us."""
    if refusal := mqtt.try_to_connect(url, f"patrol-check-{uuid.uuid4().hex[:8]}"):
        host, port = mqtt.address(url)
        raise Unavailable(f"PATROL_MQTT_URL: the broker at {host}:{port} refuses us: {refusal}")
