"""What the outside may rely on is documented: commands, settings, topics; no link leads nowhere.

The API's own page is held to its word in tests/web/test_api_docs.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from devices.formats import alarm_topics, bulk_topics
from patrol import mqtt, settings
from patrol.cli import COMMANDS, FrontDoor
from patrol.rules.case_guards import Question
from patrol.rules.case_machine import TABLE

HOUSE = Path(__file__).parents[1]
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
    for name in ("demo", "up", "ingest", "broker"):
        command = door.get_command(context, name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option):
                yield from (word for word in (*option.opts, *option.secondary_opts) if word != "--open")


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


@pytest.mark.parametrize(
    "path", [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))], ids=lambda p: p.name
)
def test_no_link_leads_nowhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_command_and_every_guard_of_incidents_is_documented() -> None:
    assert undocumented({*TABLE, *Question}, page("incidents.md")) == []


def test_the_table_of_commands_is_the_one_that_is_carried_out() -> None:
    table = page("incidents.md").partition("## The table")[2].partition("\n## ")[0]
    rows = {row.split("`")[1]: row for row in table.splitlines() if row.startswith("| `")}
    assert {name: rows.get(name) for name in TABLE} == {name: said(name) for name in TABLE}


def said(name: str) -> str:
    """Write one row of the table of commands."""
    row = TABLE[name]
    who = [" ".join(sorted(row.who))] if row.who else []
    guards = " ".join(f"`{each}`" for each in dict.fromkeys((*row.allows, *row.asks)))
    may = f" ({' '.join(f'`{each}`' for each in row.may)})" if row.may else ""
    cells = (
        f"`{name}`",
        " · ".join([*who, *(["those sent"] if row.assignee else [])]),
        " ".join(sorted(row.steps)),
        row.to or "–",
        guards or "–",
        (" ".join(f"`{each}`" for each in row.must) or "–") + may,
    )
    return f"| {' | '.join(cells)} |"


SHOWN = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_what_shows_a_promise_is_there() -> None:
    shown = [match for name in ("incidents.md", "quality.md") for match in SHOWN.findall(page(name))]
    assert len(shown) > 20
    lost = [
        (file, name)
        for file, name in shown
        if not (HOUSE / file).exists() or (name and name not in (HOUSE / file).read_text(encoding="utf-8"))
    ]
    assert lost == []
