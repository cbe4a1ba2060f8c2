"""Home Assistant core 2024.3.3: MQTT sensors, the recorder, the websocket API. Brought by pip, once.

It is onboarded by its own files: a user with a long-lived token, and the broker as a configured entry, as
its log-in flow would leave them.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from patrol.clock import system_clock
from tests.benchmarks.child import HERE
from tests.benchmarks.load import Load
from tests.benchmarks.peers import NotHere, Peer
from tests.benchmarks.site import answers, started
from tests.parts.process import free_port

HOME = HERE / ".venv" / "peers" / "home-assistant"
WANTED = "homeassistant==2024.3.3"
PARTS = (
    "paho-mqtt", "SQLAlchemy", "fnv-hash-fast", "psutil-home-assistant", "aiohttp-cors",
    "home-assistant-frontend", "janus", "Pillow", "josepy<1.14", "hassil",
    "home-assistant-intents", "mutagen", "numpy",
)  # fmt: skip
"""What its parts need beside it, up to the frontend without which it calls itself broken; its own list of
versions holds for them too."""
VERSIONS = "homeassistant/package_constraints.txt"
INSTALL_S = 2_400
KEY = "bench" * 12
CONFIGURATION = """
homeassistant:
  name: bench
  latitude: 29.33
  longitude: 120.10
  time_zone: Asia/Shanghai
http:
  server_host: 127.0.0.1
  server_port: {port}
recorder:
  commit_interval: 1
websocket_api:
mqtt:
  sensor:
"""
SENSOR = """    - name: "{name}"
      unique_id: "{name}"
      state_topic: "{topic}"
      value_template: "n{{{{ value_json.subject.bench_n }}}}"
"""


def bring() -> Path:
    """Install it unless it stands; give its program.

    Raises:
        NotHere: pip could not, with its last words.
    """
    program = HOME / "bin" / "hass"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True, timeout=300)
        _pip("download", "--no-deps", "-d", str(HOME), WANTED)
        (wheel,) = HOME.glob("homeassistant-*.whl")
        with zipfile.ZipFile(wheel) as packed:
            (HOME / "versions.txt").write_bytes(packed.read(VERSIONS))
        _pip("install", "--prefer-binary", "-c", str(HOME / "versions.txt"), str(wheel), *PARTS)
    return program


def _pip(*words: str) -> None:
    try:
        command = [str(HOME / "bin" / "pip"), words[0], "-q", *words[1:]]
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_S, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotHere(f"pip: {error}") from error
    if done.returncode:
        raise NotHere(f"pip: {done.stderr.strip()[-200:]}")


@contextmanager
def running(folder: Path, broker_port: int, load: Load) -> Iterator[Peer]:
    """Run it with one sensor for each device."""
    program, port = bring(), free_port()
    store = folder / ".storage"
    store.mkdir(parents=True, exist_ok=True)
    sensors = "".join(
        SENSOR.format(name=code.replace("/", " "), topic=f"{load.root}/{load.market}/{code}/event")
        for code in load.codes
    )
    (folder / "configuration.yaml").write_text(CONFIGURATION.format(port=port) + sensors)
    for name, version, data in _stored(broker_port):
        told = {"version": version, "minor_version": 1, "key": name, "data": data}
        (store / name).write_text(json.dumps(told))
    address = f"http://127.0.0.1:{port}"
    words = [str(program), "--config", str(folder), "--skip-pip"]
    environment = {"PATH": f"{HOME / 'bin'}:/usr/bin:/bin", "HOME": str(folder)}
    with started(words, environment, folder / "log", lambda: answers(f"{address}/manifest.json")) as process:
        _wait_for_broker(folder)
        greetings = (
            json.dumps({"type": "auth", "access_token": _token()}),
            json.dumps({"id": 1, "type": "subscribe_events", "event_type": "state_changed"}),
        )
        yield Peer(
            "Home Assistant", process.pid, address, "/api/websocket", greetings, r'"state":"n(\d+)"',
            str(folder / "home-assistant_v2.db"), "states",
        )  # fmt: skip


def _wait_for_broker(folder: Path) -> None:
    """It answers before all its parts work: give the mqtt part time to subscribe."""
    time.sleep(15)
    if "Setup failed for 'mqtt'" in (log := (folder / "home-assistant.log").read_text(errors="replace")):
        raise NotHere(log.strip()[-200:])


def _stored(broker_port: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    at = "2024-03-20T00:00:00.000000+00:00"
    yield "onboarding", 4, {"done": ["user", "core_config", "analytics", "integration"]}
    yield (
        "auth",
        1,
        {
            "users": [
                {
                    "id": "u", "group_ids": ["system-admin"], "is_owner": True, "is_active": True,
                    "name": "bench", "system_generated": False, "local_only": False,
                }
            ],
            "groups": [{"id": "system-admin", "name": "Administrators"}],
            "credentials": [],
            "refresh_tokens": [
                {
                    "id": "r", "user_id": "u", "client_id": None, "client_name": "bench",
                    "client_icon": None,
                    "token_type": "long_lived_access_token", "created_at": at,
                    "access_token_expiration": 315360000.0, "token": "t" * 64, "jwt_key": KEY,
                    "last_used_at": at,
                    "last_used_ip": "127.0.0.1", "credential_id": None, "version": "2024.3.3",
                }
            ],
        },
    )  # fmt: skip
    yield (
        "core.config_entries",
        1,
        {
            "entries": [
                {
                    "entry_id": "m", "version": 1, "minor_version": 1, "domain": "mqtt", "title": "bench",
                    "data": {"broker": "127.0.0.1", "port": broker_port, "discovery": False}, "options": {},
                    "pref_disable_new_entities": False, "pref_disable_polling": False, "source": "user",
                    "unique_id": None, "disabled_by": None,
                }
            ]
        },
    )  # fmt: skip


def _token() -> str:
    """Sign the long-lived token (RFC 7519, HS256) as its own log-in would."""
    now = int(system_clock().timestamp())
    parts = ({"alg": "HS256", "typ": "JWT"}, {"iss": "r", "iat": now, "exp": now + 86_400})
    told = ".".join(_coded(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return f"{told}.{_coded(hmac.new(KEY.encode(), told.encode(), hashlib.sha256).digest())}"


def _coded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
