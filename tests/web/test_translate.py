"""Texts in other languages: what is known is usable, and only the scripts' own goes to the scripts."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from web.translate import CATALOGS, for_scripts

CATALOG_FILES = sorted(CATALOGS.glob("*/LC_MESSAGES/*.po"))


def a_catalog() -> Catalog:
    catalog = Catalog(locale="zh_Hans")
    catalog.add("Accept", "受理", locations=[("web/src/board/card.tsx", 1)])
    catalog.add(("{count} car", "{count} cars"), ("{count} 辆车",), [("web/src/plan/tip.ts", 1)])
    catalog.add("Not yet", "", locations=[("web/src/plan/tip.ts", 1)])
    catalog.add("Sign in", "登录", locations=[("web/templates/sign_in.html", 1)])
    return catalog


def test_scripts_get_what_they_say_and_nothing_of_the_pages() -> None:
    assert for_scripts(a_catalog()) == {"Accept": "受理", "{count} car": "{count} 辆车"}


def test_every_collected_text_has_its_chinese() -> None:
    missing = []
    for po in CATALOG_FILES:
        with po.open("rb") as file:
            catalog = read_po(file, locale=po.parent.parent.name)
        empty = (m.id for m in catalog if m.id and (m.fuzzy or not any(m.string or ())))
        missing += [f"{catalog.locale}: {text}" for text in empty]
    assert missing == []
