"""How the broker is reached: one way to make a client, for every process that speaks MQTT."""

import ssl
import time
from typing import TypeVar
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from paho.mqtt.client import Client, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from patrol.errors import Misconfigured, Unavailable

LIVE = "patrol/live"
"""Root of our own bus: hints and newest positions between our processes, never a device's."""

HINTS = f"{LIVE}/hint"
POSITIONS = f"{LIVE}/positions"


AnyClient = TypeVar("AnyClient", bound=Client)


def make_client(url: str, client_id: str, *, keep_session: bool = False, manual_ack: bool = False) -> Client:
    """Make an unconnected client of the usual kind: see `make`."""
    return make(Client, url, client_id, keep_session=keep_session, manual_ack=manual_ack)


def make(
    kind: type[AnyClient], url: str, client_id: str, *, keep_session: bool = False, manual_ack: bool = False
) -> AnyClient:
    """Make an unconnected client for `mqtt://user:pass@host:port` or `mqtts://…?ca=FILE`.

    Without `ca`, a broker is believed whose certificate one of the machine's own authorities signed.
    MQTT 3.1.1 throughout: the embedded broker speaks nothing newer, and nothing here needs more.
    """
    parts = urlsplit(url)
    client = kind(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        clean_session=not keep_session,
        protocol=MQTTv311,
        manual_ack=manual_ack,
    )
    if parts.username:
        client.username_pw_set(unquote(parts.username), unquote(parts.password or ""))
    if parts.scheme == "mqtts":
        client.tls_set_context(_trust(parts))
    client.max_inflight_messages_set(1000)
    client.reconnect_delay_set(1, 5)
    return client


def connect(client: Client, url: str, *, keepalive_s: int = 15) -> None:
    """Connect, or say plainly which broker does not answer."""
    host, port = address(url)
    try:
        client.connect(host, port, keepalive=keepalive_s)
    except OSError as error:
        raise Unavailable(f"the broker at {host}:{port} does not answer: {error}") from error


def address(url: str) -> tuple[str, int]:
    """Host and port of a broker's URL, without its secret."""
    parts = urlsplit(url)
    return parts.hostname or "127.0.0.1", parts.port or (8883 if parts.scheme == "mqtts" else 1883)


def _trust(parts: SplitResult) -> ssl.SSLContext:
    """Say whose certificates are believed; the name in them must be the one we asked for."""
    ca = parse_qs(parts.query).get("ca", [None])[0]
    try:
        return ssl.create_default_context(cafile=ca)
    except OSError as error:
        raise Misconfigured(f"PATROL_MQTT_URL: ca={ca} cannot be used: {error}") from error


def try_to_connect(url: str, client_id: str, *, patience_s: float = 5.0) -> str | None:
    """Sign in and leave again; give the broker's refusal, or None when it took us."""
    client = make_client(url, client_id)
    answers: list[ReasonCode] = []
    client.on_connect = lambda _client, _user, _flags, code, _properties: answers.append(code)
    connect(client, url)
    until = time.monotonic() + patience_s
    while not answers and time.monotonic() < until:
        client.loop(0.1)
    client.disconnect()
    if not answers:
        return "no answer"
    return str(answers[0]) if answers[0].is_failure else None
