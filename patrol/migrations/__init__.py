"""How the tables came to be: one revision a change, run by `patrol migrate`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from patrol.errors import Unavailable


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Bring the database to the newest revision; one that is there already changes nothing."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def downgrade(engine: Engine, *, to: str) -> None:
    """Bring the database back to an older revision."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def require_current(engine: Engine) -> None:
    """Refuse to work on tables of another version."""
    with engine.connect() as connection:
        stands = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    if stands != wanted:
        raise Unavailable(f"the database stands at {stands}, this program at {wanted}: run `patrol migrate`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config
