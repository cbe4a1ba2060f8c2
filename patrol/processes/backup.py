"""Saving an installation while it runs, and bringing it back while it stands still."""

import tempfile
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from patrol.db import make_engine, make_sessions
from patrol.errors import Invalid, Unavailable
from patrol.model.stream import BACKUP_AT, Meta
from patrol.processes import archive, backup_postgres, backup_sqlite
from patrol.processes.archive import Manifest
from patrol.settings import Settings

ACCOUNTS = "broker/accounts.json"
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and where that lies which was there before: a folder, a schema of the database."""

    manifest: Manifest
    aside: Path | None
    schema: str | None = None


def back_up(settings: Settings, target: Path, *, now: datetime) -> Manifest:
    """Save the database as it is at one instant, the pictures and the broker's accounts."""
    data_dir = settings.data_dir
    with tempfile.TemporaryDirectory(dir=_made(data_dir), prefix=".backup-") as folder:
        sources = _save_database(settings.database_url, Path(folder))
        media = (path for path in sorted((data_dir / "media").rglob("*")) if path.is_file())
        sources |= {str(path.relative_to(data_dir)): path for path in media}
        if (accounts := data_dir / ACCOUNTS).exists():
            sources[ACCOUNTS] = accounts
        manifest = archive.write(target, sources, made_at=now.isoformat())
    _note(settings.database_url, now)
    return manifest


def restore(settings: Settings, source: Path, *, now: datetime) -> Restored:
    """Put a backup in place of what is there.

    Nothing is touched before the whole backup has been checked. The epoch changes, so that
    every board starts afresh instead of going on with numbers that mean something else now.
    """
    url, data_dir, epoch = settings.database_url, settings.data_dir, uuid.uuid4().hex
    with tempfile.TemporaryDirectory(dir=_made(data_dir), prefix=".restore-") as folder:
        fresh = Path(folder)
        manifest = archive.unpack(source, fresh)
        _demand_same_engine(url, manifest)
        schema = None
        if url.startswith(_SQLITE):
            database = Path(url.removeprefix(_SQLITE))
            backup_sqlite.renew(fresh, epoch=epoch)
            aside = _set_aside(data_dir, now, *backup_sqlite.files(database))
            (fresh / backup_sqlite.DATABASE).replace(database)
        else:
            schema = backup_postgres.restore_into(url, fresh, epoch=epoch, now=now)
            aside = _set_aside(data_dir, now)
        _put_in_place(manifest, fresh, data_dir)
    return Restored(manifest, aside, schema)


def _made(data_dir: Path) -> Path:
    data_dir.mkdir(parents=True, exist_ok=True)
    return data_dir


def _save_database(url: str, folder: Path) -> dict[str, Path]:
    if url.startswith(_SQLITE):
        return backup_sqlite.copy(Path(url.removeprefix(_SQLITE)), folder)
    return backup_postgres.dump(url, folder)


def _note(url: str, now: datetime) -> None:
    """Write down that there is a backup: `patrol doctor` asks for it."""
    engine = make_engine(url)
    try:
        with make_sessions(engine).begin() as session:
            session.merge(Meta(name=BACKUP_AT, value=now.isoformat()))
    except SQLAlchemyError as error:
        raise Unavailable(f"the backup is whole, but cannot be noted in the database: {error}") from error
    finally:
        engine.dispose()


def _demand_same_engine(url: str, manifest: Manifest) -> None:
    wanted = backup_sqlite.DATABASE if url.startswith(_SQLITE) else backup_postgres.DUMP
    if wanted not in manifest.files:
        raise Invalid(f"the backup lacks {wanted}: it is not of the engine that PATROL_DATABASE_URL names")


def _put_in_place(manifest: Manifest, fresh: Path, data_dir: Path) -> None:
    for name in manifest.files:
        if name == ACCOUNTS or name.startswith("media/"):
            target = data_dir / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).replace(target)
    if (accounts := data_dir / ACCOUNTS).exists():
        accounts.chmod(0o600)


def _set_aside(data_dir: Path, now: datetime, *database: Path) -> Path | None:
    present = [path for path in (*database, data_dir / ACCOUNTS, data_dir / "media") if path.exists()]
    if not present:
        return None
    aside = data_dir / f"before-restore-{now:%Y%m%dT%H%M%SZ}"
    aside.mkdir()
    for path in present:
        path.replace(aside / path.name)
    return aside
