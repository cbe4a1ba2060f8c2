"""Every word on a screen is there in all three languages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "web"
LETTERS = WEB.parent / "patrol" / "cards"
LOCALES = ("zh_Hans", "zh_Hant")
SAID = re.compile(r'\b(?:t|tn)\(\s*"((?:[^"\\]|\\.)*)"')
PLACE = re.compile(r"\{\w+\}|%\(\w+\)s")


def catalog(locale: str) -> Catalog:
    with (WEB / "translations" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def first(words: object) -> str:
    return str(words[0]) if isinstance(words, list | tuple) and words else str(words or "")


def said_by_scripts() -> set[str]:
    sources = (p for p in (WEB / "src").rglob("*.ts*") if ".test." not in p.name and p.name != "words.ts")
    return {found for p in sources for found in SAID.findall(p.read_text(encoding="utf-8"))}


def said_by_pages(folder: Path) -> set[str]:
    pot = folder / "messages.pot"
    mapping = folder / "babel.cfg"
    mapping.write_text("[python: **.py]\n[jinja2: **/templates/**.html]\n", encoding="utf-8")
    collect = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        str(mapping),
        "-k",
        "_l",
    ]
    ignored = ["--ignore-dirs=node_modules dist", "-o", str(pot), str(WEB), str(LETTERS)]
    subprocess.run([*collect, *ignored], check=True, capture_output=True)
    with pot.open("rb") as file:
        return {first(m.id) for m in read_po(file) if m.id}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_of_the_scripts_is_translated(locale: str) -> None:
    known = {first(m.id) for m in catalog(locale) if m.id and first(m.string)}
    assert said_by_scripts() - known == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_of_the_pages_is_translated(locale: str, tmp_path: Path) -> None:
    known = {first(m.id) for m in catalog(locale) if m.id and first(m.string)}
    assert said_by_pages(tmp_path) - known == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_names_the_same_values_as_its_text(locale: str) -> None:
    wrong = [
        first(m.id)
        for m in catalog(locale)
        if m.id and set(PLACE.findall(first(m.id))) != set(PLACE.findall(first(m.string)))
    ]
    assert wrong == []
