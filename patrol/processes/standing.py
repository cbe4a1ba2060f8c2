"""Whether an installation stands as it is, told in a moment and without loading what would change it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from patrol.errors import Unavailable
from patrol.migrations.lineage import newest
from patrol.processes.possession import LOCK, possession
from patrol.settings import Settings

MARKET_FILE = "market.json"
"""The sample market in a demonstration's folder, for the simulators."""

PEOPLE_FILE = "sign-in.json"
"""Who can sign in to the demonstration; written last, so it stands for a whole preparation."""


def is_current(settings: Settings) -> bool:
    """Say whether the database is surely at this program's version; False also when it is hard to tell."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if not settings.database_url.startswith("sqlite:///") or not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            (stands,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError):
        return False
    return bool(stands == newest())


def is_demo(settings: Settings) -> bool:
    """Say whether a whole demonstration stands in this folder."""
    return is_current(settings) and (settings.data_dir / PEOPLE_FILE).exists()


def make_fresh(data_dir: Path) -> None:
    """Forget a demonstration; a folder that holds anything else is left alone."""
    if not data_dir.exists() or not any(data_dir.iterdir()):
        return
    if not (data_dir / MARKET_FILE).exists():
        raise Unavailable(
            f"--fresh: {data_dir} holds something that is no demonstration; name another folder"
        )
    with possession(data_dir):
        for path in data_dir.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != LOCK:
                path.unlink()
