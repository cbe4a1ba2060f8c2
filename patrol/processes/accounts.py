"""Who may speak with the embedded broker, and about what.

Passwords are made per installation and lie in one file that only its owner can read.
"""

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from patrol.errors import Invalid, Unavailable

OWN = "patrol"
"""The account of our own processes: it may say and hear everything."""

BRIDGE = "bridge"
"""The account of gateways (Frigate, Traccar, Zigbee2MQTT …): it may tell, and hears nothing."""

UP = ("event", "position", "status", "reply")
_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class DeviceAccount:
    """One device with its own password: it speaks for itself and hears its own commands."""

    market: str
    device_class: str
    device: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        for word in (self.market, self.device_class, self.device):
            if not _WORD.fullmatch(word):
                raise Invalid(f"{word!r} cannot stand in a topic; use letters, digits, - _ .")

    @property
    def user(self) -> str:
        """The name the device signs in with."""
        return f"{self.market}.{self.device}"

    @property
    def topic(self) -> str:
        """The topic under which the device's channels stand."""
        return f"patrol/v1/{self.market}/{self.device_class}/{self.device}"


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts of one embedded broker."""

    own: str = field(repr=False)
    bridge: str = field(repr=False)
    devices: tuple[DeviceAccount, ...] = ()

    def password_of(self, user: str) -> str:
        """Give the password of one of the two standing accounts."""
        return self.own if user == OWN else self.bridge

    def with_device(self, account: DeviceAccount) -> "Accounts":
        """Add a device, or give it a new password."""
        others = tuple(known for known in self.devices if known.user != account.user)
        return replace(self, devices=(*others, account))


def new_password() -> str:
    """Make a password nobody can guess."""
    return secrets.token_urlsafe(18)


def accounts_of(folder: Path) -> Accounts:
    """Read the accounts of the broker in this folder, or make them at its first start."""
    path = folder / "accounts.json"
    try:
        return _parse(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        accounts = Accounts(own=new_password(), bridge=new_password())
        save(folder, accounts)
        return accounts
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(f"{path} cannot be read: {error}; restore it from a backup") from error


def save(folder: Path, accounts: Accounts) -> None:
    """Keep the accounts; a crash leaves the old ones or the new ones."""
    write_private(folder / "accounts.json", json.dumps(asdict(accounts), indent=1))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _parse(stored: dict[str, Any]) -> Accounts:
    devices = tuple(DeviceAccount(**one) for one in stored["devices"])
    return Accounts(own=stored["own"], bridge=stored["bridge"], devices=devices)
