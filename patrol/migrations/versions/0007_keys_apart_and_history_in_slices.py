"""Keys of signals in a table of their own; on PostgreSQL, history cut by time"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KEEP = (
    "CASE WHEN alert_id IS NOT NULL THEN 'evidence' WHEN kind = 'position' THEN 'position' ELSE 'signal' END"
)
DAYS = "CASE WHEN alert_id IS NULL AND kind = 'position' THEN 7 ELSE 90 END"
FORGET_AT = {
    "postgresql": f"received_at + make_interval(days => {DAYS})",
    "sqlite": f"strftime('%Y-%m-%d %H:%M:%f', received_at, '+' || ({DAYS}) || ' days')",
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table(
        "signal_key",
        sa.Column("dedupe", sa.LargeBinary(length=16), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("forget_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("dedupe", name=op.f("pk_signal_key")),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO signal_key SELECT dedupe, received_at, {FORGET_AT[dialect]} FROM signal")
    op.create_index("ix_signal_key_to_forget", "signal_key", ["forget_at"])
    op.add_column("signal", sa.Column("keep", sa.String(length=10), nullable=True))
    op.execute(f"UPDATE signal SET keep = {KEEP}")
    op.drop_index("ix_signal_by_time", "signal")
    if dialect == "postgresql":
        _slice()
        return
    with op.batch_alter_table("signal", recreate="always") as signal:
        signal.alter_column("keep", existing_type=sa.String(length=10), nullable=False)
        signal.drop_constraint("uq_signal_dedupe", type_="unique")
    op.create_index("ix_signal_to_forget", "signal", ["keep", "received_at"])


def _slice() -> None:
    """Everything falls into the rest at first; the job `keep_slices` cuts it within minutes."""
    op.alter_column("signal", "keep", nullable=False)
    op.drop_constraint("uq_signal_dedupe", "signal", type_="unique")
    _make_sliced("signal", by="keep, received_at", key="id, keep, received_at")
    op.execute("ALTER SEQUENCE signal_id_seq OWNED BY signal.id")
    for name, columns in (
        ("ix_signal_of_device", ["device_id", "received_at"]),
        ("ix_signal_of_alert", ["alert_id"]),
        ("ix_signal_to_forget", ["keep", "received_at"]),
    ):
        op.create_index(name, "signal", columns)
    for column in ("market", "device", "alert"):
        op.create_foreign_key(f"fk_signal_{column}_id", "signal", column, [f"{column}_id"], ["id"])
    _make_sliced("stream_event", by="at", key="room, seq, at")
    op.create_index("ix_stream_event_by_time", "stream_event", ["at"])
    for table in ("signal", "stream_event"):
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")
        op.drop_table(f"{table}_before")


def _make_sliced(table: str, *, by: str, key: str) -> None:
    """Put an empty table cut by time in a table's place; its old name is `…_before`."""
    bind = op.get_bind()
    for index in sa.inspect(bind).get_indexes(table):
        op.drop_index(str(index["name"]), table)
    op.drop_constraint(f"pk_{table}", table, type_="primary")
    op.rename_table(table, f"{table}_before")
    op.execute(f"CREATE TABLE {table} (LIKE {table}_before INCLUDING DEFAULTS) PARTITION BY RANGE ({by})")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY ({key})")
    op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")


def downgrade() -> None:
    """Keys go back into the signals; a sliced table is copied into a plain one."""
    if op.get_bind().dialect.name == "postgresql":
        for table, key in (("signal", "id"), ("stream_event", "room, seq")):
            _make_plain(table, key)
        op.execute("ALTER SEQUENCE signal_id_seq OWNED BY signal.id")
        op.create_index("ix_stream_event_by_time", "stream_event", ["at"])
    else:
        op.drop_index("ix_signal_to_forget", "signal")
    with op.batch_alter_table("signal") as signal:
        signal.drop_column("keep")
        signal.create_unique_constraint("uq_signal_dedupe", ["dedupe"])
    op.create_index("ix_signal_by_time", "signal", ["received_at"])
    op.drop_table("signal_key")


def _make_plain(table: str, key: str) -> None:
    op.execute(f"CREATE TABLE {table}_plain (LIKE {table} INCLUDING DEFAULTS)")
    op.execute(f"INSERT INTO {table}_plain SELECT * FROM {table}")
    if table == "signal":
        op.execute("ALTER SEQUENCE signal_id_seq OWNED BY NONE")
    op.drop_table(table)
    op.rename_table(f"{table}_plain", table)
    op.create_primary_key(f"pk_{table}", table, key.split(", "))
    if table == "signal":
        op.create_index("ix_signal_of_device", "signal", ["device_id", "received_at"])
        op.create_index("ix_signal_of_alert", "signal", ["alert_id"])
        for column in ("market", "device", "alert"):
            op.create_foreign_key(f"fk_signal_{column}_id", "signal", column, [f"{column}_id"], ["id"])
