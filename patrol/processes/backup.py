"""Saving an installation while it runs, and bringing it back while it stands still."""

import sqlite3
import tempfile
import uuid
from contextlib import closing
from datetime import datetime
from pathlib import Path

from patrol.errors import Invalid, Unavailable
from patrol.processes import archive
from patrol.processes.archive import Manifest
from patrol.settings import Settings

DATABASE = "patrol.sqlite3"
ACCOUNTS = "broker/accounts.json"
_BESIDE = ("-wal", "-shm")


def back_up(settings: Settings, target: Path, *, now: datetime) -> Manifest:
    """Save the database as it is at one instant, the pictures and the broker's accounts."""
    database = _database_file(settings)
    if not database.exists():
        raise Unavailable(f"there is no database at {database} to save")
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as aim:
            source.backup(aim)
        media = settings.data_dir / "media"
        sources = {DATABASE: copy}
        sources |= {str(p.relative_to(settings.data_dir)): p for p in sorted(media.rglob("*")) if p.is_file()}
        if (accounts := settings.data_dir / ACCOUNTS).exists():
            sources[ACCOUNTS] = accounts
        return archive.write(target, sources, made_at=now.isoformat())


def restore(settings: Settings, source: Path, *, now: datetime) -> tuple[Manifest, Path | None]:
    """Put a backup in place of what is there; give its manifest and where the old things went.

    Nothing is touched before the whole backup has been checked. The epoch changes, so that
    every board starts afresh instead of going on with numbers that mean something else now.
    """
    database = _database_file(settings)
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restore-") as folder:
        fresh = Path(folder)
        manifest = archive.unpack(source, fresh)
        _begin_new_epoch(fresh / DATABASE)
        aside = _set_aside(settings.data_dir, database, now)
        for path in sorted(p for p in fresh.rglob("*") if p.is_file()):
            name = path.relative_to(fresh)
            target = database if str(name) == DATABASE else settings.data_dir / name
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
    if (accounts := settings.data_dir / ACCOUNTS).exists():
        accounts.chmod(0o600)
    return manifest, aside


def _begin_new_epoch(database: Path) -> None:
    if not database.exists():
        raise Invalid(f"the backup lacks {DATABASE}")
    with closing(sqlite3.connect(database)) as connection, connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise Invalid(f"the saved database is damaged: {verdict}")
        connection.execute(
            "INSERT INTO meta (name, value) VALUES ('epoch', ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (uuid.uuid4().hex,),
        )


def _set_aside(data_dir: Path, database: Path, now: datetime) -> Path | None:
    there = [database, *(database.with_name(database.name + end) for end in _BESIDE), data_dir / ACCOUNTS]
    present = [path for path in (*there, data_dir / "media") if path.exists()]
    if not present:
        return None
    aside = data_dir / f"before-restore-{now:%Y%m%dT%H%M%SZ}"
    aside.mkdir()
    for path in present:
        path.replace(aside / path.name)
    return aside


def _database_file(settings: Settings) -> Path:
    url = settings.database_url
    if not url.startswith("sqlite:///"):
        raise Unavailable(
            "a PostgreSQL database is saved with `pg_dump --format=custom` and brought back with "
            "`pg_restore --clean`; save the media folder and broker/accounts.json beside it"
        )
    return Path(url.removeprefix("sqlite:///"))
