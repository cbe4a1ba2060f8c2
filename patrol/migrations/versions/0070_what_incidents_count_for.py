"""What incidents count for, and what was objected to it"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, UtcDateTime

revision: str = "0070"
down_revision: str | None = "0092"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LEGS = ("accept_s", "dispatch_s", "answer_s", "scene_s", "handle_s", "close_s", "whole_s", "evaluate_s")


def upgrade() -> None:
    op.create_table(
        "reckoning",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=64), nullable=True),
        sa.Column("marks", BigId, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in LEGS),
        sa.Column("satisfaction", sa.Double(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_reckoning_device_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_reckoning_grid_id")),
        sa.ForeignKeyConstraint(["group_id"], ["place.id"], name=op.f("fk_reckoning_group_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_reckoning_incident_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_reckoning_market_id")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_reckoning")),
    )
    op.create_index(
        "ix_reckoning_in_period",
        "reckoning",
        ["market_id", "day", "grid_id", "group_id", "category", "hour", "device_id", "rule", "marks"],
    )
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_dispute_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_dispute_asked_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_dispute_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    op.create_index(op.f("ix_dispute_incident_id"), "dispute", ["incident_id"])
    op.create_index("uq_dispute_once", "dispute", ["incident_id", "round", "item"], unique=True)


def downgrade() -> None:
    op.drop_table("dispute")
    op.drop_table("reckoning")
