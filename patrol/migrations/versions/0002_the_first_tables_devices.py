"""The first tables: devices"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import Document, UtcDateTime

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("device_class", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("facing", sa.Double(), nullable=True),
        sa.Column("silent_after_s", sa.Integer(), nullable=True),
        sa.Column("clock_offset_s", sa.Integer(), nullable=False),
        sa.Column("facts", Document, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_device_market_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["device.id"], name=op.f("fk_device_parent_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_device_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("market_id", "code", name=op.f("uq_device_market_id_code")),
    )
    op.create_index(op.f("ix_device_parent_id"), "device", ["parent_id"], unique=False)
    op.create_table(
        "device_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("instance", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_name_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_name")),
        sa.UniqueConstraint("source", "instance", "key", name=op.f("uq_device_name_source_instance_key")),
    )
    op.create_index(op.f("ix_device_name_device_id"), "device_name", ["device_id"], unique=False)
    op.create_table(
        "device_state",
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_since", UtcDateTime(), nullable=True),
        sa.Column("last_seen_at", UtcDateTime(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("course", sa.Double(), nullable=True),
        sa.Column("speed_kmh", sa.Double(), nullable=True),
        sa.Column("fix_at", UtcDateTime(), nullable=True),
        sa.Column("order_major", sa.Double(), nullable=False),
        sa.Column("order_minor", sa.Double(), nullable=False),
        sa.Column("battery", sa.Double(), nullable=True),
        sa.Column("skew_s", sa.Double(), nullable=True),
        sa.Column("levels", Document, nullable=False),
        sa.Column("motion", Document, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_state_device_id")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_state")),
    )
    op.create_index(op.f("ix_device_state_last_seen_at"), "device_state", ["last_seen_at"], unique=False)


def downgrade() -> None:
    for table in ("device_state", "device_name", "device"):
        op.drop_table(table)
