"""What the embedded broker is told: a NATS server that speaks MQTT 3.1.1 out of a durable store.

NATS has subjects where MQTT has topics: `/` becomes `.`, and a `.` becomes `//`. A topic with a
space has no subject; the server hangs up on whoever sends one.
"""

import json
from pathlib import Path

from patrol.processes.accounts import BRIDGE, OWN, UP, Accounts, DeviceAccount

ACK_WAIT_S = 5
"""After this long an unacknowledged message comes again. It is also how long the messages that a
killed ingest had in hand stay away, for a reconnect alone does not bring them."""

MAX_ACK_PENDING = 1000
"""Messages in hand at once; must be worked off well within `ACK_WAIT_S`, or they come twice."""

MAX_PAYLOAD = 8 * 1024 * 1024
_HEADER = 64 * 1024
_MAX_STORE = "16GB"
_INSIDE = ("$SYS.>", "$JS.>", "$MQTT.>", "_INBOX.>")


def render(*, host: str, port: int, store: Path, accounts: Accounts) -> str:
    """Write the server's configuration."""
    jetstream = f"store_dir: {_quoted(str(store))}, sync_interval: always, max_memory_store: 64MB"
    mqtt = f"host: {_quoted(host)}, port: {port}, max_ack_pending: {MAX_ACK_PENDING}"
    return "\n".join(
        [
            "server_name: patrol",
            'listen: "127.0.0.1:-1"',
            f"max_payload: {MAX_PAYLOAD + _HEADER}",
            f"jetstream {{ {jetstream}, max_file_store: {_MAX_STORE} }}",
            f'mqtt {{ {mqtt}, ack_wait: "{ACK_WAIT_S}s" }}',
            "authorization { users: [",
            *_users(accounts),
            "] }",
            "",
        ]
    )


def _users(accounts: Accounts) -> list[str]:
    bridge = f"{{ publish: {{ deny: {_list('patrol.live', 'patrol.live.>', *_INSIDE)} }}, {_DEAF} }}"
    return [
        _user(OWN, accounts.own, None),
        _user(BRIDGE, accounts.bridge, bridge),
        *(_user(each.user, each.password, _of_device(each)) for each in accounts.devices),
    ]


_DEAF = 'subscribe: { deny: [">"] }'


def _of_device(account: DeviceAccount) -> str:
    said = _list(*(subject(f"{account.topic}/{channel}") for channel in UP))
    heard = _list(subject(f"{account.topic}/command"), "$MQTT.sub.>")
    return f"{{ publish: {said}, subscribe: {heard} }}"


def _user(name: str, password: str, permissions: str | None) -> str:
    allowed = f", permissions: {permissions}" if permissions else ""
    return (
        f"  {{ user: {_quoted(name)}, password: {_quoted(password)}, "
        f'allowed_connection_types: ["MQTT"]{allowed} }}'
    )


def subject(topic: str) -> str:
    """Name a plain topic (no empty levels) the way NATS does."""
    return topic.replace(".", "\0").replace("/", ".").replace("\0", "//")


def _list(*subjects: str) -> str:
    return json.dumps(subjects, ensure_ascii=False)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
