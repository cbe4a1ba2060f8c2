"""The browser itself: without these, no other test of a screen means anything."""

from collections.abc import Callable

from playwright.sync_api import Page

PLAN = """<!doctype html><html lang="zh-Hans"><title>联防</title>
<main><h1 style="font: 20px system-ui; display: inline-block">一呼九应</h1>%s</main></html>"""


def test_smoke_chinese_text_is_drawn_and_takes_room(page: Page) -> None:
    page.set_content(PLAN % "")
    heading = page.get_by_role("heading")
    assert heading.inner_text() == "一呼九应"
    box = heading.bounding_box()
    assert box is not None
    assert box["width"] == 80


def test_smoke_axe_names_what_is_wrong_and_nothing_else(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.set_content(PLAN % "")
    assert axe(page) == []
    page.set_content(PLAN % '<img src="data:,">')
    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]


def test_smoke_two_pages_share_no_cookies(new_page: Callable[..., Page]) -> None:
    one, other = new_page(), new_page(viewport={"width": 390, "height": 844})
    one.context.add_cookies([{"name": "who", "value": "li", "url": "http://127.0.0.1"}])
    assert other.context.cookies() == []
