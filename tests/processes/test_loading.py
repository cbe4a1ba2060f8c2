"""What a part loads at its start: the wait before the first page is mostly this."""

import subprocess
import sys

import pytest

HEAVY = {
    *("alembic", "mako", "rich", "pygments", "requests", "pandas", "numpy", "scipy", "ortools", "networkx"),
    *("shapely", "typst", "icalendar", "apprise", "openpyxl", "xlsxwriter", "psycopg", "segno"),
}


@pytest.mark.parametrize(
    "load",
    [
        "from web.server import serve",
        "from devices.listener import run",
        "from patrol.jobs.scheduler import run",
    ],
)
def test_a_part_starts_without_what_it_seldom_needs(load: str) -> None:
    program = f"""
import sys
from patrol.processes.loading import loading
with loading(but_not=("requests", "websocket")):
    {load}
print(*sorted({HEAVY!r} & sys.modules.keys()))
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


def test_what_was_left_out_can_be_loaded_later() -> None:
    program = """
import gc
from patrol.processes.loading import loading
with loading(but_not=("colorsys",)):
    try:
        import colorsys
    except ImportError:
        print("left out")
    print(gc.isenabled())
import colorsys
print(gc.isenabled())
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.split("\n")[:3] == ["left out", "False", "True"]
