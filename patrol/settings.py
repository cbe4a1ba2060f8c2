"""What the surroundings decide: the only reader of the environment and of `patrol.toml`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from patrol.errors import Misconfigured

Network = IPv4Network | IPv6Network

PREFIX = "PATROL_"
SECRETS = ("DATABASE_URL", "MQTT_URL", "SECRET_KEY")
NAMES = ("DATABASE_URL", "MQTT_URL", "BIND", "DATA_DIR", "SECRET_KEY", "MARKET", "LOG_LEVEL", "PROXIES")
OTHERS = ("CONFIG", "BROWSER")
"""Where the file of settings lies, and what only the tests read."""
LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1"))
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a process needs to be told. `mqtt_url` None means the embedded broker."""

    database_url: str
    mqtt_url: str | None
    host: str
    port: int
    data_dir: Path
    secret_key: str | None
    market: str | None
    log_level: str
    proxies: tuple[Network, ...] = LOOPBACK


def from_environment(environ: Mapping[str, str] | None = None, *, data_dir: Path | None = None) -> Settings:
    """Read the settings; a wrong value stops the start with its name.

    `data_dir` goes before PATROL_DATA_DIR.
    """
    given = _given(os.environ if environ is None else environ)
    data_dir = Path(data_dir or given.get("DATA_DIR", "./data")).expanduser().resolve()
    host, port = _bind(given.get("BIND", "127.0.0.1:8000"))
    return Settings(
        database_url=_database(given.get("DATABASE_URL"), data_dir),
        mqtt_url=_mqtt(given.get("MQTT_URL")),
        host=host,
        port=port,
        data_dir=data_dir,
        secret_key=_secret(given.get("SECRET_KEY")),
        market=given.get("MARKET"),
        log_level=_level(given.get("LOG_LEVEL", "INFO")),
        proxies=_networks(given.get("PROXIES")),
    )


def for_demo(data_dir: Path, port: int) -> Settings:
    """Give the settings of a demonstration: nothing from outside, lest it write into a real market."""
    told = {"DATA_DIR": str(data_dir), "BIND": f"127.0.0.1:{port}", "LOG_LEVEL": "WARNING"}
    return from_environment(
        {PREFIX + name: value for name, value in told.items()} | {PREFIX + "CONFIG": os.devnull}
    )


def for_children(settings: Settings) -> dict[str, str]:
    """Give the environment in which a process that we start sees these settings."""
    told = {
        "DATABASE_URL": settings.database_url,
        "MQTT_URL": settings.mqtt_url,
        "BIND": f"{settings.host}:{settings.port}",
        "DATA_DIR": str(settings.data_dir),
        "SECRET_KEY": settings.secret_key,
        "MARKET": settings.market,
        "LOG_LEVEL": settings.log_level,
        "PROXIES": ",".join(str(network) for network in settings.proxies) or None,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    resolved = {PREFIX + name: value for name, value in told.items() if value is not None}
    return kept | resolved | {PREFIX + "CONFIG": os.devnull}


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    _refuse_unknown(environ)
    given = _from_toml(_file(environ.get(PREFIX + "CONFIG", "").strip()))
    for name in NAMES:
        if value := environ.get(PREFIX + name, "").strip():
            given[name] = value
    for name in SECRETS:
        if path := environ.get(f"{PREFIX}{name}_FILE", "").strip():
            given[name] = _read(path, f"{PREFIX}{name}_FILE")
    return given


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    """A misspelt name would leave the default in its place, and nobody would notice."""
    known = {PREFIX + name for name in (*NAMES, *OTHERS)} | {f"{PREFIX}{name}_FILE" for name in SECRETS}
    if unknown := sorted(name for name in environ if name.startswith(PREFIX) and name not in known):
        raise Misconfigured(f"{', '.join(unknown)}: no such setting; want one of {', '.join(sorted(known))}")


def _file(named: str) -> Path:
    """Give the file of settings; one that was named must be there."""
    if named and not Path(named).exists():
        raise Misconfigured(f"{PREFIX}CONFIG: there is no file {named}")
    return Path(named or "patrol.toml")


def _read(path: str, name: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{name}: cannot read {path}: {error.strerror}") from error


def _from_toml(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{path.name}: cannot be read: {error}") from error
    if unknown := sorted(set(table) - {name.lower() for name in NAMES}):
        raise Misconfigured(f"{path.name}: no such setting: {', '.join(unknown)}")
    return {name.upper(): str(value) for name, value in table.items()}


def _bind(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise Misconfigured(f"PATROL_BIND: want host:port, got {text!r}")
    return host.strip("[]"), int(port)


def _database(url: str | None, data_dir: Path) -> str:
    if url is None:
        return f"sqlite:///{data_dir / 'patrol.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise Misconfigured("PATROL_DATABASE_URL: want sqlite:///… or postgresql+psycopg://…")
    return url


def _mqtt(url: str | None) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("mqtt", "mqtts") or not parts.hostname:
        raise Misconfigured("PATROL_MQTT_URL: want mqtt://user:pass@host:1883 or mqtts://…")
    return url


def _secret(key: str | None) -> str | None:
    if key is not None and len(key) < 16:
        raise Misconfigured("PATROL_SECRET_KEY: want at least 16 characters")
    return key


def _networks(text: str | None) -> tuple[Network, ...]:
    if text is None:
        return LOOPBACK
    try:
        return tuple(ip_network(word.strip()) for word in text.split(",") if word.strip())
    except ValueError as error:
        raise Misconfigured(f"PATROL_PROXIES: want addresses or networks, by commas: {error}") from error


def _level(level: str) -> str:
    if level.upper() not in LEVELS:
        raise Misconfigured(f"PATROL_LOG_LEVEL: want one of {', '.join(LEVELS)}, got {level!r}")
    return level.upper()
