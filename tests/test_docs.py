"""What the outside may rely on is documented: commands, settings, topics, stream types, error codes."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from devices.formats import alarm_topics, bulk_topics
from patrol import errors, mqtt, settings
from patrol.cli import COMMANDS, FrontDoor
from patrol.rules.words import DeviceStatus
from web.problems import HTTP_CODES, STATUSES

HOUSE = Path(__file__).parents[1]
SOURCES = ("patrol", "devices", "web")
STREAM_TYPE = re.compile(r'"((?:alert|incident|device|quarantine|silence|presence)\.[a-z]+)"')
NO_TYPES = {"alert.id", "incident.id", "device.id", "silence.id", "quarantine.html", "incident.html"}
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (HOUSE / "docs" / name).read_text(encoding="utf-8")


def undocumented(words: Iterator[str] | set[str], text: str) -> list[str]:
    """Find the words that no code span of a page holds."""
    spans = re.findall(r"`([^`\n]+)`", text)
    return sorted({word for word in words if not any(word in span for span in spans)})


def commands() -> Iterator[str]:
    door = FrontDoor()
    context = click.Context(door)
    for name in COMMANDS:
        command = door.get_command(context, name)
        if isinstance(command, click.Group):
            yield from (f"{name} {verb}" for verb in command.commands)
        else:
            yield name


def options() -> Iterator[str]:
    door = FrontDoor()
    context = click.Context(door)
    for name in ("demo", "up", "broker"):
        command = door.get_command(context, name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option):
                yield from (word for word in (*option.opts, *option.secondary_opts) if word != "--open")


def stream_types() -> set[str]:
    texts = (path.read_text() for room in SOURCES for path in (HOUSE / room).rglob("*.py"))
    found = {word for text in texts for word in STREAM_TYPE.findall(text)} - NO_TYPES
    return found | {f"device.{status}" for status in DeviceStatus}


def error_codes() -> set[str]:
    classes = [each for each in vars(errors).values() if isinstance(each, type)]
    ours = {each.code for each in classes if issubclass(each, errors.PatrolError)}
    return ours | set(STATUSES) | set(HTTP_CODES.values())


def test_every_command_is_documented() -> None:
    assert undocumented(commands(), page("operations.md")) == []


def test_every_option_of_what_starts_a_market_is_documented() -> None:
    assert undocumented(options(), page("operations.md")) == []


def test_every_setting_is_documented() -> None:
    names = {settings.PREFIX + name for name in settings.NAMES}
    files = {f"{settings.PREFIX}{name}_FILE" for name in settings.SECRETS}
    assert undocumented(names | files, page("operations.md")) == []


def test_every_topic_is_documented() -> None:
    assert undocumented({*alarm_topics(), *bulk_topics()}, page("wire.md")) == []
    assert undocumented({mqtt.HINTS, mqtt.POSITIONS}, page("operations.md")) == []


def test_every_type_of_the_stream_is_documented() -> None:
    assert undocumented(stream_types(), page("api.md")) == []


def test_every_error_code_is_documented() -> None:
    assert undocumented(error_codes(), page("api.md")) == []


def test_every_route_of_the_api_is_documented() -> None:
    routes = re.findall(r'@api\.(?:get|post|put|delete)\("([^"]+)"', _all("web/api"))
    plain = {re.sub(r"<(?:\w+:)?(\w+)>", "{}", route) for route in routes}
    told = re.sub(r"\{\w+\}", "{}", page("api.md")).replace("PUT …/rules", "PUT /markets/{}/rules")
    assert [route for route in sorted(plain) if route not in told] == []


@pytest.mark.parametrize("path", [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))], ids=lambda p: p.name)
def test_no_link_leads_nowhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def _all(room: str) -> str:
    return "\n".join(path.read_text() for path in sorted((HOUSE / room).glob("*.py")))
