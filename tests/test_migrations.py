"""The tables that migrations make are the tables the models speak of."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text

from patrol.db import make_engine, make_sessions
from patrol.errors import Unavailable
from patrol.migrations import downgrade, require_current, upgrade
from patrol.migrations.lineage import VERSIONS, newest
from patrol.model import Base
from patrol.model.signals import SignalKey, SignalRecord


def test_migrating_an_empty_database_gives_the_tables_of_the_models(database_url: str) -> None:
    engine = make_engine(database_url)
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": without_slices})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def without_slices(_item: object, name: str | None, kind: str, _reflected: object, _to: object) -> bool:
    """Leave out the slices of history, which only PostgreSQL has: docs/decisions/0020."""
    return kind != "table" or not str(name).endswith("_rest")


def signals_before_0007(connection: Connection) -> None:
    at = "2026-09-01 04:00:00.250000" + ("+00" if connection.dialect.name == "postgresql" else "")
    for number, kind in enumerate(("position", "door")):
        row = (
            "INSERT INTO signal (dedupe, source, kind, phase, verdict, happened_at, received_at, recorded_at,"
            " time_quality, late, topic, retained, subject, media, warnings) VALUES (:key, 'patrol', :kind,"
            " 'new', 'store', :at, :at, :at, 'device', false, 'x', false, '{}', '[]', '[]')"
        )
        connection.execute(text(row), {"key": bytes([number]) * 16, "kind": kind, "at": at})


def test_signals_stored_before_keep_their_keys_and_get_their_class(database_url: str) -> None:
    engine = make_engine(database_url)
    upgrade(engine, to="0006")
    with engine.begin() as connection:
        signals_before_0007(connection)
    upgrade(engine)
    with make_sessions(engine).begin() as session:
        records = session.scalars(select(SignalRecord).order_by(SignalRecord.id)).all()
        keys = session.scalars(select(SignalKey).order_by(SignalKey.forget_at)).all()
        assert [record.keep for record in records] == ["position", "signal"]
        assert [key.dedupe for key in keys] == [record.dedupe for record in records]
        assert [(key.forget_at - key.received_at).days for key in keys] == [7, 90]
    engine.dispose()


def test_going_back_and_forward_again_keeps_the_signals(database_url: str) -> None:
    engine = make_engine(database_url)
    upgrade(engine, to="0006")
    with engine.begin() as connection:
        signals_before_0007(connection)
    upgrade(engine)
    downgrade(engine, to="0006")
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM signal")) == 2
        context = MigrationContext.configure(connection, opts={"include_object": without_slices})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/new.sqlite3")
    upgrade(engine)
    upgrade(engine)
    require_current(engine)
    engine.dispose()


def test_the_newest_revision_is_the_one_that_alembic_would_go_to() -> None:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.set_main_option("path_separator", "os")
    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_a_database_of_another_version_is_refused(database_url: str) -> None:
    engine = make_engine(database_url)
    with pytest.raises(Unavailable, match="the database stands at None, this program at"):
        require_current(engine)
    upgrade(engine, to="0006")
    with pytest.raises(Unavailable, match="the database stands at 0006, this program at"):
        require_current(engine)
    engine.dispose()
