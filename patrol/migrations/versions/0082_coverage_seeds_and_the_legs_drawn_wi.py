"""Coverage, seeds and the legs drawn with them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, UtcDateTime

revision: str = "0082"
down_revision: str | None = "0081"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "plan_seed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_plan_seed_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_seed")),
        sa.UniqueConstraint("market_id", "day", name=op.f("uq_plan_seed_market_id_day")),
    )
    op.create_table(
        "coverage_cell",
        sa.Column("id", BigId, nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("planned_s", sa.Integer(), nullable=False),
        sa.Column("covered_s", sa.Integer(), nullable=False),
        sa.Column("measured_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_coverage_cell_grid_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_coverage_cell_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage_cell")),
        sa.UniqueConstraint(
            "market_id", "starts_at", "grid_id", name=op.f("uq_coverage_cell_market_id_starts_at_grid_id")
        ),
    )
    op.create_index("ix_coverage_cell_of_day", "coverage_cell", ["market_id", "day"], unique=False)
    op.create_table(
        "patrol_leg",
        sa.Column("id", BigId, nullable=False),
        sa.Column("seed_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("stops", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_patrol_leg_asked_by")),
        sa.ForeignKeyConstraint(["seed_id"], ["plan_seed.id"], name=op.f("fk_patrol_leg_seed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_leg")),
        sa.UniqueConstraint("seed_id", "number", name=op.f("uq_patrol_leg_seed_id_number")),
    )


def downgrade() -> None:
    for table in ("patrol_leg", "coverage_cell", "plan_seed"):
        op.drop_table(table)
