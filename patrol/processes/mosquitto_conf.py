"""Reads a configuration of Mosquitto and says what in it would lose messages."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from patrol.errors import Unavailable
from patrol.processes.finding import Finding, ill, ok

DEFAULTS = {
    "persistence": "false",
    "autosave_interval": "1800",
    "autosave_on_changes": "false",
    "max_queued_messages": "1000",
    "queue_qos0_messages": "false",
    "upgrade_outgoing_qos": "false",
    "max_inflight_messages": "20",
    "allow_anonymous": "false",
    "persistent_client_expiration": "",
}
ENOUGH_WAIT = 100_000
ENOUGH_IN_FLIGHT = 250


def _enough(least: int) -> Callable[[str], bool]:
    """0 is without limit."""
    return lambda value: _number(value) == 0 or _number(value) >= least


_Check = tuple[str, Callable[[str], bool], str]
_CHECKS: tuple[_Check, ...] = (
    ("persistence", lambda v: v == "true", "a restart forgets every session and what waits in it: true"),
    ("autosave_interval", lambda v: 0 < _number(v) <= 5, "a crash forgets as many seconds: 1"),
    ("autosave_on_changes", lambda v: v == "false", "the interval then counts changes, not seconds: false"),
    (
        "max_queued_messages",
        _enough(ENOUGH_WAIT),
        "what is more is dropped: 400000",
    ),
    ("queue_qos0_messages", lambda v: v == "true", "QoS 0 is lost while ingest is away: true"),
    ("upgrade_outgoing_qos", lambda v: v == "true", "QoS 0 is lost when ingest dies: true"),
    (
        "max_inflight_messages",
        _enough(ENOUGH_IN_FLIGHT),
        "batches are that small: 1000",
    ),
    ("allow_anonymous", lambda v: v == "false", "anybody may raise an alarm: false"),
    ("persistent_client_expiration", lambda v: not v or v[-1:] in "dwmy", "ingest's own session ends: 14d"),
)


def examine_mosquitto_conf(path: Path) -> Iterator[Finding]:
    """Judge each option that matters."""
    told = {**DEFAULTS, **read_conf(path)}
    wrong = [(name, told[name], advice) for name, holds, advice in _CHECKS if not holds(told[name])]
    for name, value, advice in wrong:
        yield ill("broker", f"{path.name}: {name} {value}: {advice}")
    if not wrong:
        yield ok("broker", f"{path.name} loses nothing that waits")


def read_conf(path: Path) -> Mapping[str, str]:
    """Read the options of a configuration and of the folders it includes; the last word counts."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror}") from error
    told: dict[str, str] = {}
    for line in lines:
        name, _, value = line.strip().partition(" ")
        if name == "include_dir":
            for more in sorted(Path(value.strip()).glob("*.conf")):
                told |= read_conf(more)
        elif name and not name.startswith("#"):
            told[name] = value.strip()
    return told


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else -1
