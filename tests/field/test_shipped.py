"""What is shipped for the field names commands and settings that exist, and says one thing alike twice."""

import re

from patrol import settings
from patrol.cli import COMMANDS
from tests.field.broker import SHIPPED

UNITS = sorted((SHIPPED / "systemd").iterdir())


def text(name: str) -> str:
    return (SHIPPED / name).read_text(encoding="utf-8")


def test_units_start_commands_that_exist() -> None:
    started = {
        word for unit in UNITS for word in re.findall(r"-m patrol (\w+)", unit.read_text(encoding="utf-8"))
    }
    assert started == {"web", "ingest", "jobs", "backup"}
    assert started <= set(COMMANDS)


def test_units_are_all_locked_up_alike() -> None:
    services = [unit.read_text(encoding="utf-8") for unit in UNITS if unit.suffix == ".service"]
    walls = {
        tuple(re.findall(r"^((?:Protect|Private|Restrict|System\w+|NoNew)\w*=.*)$", s, re.MULTILINE))
        for s in services
    }
    assert len(walls) == 1


def test_settings_of_the_units_exist() -> None:
    known = {settings.PREFIX + name for name in settings.NAMES}
    known |= {f"{settings.PREFIX}{name}_FILE" for name in settings.SECRETS}
    assert set(re.findall(r"^(PATROL_\w+)=", text("patrol.env"), re.MULTILINE)) <= known


def test_both_brokers_give_the_same_rights() -> None:
    ours = {
        rule.replace("%u", "*")
        for rule in re.findall(r"^(?:topic|pattern) \w+ (\S+)", text("acl"), re.MULTILINE)
    }
    theirs = {
        rule.replace("${username}", "*") for rule in re.findall(r'"([^"]+/[^"]*)"', text("emqx-acl.conf"))
    }
    assert {rule for rule in ours if "/" in rule} == theirs


def test_the_operations_page_leads_here() -> None:
    page = (SHIPPED.parent / "operations.md").read_text(encoding="utf-8")
    assert "(field.md)" in page
