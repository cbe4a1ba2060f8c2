"""A PostgreSQL database is saved while it runs, and what comes back is counted before it is final."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from patrol.errors import Invalid, Unavailable
from patrol.jobs import keep_slices
from patrol.model.signals import SignalRecord
from patrol.model.stream import EPOCH, Meta
from patrol.processes import archive, backup_postgres
from patrol.processes.backup import back_up, restore
from patrol.settings import Settings, from_environment
from tests.cli.running import patrol
from tests.jobs.test_forgetting import count, kinds, store
from tests.jobs.town import NOON, Town, build
from tests.parts import postgres

pytestmark = pytest.mark.needs_postgres


@pytest.fixture
def town(postgres_url: str) -> Iterator[Town]:
    one = build(postgres_url)
    one.do(keep_slices.run)
    with one.sessions.begin() as session:
        session.add(Meta(name=EPOCH, value="old"))
    for kind in ("position", "door", "door"):
        store(one, kind)
    yield one
    one.engine.dispose()


@pytest.fixture
def settings(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PATH", f"{postgres.find()}:/usr/bin:/bin")  # programs of the server's own version
    picture = tmp_path / "data" / "media" / "ab" / "picture.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    url = town.engine.url.render_as_string(hide_password=False)
    return from_environment({"PATROL_DATA_DIR": str(tmp_path / "data"), "PATROL_DATABASE_URL": url})


def epoch(town: Town) -> str:
    with town.sessions() as session:
        return session.get_one(Meta, EPOCH).value


def schemas(town: Town) -> list[str]:
    with town.engine.connect() as connection:
        wanted = text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%' ORDER BY 1")
        return list(connection.scalars(wanted))


def test_what_was_saved_comes_back_and_what_was_there_is_kept_aside(
    town: Town, settings: Settings, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.tar"
    back_up(settings, saved, now=NOON)
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    store(town, "after")
    (settings.data_dir / "media" / "ab" / "picture.jpg").unlink()
    town.engine.dispose()
    done = restore(settings, saved, now=NOON)
    assert kinds(town) == ["position", "door", "door"]
    assert epoch(town) != "old"
    assert (settings.data_dir / "media" / "ab" / "picture.jpg").read_bytes() == b"a picture"
    assert schemas(town) == [done.schema]


def test_what_came_back_can_be_worked_with_saved_and_brought_back_again(
    town: Town, settings: Settings, tmp_path: Path
) -> None:
    for turn in range(2):
        back_up(settings, tmp_path / "saved.tar", now=NOON)
        town.engine.dispose()
        restore(settings, tmp_path / "saved.tar", now=NOON + timedelta(hours=turn))
    town.raise_alert()
    town.do(keep_slices.run)
    assert count(town, SignalRecord) == 3


def test_nothing_is_touched_while_others_use_the_database(
    town: Town, settings: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "saved.tar", now=NOON)
    with town.engine.connect(), pytest.raises(Unavailable, match="stop web, ingest and jobs first"):
        restore(settings, tmp_path / "saved.tar", now=NOON)
    assert (epoch(town), schemas(town)) == ("old", [])


@pytest.mark.parametrize("damage", ["short", "rows"])
def test_what_does_not_come_back_whole_changes_nothing(
    town: Town, settings: Settings, tmp_path: Path, damage: str
) -> None:
    saved = tmp_path / "saved.tar"
    back_up(settings, saved, now=NOON)
    folder = tmp_path / "unpacked"
    manifest = archive.unpack(saved, folder)
    if damage == "short":
        dump = folder / backup_postgres.DUMP
        dump.write_bytes(dump.read_bytes()[:-2000])
    else:
        (folder / backup_postgres.ROWS).write_text('{"signal": 4}')
    archive.write(saved, {name: folder / name for name in manifest.files}, made_at=manifest.made_at)
    town.engine.dispose()
    with pytest.raises((Unavailable, Invalid)):
        restore(settings, saved, now=NOON)
    assert (kinds(town), epoch(town), schemas(town)) == (["position", "door", "door"], "old", [])


def test_the_command_says_what_is_missing_on_the_machine(settings: Settings, tmp_path: Path) -> None:
    told = {"PATROL_DATABASE_URL": settings.database_url, "PATH": str(tmp_path)}
    done = patrol(settings.data_dir, "backup", str(tmp_path / "saved.tar"), env=told)
    assert done.returncode == 1
    assert "pg_dump is not here: install PostgreSQL's client" in done.stderr
    assert not (tmp_path / "saved.tar").exists()
