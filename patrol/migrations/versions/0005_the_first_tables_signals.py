"""The first tables: signals"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, Document, UtcDateTime

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "quarantined",
        sa.Column("id", BigId, nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=512), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("retained", sa.Boolean(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_quarantined_market_id")),
        sa.ForeignKeyConstraint(["resolved_by"], ["person.id"], name=op.f("fk_quarantined_resolved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined")),
    )
    op.create_index("ix_quarantined_open", "quarantined", ["resolved_at", "id"], unique=False)
    op.create_index(op.f("ix_quarantined_reason"), "quarantined", ["reason"], unique=False)
    op.create_table(
        "signal",
        sa.Column("id", BigId, nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("alert_id", sa.Integer(), nullable=True),
        sa.Column("dedupe", sa.LargeBinary(length=16), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("time_quality", sa.String(length=10), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("correlation", sa.String(length=200), nullable=True),
        sa.Column("topic", sa.String(length=512), nullable=False),
        sa.Column("retained", sa.Boolean(), nullable=False),
        sa.Column("subject", Document, nullable=False),
        sa.Column("media", Document, nullable=False),
        sa.Column("warnings", Document, nullable=False),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_signal_alert_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_signal_device_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_signal_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_signal_dedupe")),
    )
    op.create_index("ix_signal_by_time", "signal", ["received_at"], unique=False)
    op.create_index("ix_signal_of_alert", "signal", ["alert_id"], unique=False)
    op.create_index("ix_signal_of_device", "signal", ["device_id", "received_at"], unique=False)


def downgrade() -> None:
    for table in ("signal", "quarantined"):
        op.drop_table(table)
