"""Texts in other languages: `collect` gathers them for translators, `compile` makes them usable."""

import contextlib
import json
import sys
import tempfile
from pathlib import Path

from babel.messages import frontend
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WEB = Path(__file__).parent
CATALOGS = WEB / "translations"
FOR_SCRIPTS = WEB / "static" / "words"
BESIDE = ("patrol/cards",)
"""Where else texts for people are written: what letters and pushes say."""
LOCALES = ("zh_Hans", "zh_Hant")
EMPTY = """msgid ""
msgstr ""
"Project-Id-Version: patrol\\n"
"Report-Msgid-Bugs-To: \\n"
"Last-Translator: \\n"
"Language-Team: \\n"
"Language: {locale}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"""


def collect() -> None:
    """Bring every catalog up to date with the sources; what is gone stays as a comment."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(WEB.parent):
        pot = str(Path(folder) / "messages.pot")
        keywords = ["-k", "t", "-k", "tn:1,2", "-k", "_l"]
        placing = ["--add-location=file", "--sort-by-file", "--ignore-dirs=node_modules dist"]
        pybabel("extract", *placing, *keywords, "-F", "babel.cfg", "-o", pot, WEB.name, *BESIDE)
        for locale in LOCALES:
            po = CATALOGS / locale / "LC_MESSAGES" / "messages.po"
            if not po.exists():
                po.parent.mkdir(parents=True)
                po.write_text(EMPTY.format(locale=locale), encoding="utf-8")
            gentle = ["--no-fuzzy-matching", "--ignore-pot-creation-date"]
            pybabel("update", "-i", pot, "-o", str(po), "-l", locale, *gentle)


def pybabel(*words: str) -> None:
    frontend.CommandLineInterface().run(["pybabel", *words])  # type: ignore[no-untyped-call]


def compile_all() -> None:
    """Make a .mo beside each catalog for the pages, and a .json for the scripts."""
    for po in sorted(CATALOGS.glob("*/LC_MESSAGES/*.po")):
        locale = po.parent.parent.name
        with po.open("rb") as file:
            catalog = read_po(file, locale=locale)
        with po.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        FOR_SCRIPTS.mkdir(parents=True, exist_ok=True)
        words = json.dumps(for_scripts(catalog), ensure_ascii=False, sort_keys=True)
        (FOR_SCRIPTS / f"{locale.replace('_', '-')}.json").write_text(words, encoding="utf-8")


def for_scripts(catalog: Catalog) -> dict[str, str]:
    """Return what the scripts say, by its English; Chinese has one form for every number."""
    return {english(m): translated(m) for m in catalog if m.id and in_a_script(m) and translated(m)}


def in_a_script(message: Message) -> bool:
    return any(name.endswith((".ts", ".tsx")) for name, _ in message.locations)


def english(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def translated(message: Message) -> str:
    said = message.string
    return str(said if isinstance(said, str) else next(iter(said or ()), ""))


if __name__ == "__main__":
    {"collect": collect, "compile": compile_all}[sys.argv[1]]()
