"""Addresses of ways out of the house: what somebody typed, read once into what a courier needs."""

import json
import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from patrol.rules.notice_words import Way

TOKEN = re.compile(r"^[A-Za-z0-9_-]{8,128}$")
MAIL = re.compile(r"^[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{3,190}$")
LONGEST = 2000
HOOKS = {
    Way.WECOM: ("qyapi.weixin.qq.com", "key"),
    Way.DINGTALK: ("oapi.dingtalk.com", "access_token"),
    Way.FEISHU: ("open.feishu.cn", None),
}
"""Where a robot's address, pasted whole, points to, and which value of its query is the key."""


@dataclass(frozen=True, slots=True)
class Address:
    """`value` is a secret: it is sealed where it is kept. `hint` is what its owner knows it by."""

    way: Way
    value: str
    hint: str


def read(way: Way, typed: str) -> Address:
    """Read what somebody typed: a robot's key or its whole address, a mail address, a web address.

    Raises:
        ValueError: saying what is wanted.
    """
    text = typed.strip()
    if not text or len(text) > LONGEST:
        raise ValueError("give an address")
    match way:
        case Way.EMAIL:
            return _mail(text)
        case Way.WEBHOOK:
            return _web(text)
        case Way.PUSH:
            return _push(text)
        case _:
            return _robot(way, text)


def _robot(way: Way, text: str) -> Address:
    """DingTalk may sign: the secret stands before the key, as `secret@key`."""
    secret, _, key = _pasted(way, text).rpartition("@")
    if not TOKEN.match(key) or (secret and not (way is Way.DINGTALK and TOKEN.match(secret))):
        raise ValueError("give the robot's key, or its whole address")
    return Address(way, f"{secret}@{key}" if secret else key, f"…{key[-4:]}")


def _pasted(way: Way, text: str) -> str:
    if "://" not in text:
        return text
    host, name = HOOKS[way]
    parts = urlsplit(text)
    if parts.scheme != "https" or parts.hostname != host:
        raise ValueError(f"this robot's address begins with https://{host}/")
    return parse_qs(parts.query).get(name, [""])[0] if name else parts.path.rsplit("/", 1)[-1]


def _mail(text: str) -> Address:
    if not MAIL.match(text):
        raise ValueError("give a mail address, like name@example.org")
    name, _, host = text.partition("@")
    return Address(Way.EMAIL, text, f"{name[:1]}…@{host}")


def _web(text: str) -> Address:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
        raise ValueError("give an address that begins with https:// or http://")
    return Address(Way.WEBHOOK, text, f"{parts.scheme}://{parts.hostname}/…"[:60])


def _push(text: str) -> Address:
    """A browser's subscription. Its server is one of the public ones, never a machine of this house."""
    try:
        document = json.loads(text)
        endpoint = str(document["endpoint"])
        keys = {name: str(document["keys"][name]) for name in ("p256dh", "auth")}
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("this is not a browser's subscription") from error
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not parts.hostname or is_inside(parts.hostname):
        raise ValueError("a browser's subscription leads to a public push server")
    value = json.dumps({"endpoint": endpoint, "keys": keys}, separators=(",", ":"))
    return Address(Way.PUSH, value, parts.hostname[:60])


def is_inside(host: str) -> bool:
    """Say whether a host is written as a machine of this house: an address, a bare name, `.local`."""
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." not in host or host.lower().endswith((".local", ".internal", ".localhost"))
