"""No command is out of reach: each has a form, a key, or a place of its own on the screens."""

import re
from pathlib import Path

from patrol.rules.case_machine import TABLE

CASE = Path(__file__).parents[2] / "web" / "src" / "case"


def names_in(text: str, name: str) -> set[str]:
    """Give the names a set or a table of forms.ts holds."""
    sort = r"(?:new Set\(\[|\{)(.*?)(?:\]\)|\n\});"
    (body,) = re.findall(rf"export const {name}\b[^=]*= {sort}", text, re.DOTALL)
    return set(re.findall(r"^  (\w+):", body, re.MULTILINE)) or set(re.findall(r'"(\w+)"', body))


def test_every_command_can_be_given_on_a_screen_and_has_its_words() -> None:
    forms = (CASE / "forms.ts").read_text(encoding="utf-8")
    reached = names_in(forms, "FORMS") | names_in(forms, "AT_ONCE") | names_in(forms, "ELSEWHERE")
    assert set(TABLE) - reached == set()
    words = (CASE / "words.ts").read_text(encoding="utf-8")
    (said,) = re.findall(r"const COMMANDS: Words = \{(.*?)\n\};", words, re.DOTALL)
    assert set(TABLE) - set(re.findall(r"^  (\w+):", said, re.MULTILINE)) == set()


def test_what_must_be_given_is_asked_for() -> None:
    """What the card asks for in a place of its own (`dispatch`, a task) is not in the forms."""
    forms = (CASE / "forms.ts").read_text(encoding="utf-8")
    (table,) = re.findall(r"export const FORMS\b[^=]*= \{(.*?)\n\};", forms, re.DOTALL)
    elsewhere = names_in(forms, "ELSEWHERE")
    for name, command in TABLE.items():
        for wanted in set(command.must) - {"task", "key"} if name not in elsewhere else ():
            (form,) = re.findall(rf"^  {name}: (.*?)(?=^  \w+:|\Z)", table, re.DOTALL | re.MULTILINE)
            assert re.search(rf'"{wanted}"|\b{wanted}\b', form), (name, wanted)
