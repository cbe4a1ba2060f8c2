"""Which groups are too thin to help themselves, and who stands in"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0090"
down_revision: str | None = "0080"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "group_readiness",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("thin", sa.Boolean(), nullable=False),
        sa.Column("attached_id", sa.Integer(), nullable=True),
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attached_id"], ["place.id"], name=op.f("fk_group_readiness_attached_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_group_readiness_grid_id")),
        sa.ForeignKeyConstraint(["group_id"], ["place.id"], name=op.f("fk_group_readiness_group_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_group_readiness_market_id")),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_group_readiness")),
    )
    op.create_index(op.f("ix_group_readiness_market_id"), "group_readiness", ["market_id"], unique=False)
    with op.batch_alter_table("roll_call") as batch:
        batch.add_column(sa.Column("attached_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_roll_call_attached_id"), "place", ["attached_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("roll_call") as batch:
        batch.drop_constraint(op.f("fk_roll_call_attached_id"), type_="foreignkey")
        batch.drop_column("attached_id")
    op.drop_table("group_readiness")
