"""Is anybody watching the board at night"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0091"
down_revision: str | None = "0075"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "night_watch",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("acted_at", UtcDateTime(), nullable=False),
        sa.Column("acted_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("missed_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["acted_by"], ["person.id"], name=op.f("fk_night_watch_acted_by")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_night_watch_market_id")),
        sa.PrimaryKeyConstraint("market_id", name=op.f("pk_night_watch")),
    )
    op.create_index("ix_command_done_by_time", "command_done", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_command_done_by_time", "command_done")
    op.drop_table("night_watch")
