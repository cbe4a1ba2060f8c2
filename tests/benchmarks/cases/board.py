"""What the board asks of a browser: the first picture, frames a second while everything moves, bytes."""

import gzip
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from tests.benchmarks.effort import EMBEDDED, Effort
from tests.benchmarks.load import DEVICES, Say
from tests.benchmarks.report import Cell, Report, Table, middle
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, staged
from tests.parts import chromium

MOVES_A_SECOND = 5
WATCH = """
(() => {
  const small = document.createElement("canvas");
  small.width = small.height = 48;
  const pen = small.getContext("2d", { willReadFrequently: true });
  const covered = (canvas) => {
    pen.clearRect(0, 0, 48, 48);
    pen.drawImage(canvas, 0, 0, 48, 48);
    const pixels = pen.getImageData(0, 0, 48, 48).data;
    let full = 0;
    for (let i = 3; i < pixels.length; i += 4) full += pixels[i] > 0 ? 1 : 0;
    return full / (48 * 48);
  };
  const look = () => {
    const drawn = [...document.querySelectorAll("canvas")].some((c) => c.width > 200 && covered(c) > 0.1);
    if (drawn) window.benchDrawn = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
FRAMES = """
(seconds) => new Promise((done) => {
  const began = performance.now(), gaps = [];
  let last = began;
  const step = (now) => {
    gaps.push(now - last);
    last = now;
    if (now - began < seconds * 1000) requestAnimationFrame(step);
    else done({ frames: gaps.length, took: now - began, longest: Math.max(...gaps) });
  };
  requestAnimationFrame(step);
})
"""
DRAWN = """
() => new Promise((done, fail) => {
  const look = () => window.benchDrawn ? done(window.benchDrawn) : setTimeout(look, 10);
  setTimeout(() => fail(new Error("no plan was drawn within 30 s")), 30_000);
  look();
})
"""
PAINT = "performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0]"
SOURCES = "performance.getEntriesByType('resource').map((entry) => entry.name)"


def measure(ground: Ground, effort: Effort) -> Report:
    """Open the board of 1,800 shops, then let fifty cars and phones drive."""
    with staged(ground, EMBEDDED) as stage, _browser() as page:
        opened = [_open(stage, page) for _ in range(max(3, effort.repeats))]
        calm = page.evaluate(FRAMES, effort.seconds)
        with stage.speaker(Say.POSITIONS, warm_up=50) as cars:
            rate = DEVICES[Say.POSITIONS] * MOVES_A_SECOND
            cars.begin(int(rate * (effort.seconds + 1)), rate)
            moving = page.evaluate(FRAMES, effort.seconds)
            cars.end()
        sizes = _sizes(stage, page)
    return Report("board", (_pictures(opened), _frames(calm, moving), _bytes(sizes)))


@contextmanager
def _browser() -> Iterator[Page]:
    with chromium.started(chromium.find()) as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.add_init_script(WATCH)
        yield page


def _open(stage: Stage, page: Page) -> tuple[float, float]:
    """Open the board; give ms to the first content and to the plan."""
    page.goto(f"{stage.address}/board?wall=1&token={stage.town.token}")
    drawn = page.evaluate(DRAWN)
    return page.evaluate(PAINT), drawn


def _sizes(stage: Stage, page: Page) -> list[tuple[str, int, int]]:
    """Ask for every script and style the page took; give names and bytes, plain and packed."""
    names = [name for name in page.evaluate(SOURCES) if name.partition("?")[0].endswith((".js", ".css"))]
    found = []
    for name in dict.fromkeys(names):
        with urllib.request.urlopen(name, timeout=20) as reply:  # noqa: S310 - our own address
            body = reply.read()
        found.append((urllib.parse.urlsplit(name).path, len(body), len(gzip.compress(body, 9))))
    return found


def _pictures(opened: list[tuple[float, float]]) -> Table:
    first, rest = opened[0], opened[1:]
    rows: tuple[tuple[Cell, ...], ...] = (
        ("nothing kept", round(first[0]), round(first[1])),
        ("kept by the browser", middle([one for one, _ in rest]), middle([two for _, two in rest])),
    )
    heads = ("board of 1,800 shops", "first content ms", "plan drawn ms")
    return Table(
        "First picture in headless Chromium", heads, rows, "plan drawn: a tenth of its canvas is covered."
    )


def _frames(calm: dict[str, Any], moving: dict[str, Any]) -> Table:
    rows = tuple(
        (name, round(got["frames"] / got["took"] * 1000, 1), round(got["longest"], 1))
        for name, got in (("nothing moves", calm), ("50 move, 5 times a second", moving))
    )
    note = "Without a graphics card: everything is drawn by the processor that also runs the market."
    return Table("Frames", ("board", "frames/s", "longest ms"), rows, note)


def _bytes(sizes: list[tuple[str, int, int]]) -> Table:
    rows = (*sizes, ("together", sum(plain for _, plain, _ in sizes), sum(packed for *_, packed in sizes)))
    return Table("Scripts and styles of the board", ("file", "bytes", "gzip"), rows)
