"""A backup holds everything and proves itself; a damaged one changes nothing."""

import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from patrol.errors import Invalid
from patrol.processes.backup import back_up, restore
from patrol.settings import Settings, from_environment
from tests.parts.ready_made import migrate

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


def installation(folder: Path, *, epoch: str = "old") -> Settings:
    settings = from_environment({"PATROL_DATA_DIR": str(folder), "PATROL_CONFIG": os.devnull})
    (folder / "media" / "ab").mkdir(parents=True)
    (folder / "media" / "ab" / "picture.jpg").write_bytes(b"a picture")
    (folder / "broker").mkdir()
    (folder / "broker" / "accounts.json").write_text("{}")
    migrate(settings.database_url)
    write_epoch(settings, epoch)
    return settings


def write_epoch(settings: Settings, epoch: str) -> None:
    with closing(connect(settings)) as connection, connection:
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('epoch', ?)", (epoch,))
        connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('kept', ?)", (epoch,))


def meta(settings: Settings) -> dict[str, str]:
    with closing(connect(settings)) as connection:
        return dict(connection.execute("SELECT name, value FROM meta"))


def connect(settings: Settings) -> sqlite3.Connection:
    return sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))


def test_what_was_saved_comes_back_under_a_new_epoch(tmp_path: Path) -> None:
    settings = installation(tmp_path / "data")
    back_up(settings, tmp_path / "saved.tar", now=NOW)
    write_epoch(settings, "later")
    (settings.data_dir / "media" / "ab" / "picture.jpg").unlink()
    restore(settings, tmp_path / "saved.tar", now=NOW)
    assert meta(settings)["kept"] == "old"
    assert meta(settings)["epoch"] not in ("old", "later")
    assert (settings.data_dir / "media" / "ab" / "picture.jpg").read_bytes() == b"a picture"


def test_a_backup_can_be_brought_to_another_machine(tmp_path: Path) -> None:
    back_up(installation(tmp_path / "data"), tmp_path / "saved.tar", now=NOW)
    (tmp_path / "other").mkdir()
    other = from_environment({"PATROL_DATA_DIR": str(tmp_path / "other")})
    assert restore(other, tmp_path / "saved.tar", now=NOW).aside is None
    assert meta(other)["kept"] == "old"
    assert stat.S_IMODE((other.data_dir / "broker" / "accounts.json").stat().st_mode) == 0o600


def test_what_was_there_before_is_kept_aside(tmp_path: Path) -> None:
    settings = installation(tmp_path / "data")
    back_up(settings, tmp_path / "saved.tar", now=NOW)
    aside = restore(settings, tmp_path / "saved.tar", now=NOW).aside
    assert aside is not None
    assert {path.name for path in aside.iterdir()} >= {"patrol.sqlite3", "media", "accounts.json"}


def test_a_backup_is_private(tmp_path: Path) -> None:
    back_up(installation(tmp_path / "data"), tmp_path / "saved.tar", now=NOW)
    assert stat.S_IMODE((tmp_path / "saved.tar").stat().st_mode) == 0o600


@pytest.mark.parametrize("at", [0.05, 0.3, 0.6, 0.9])
def test_a_damaged_backup_is_refused_and_changes_nothing(tmp_path: Path, at: float) -> None:
    settings = installation(tmp_path / "data")
    saved = tmp_path / "saved.tar"
    back_up(settings, saved, now=NOW)
    content = bytearray(saved.read_bytes())
    database = content.index(b"SQLite format 3")
    content[database + int(at * 100_000)] ^= 1
    saved.write_bytes(bytes(content))
    with pytest.raises(Invalid, match=r"damaged: patrol\.sqlite3"):
        restore(settings, saved, now=NOW)
    assert meta(settings) == {"epoch": "old", "kept": "old", "backup_at": NOW.isoformat()}


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.8])
def test_half_a_backup_is_refused_and_changes_nothing(tmp_path: Path, keep: float) -> None:
    settings = installation(tmp_path / "data")
    saved = tmp_path / "saved.tar"
    back_up(settings, saved, now=NOW)
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(Invalid):
        restore(settings, saved, now=NOW)
    assert meta(settings) == {"epoch": "old", "kept": "old", "backup_at": NOW.isoformat()}


def test_a_backup_is_noted_where_the_doctor_looks(tmp_path: Path) -> None:
    settings = installation(tmp_path / "data")
    back_up(settings, tmp_path / "saved.tar", now=NOW)
    assert meta(settings)["backup_at"] == NOW.isoformat()


def test_a_backup_of_another_engine_is_refused(tmp_path: Path) -> None:
    back_up(installation(tmp_path / "data"), tmp_path / "saved.tar", now=NOW)
    environ = {"PATROL_DATA_DIR": str(tmp_path), "PATROL_DATABASE_URL": "postgresql+psycopg://x@localhost/x"}
    with pytest.raises(Invalid, match=r"lacks patrol\.pgdump"):
        restore(from_environment(environ), tmp_path / "saved.tar", now=NOW)
