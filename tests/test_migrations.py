"""The tables that migrations make are the tables the models speak of."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from patrol.db import make_engine
from patrol.migrations import require_current, upgrade
from patrol.model import Base


def test_migrating_an_empty_database_gives_the_tables_of_the_models(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/new.sqlite3")
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/new.sqlite3")
    upgrade(engine)
    upgrade(engine)
    require_current(engine)
    engine.dispose()
